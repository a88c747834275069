import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let agreement: string;
let idle: string;
let other: string;
let third: string;

beforeAll(async () => {
  world = await createDividendWorld(database());
  agreement = String((await world.inForce()).id);
  other = String((await world.inForce()).id);
  third = String((await world.inForce()).id);
  idle = String((await world.inForce({ arrivedOn: null })).id);
});
afterAll(() => world.close());

const FAILED = {
  ...{ ground: 'enterprise_failed', requested_by: 'household', requested_on: '2017-01-10' },
  ...{ reason: '合作社停产两个月，法定代表人失联', ends_on: '2017-02-01', settle_by: '2017-02-16' },
};
const propose = (changes: object = {}, who: 'officer' | 'office' = 'officer', id = agreement) =>
  world.post(who, `/agreements/${id}/terminations`, { ...FAILED, ...changes });
const decide = (id: string, outcome = 'confirmed', who: 'officer' | 'office' = 'office') =>
  world.post(who, `/agreement-terminations/${id}/decisions`, { outcome });
const idOf = (reply: { body: { id?: string } }) => String(reply.body.id);
const account = async () => (await world.get('office', `/agreements/${agreement}/account`)).body;
const notice = (id = agreement) => world.post('office', `/agreements/${id}/termination-notices`, {});
const keep = (kind: string, no: string, id = idle, file: string = `%PDF-1.4 ${kind} ${no}`) =>
  world.upload('office', `/agreements/${id}/papers`, file, {
    ...{ name: '签署件.pdf', fields: { kind, no, title: '扫描件' } },
  });
const archive = (id: string) => world.post('office', `/agreements/${id}/archivings`, {});

describe('an early end', () => {
  it('keeps the days and grounds of the agreement’s own clauses', async () => {
    await world.night('2016-11-01');
    await world.night('2017-01-10');
    const refusals = [
      await propose({ requested_by: 'enterprise' }),
      await propose({ ground: 'household_exit', requested_by: 'household' }),
      await propose({ ground: 'breach', requested_by: 'county' }),
      await propose({ ground: 'breach', requested_by: 'government' }),
      await propose({ settle_by: '2017-02-17' }),
      await propose({ settle_by: '2017-01-31' }),
      await propose({ requested_on: '2017-01-01', ends_on: '2017-01-09', settle_by: '2017-01-12' }),
      await propose({ requested_on: '2017-01-11' }),
      await propose({ ends_on: '2019-01-15', settle_by: '2019-01-20' }),
      await world.post('clerk', `/agreements/${agreement}/terminations`, FAILED),
      await notice(),
    ].map((reply) => [reply.status, reply.body.code as string]);
    expect(refusals).toEqual([
      [422, 'agreement.termination-party'],
      [422, 'agreement.termination-notice'],
      [422, 'request.invalid'],
      [422, 'agreement.termination-notice'],
      [422, 'agreement.termination-settle'],
      [422, 'agreement.termination-settle'],
      [422, 'agreement.termination-past'],
      [422, 'agreement.termination-request'],
      [422, 'agreement.termination-within'],
      [403, 'permission.missing'],
      [422, 'dividend.not-terminated'],
    ]);
  });

  it('is decided by another person than proposed it, once', async () => {
    const own = await propose({}, 'office', third);
    expect((await decide(own.body.id as string)).body.code).toBe('agreement.termination-own');
    const first = await propose();
    const listed = async (who: 'office' | 'clerk' | 'rival', query: string) =>
      ((await world.get(who, `/agreement-terminations?${query}`)).body as { items: { id: string }[] }).items;
    expect((await listed('office', 'state=proposed')).map(({ id }) => id)).toEqual([own, first].map(idOf));
    expect(await listed('clerk', `state=proposed&after=${idOf(own)}`)).toMatchObject([
      { id: idOf(first), agreement_id: agreement, ground: 'enterprise_failed', ends_on: '2017-02-01' },
    ]);
    expect(await listed('rival', 'state=proposed')).toEqual([]);
    expect((await propose()).body.code).toBe('agreement.termination-open');
    expect((await decide(first.body.id as string, 'rejected')).body.state).toBe('rejected');
    const proposed = await propose();
    expect((await decide(proposed.body.id as string, 'confirmed', 'officer')).status).toBe(403);
    expect((await decide(proposed.body.id as string)).body).toMatchObject({ state: 'confirmed' });
    expect((await decide(proposed.body.id as string)).body.code).toBe('agreement.termination-decided');
    const trail = await world.sql<{ state: string[] }>(
      `select array_agg(concat(before ->> 'state', ' to ', after ->> 'state') order by id) as state from audit_entry
       where act in ('agreement.termination-rejected', 'agreement.termination-confirmed') and subject_id = $1`,
      [agreement],
    );
    expect(trail[0]?.state).toEqual(['in_force to in_force', 'in_force to terminated']);
    const ended = await world.get('clerk', `/agreements/${agreement}`);
    expect(ended.body).toMatchObject({
      ...{ state: 'terminated', ended_on: '2017-02-01', settle_by: '2017-02-16', archived_on: null },
    });
  });

  it('owes the household its floor until that day and the principal, all on one paper', async () => {
    const paper = await notice();
    expect([paper.status, paper.body.kind, paper.body.version]).toEqual([201, 'agreement_termination', 1]);
    // 43 days from 2016-12-20 at 8 % of 50,000, of 365
    expect(await account()).toMatchObject({
      ...{ state: 'terminated', placed: '50000.00', returned: '0.00', open_principal: '50000.00' },
      ...{ principal_due_on: '2017-02-16', open_dividends: '4197.26', open: '54197.26' },
      dues: [
        { year_no: 1, due_on: '2016-12-20', open: '3726.03', state: 'missed' },
        { year_no: 2, due_on: '2017-02-16', open: '471.23', state: 'upcoming' },
      ],
    });
    expect((await notice()).body.version).toBe(1);
    await world.setDay('2017-02-10');
    const back = { amount: '50000.00', returned_on: '2017-02-10', bank_serial: 'GH-9001' };
    const returned = await world.post('officer', `/agreements/${agreement}/principal-returns`, back);
    expect(returned.status).toBe(201);
    const path = `/countersigns/${returned.body.id}/confirmations`;
    expect((await world.post('office', path, {})).status).toBe(201);
    expect((await notice()).body.version).toBe(2);
    expect(await account()).toMatchObject({ open_principal: '0.00', open: '4197.26' });
    await world.night('2017-02-17');
    expect((await account()).dues[1]).toMatchObject({ state: 'missed', open: '471.23' });
  });

  it('cuts a year that was listed already, and never one that was counted', async () => {
    await world.night('2017-11-01');
    const ends = { requested_on: '2017-11-01', ends_on: '2017-12-01', settle_by: '2017-12-16' };
    const early = { ...ends, ground: 'household_exit', reason: '户主重病，家庭需用钱' };
    const late = await propose(
      { ...early, requested_on: '2016-11-01', ends_on: '2017-11-01' },
      'officer',
      other,
    );
    expect(late.body.code).toBe('agreement.termination-settle');
    const proposed = await propose(early, 'officer', other);
    expect((await decide(proposed.body.id as string)).status).toBe(201);
    await world.night('2017-11-02');
    const dues = await world.sql<Record<string, unknown>>(
      `select period_to::text as to_day, due_on::text as due, floor_fen::text as floor from dividend_due
       where agreement_id = $1 and year_no = 2`,
      [other],
    );
    // 346 days of 365
    expect(dues).toEqual([{ to_day: '2017-12-01', due: '2017-12-16', floor: '379178' }]);
  });
});

describe('the file of an agreement', () => {
  it('tells what is there and what the archive still wants', async () => {
    await world.setDay('2017-02-17');
    const file = await world.get('clerk', `/agreements/${agreement}/file`);
    expect(file.body.complete).toBe(false);
    const refused = await archive(agreement);
    expect([refused.status, refused.body.code]).toEqual([422, 'agreement.archive-incomplete']);
    expect(refused.body.detail).toContain('分红和滞纳金已全部兑付到户');
    expect(refused.body.detail).toContain('附件2：借款合同');
  });

  it('keeps scans for good: signed copies, the attachments it names, annexes', async () => {
    const kept = await keep('signed_copy', '1');
    expect([kept.status, kept.body.kind, kept.body.media_type]).toEqual([
      201,
      'signed_copy',
      'application/pdf',
    ]);
    const codes = [
      await keep('signed_copy', '1'),
      await keep('signed_copy', '2'),
      await keep('attachment', '3'),
      await keep('attachment', '0'),
      await keep('attachment', '1', idle, 'no scan at all'),
    ].map((reply) => [reply.status, reply.body.code as string]);
    expect(codes).toEqual([
      [409, 'agreement.paper-twice'],
      [422, 'agreement.paper-unnamed'],
      [422, 'agreement.paper-unnamed'],
      [422, 'request.invalid'],
      [422, 'agreement.paper-type'],
    ]);
    const content = await world.get('clerk', `/agreement-papers/${kept.body.id as string}/content`);
    expect([content.status, content.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect((await world.get('rival', `/agreement-papers/${kept.body.id as string}/content`)).status).toBe(
      404,
    );
  });

  it('is closed once all is there, and nothing is added after', async () => {
    const ends = {
      ground: 'agreed',
      requested_by: 'bank',
      requested_on: '2017-02-17',
      reason: '贷款未放到企业',
    };
    const days = { ends_on: '2017-02-17', settle_by: '2017-02-17' };
    const proposed = await propose({ ...ends, ...days }, 'officer', idle);
    await decide(proposed.body.id as string);
    await keep('attachment', '1');
    expect((await archive(idle)).body.facts.missing).toEqual(['终止通知书', '附件2：借款合同']);
    await keep('attachment', '2');
    expect((await notice(idle)).status).toBe(201);
    expect((await archive(idle)).body).toMatchObject({ state: 'archived', archived_on: '2017-02-17' });
    const after = [
      await keep('annex', '1'),
      await archive(idle),
      await propose({ ...ends, ...days }, 'officer', idle),
      await world.post('officer', `/agreements/${idle}/arrivals`, { arrived_on: '2017-02-17' }),
    ].map((reply) => reply.body.code as string);
    expect(after).toEqual([
      ...[
        'agreement.paper-closed',
        'agreement.wrong-state',
        'agreement.termination-in-force',
        'agreement.wrong-state',
      ],
    ]);
  });
});
