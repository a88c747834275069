import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendStaff, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let agreement: string;

beforeAll(async () => {
  world = await createDividendWorld(database());
  agreement = String((await world.inForce()).id);
});
afterAll(() => world.close());

const draw = (changes: object, id = agreement) =>
  world.post('officer', `/agreements/${id}/amendments`, { reason: '丙方经营好转，提高保底', ...changes });
const SIGNERS: readonly (readonly [string, DividendStaff, string])[] = [
  ['enterprise', 'clerk', 'signature_and_seal'],
  ['household', 'office', 'fingerprint'],
  ['bank', 'officer', 'signature_and_seal'],
  ['government', 'office', 'seal'],
];
const sign = (id: string, signed_on: string, parties = SIGNERS) =>
  parties.reduce<Promise<Awaited<ReturnType<typeof draw>> | null>>(async (before, [party, who, manner]) => {
    await before;
    return world.post(who, `/agreement-amendments/${id}/signatures`, {
      ...{ party, signer_name: '某人', manner, signed_on },
    });
  }, Promise.resolve(null));
const cancel = (id: string) =>
  world.post('officer', `/agreement-amendments/${id}/cancellations`, { reason: '各方未能协商一致' });
const floors = async (): Promise<unknown[]> =>
  ((await world.get('office', '/dividend-dues')).body.items as Record<string, unknown>[]).map((due) => [
    due['due_on'],
    due['floor'],
    due['profit_share_percent'],
  ]);

describe('an amendment of an agreement', () => {
  it('is a version of its own: drawn up, on paper, signed by four, shown with what it changes', async () => {
    await world.setDay('2016-10-10');
    const drawn = await draw({
      ...{ effective_on: '2016-10-20', floor_percent: '9', profit_share_percent: '75', training_sessions: 4 },
    });
    expect([drawn.status, drawn.body.state, drawn.body.version]).toEqual([201, 'drafted', 2]);
    expect(drawn.body.floor_year).toBe('4500.00');
    expect(drawn.body.differences).toEqual([
      { field: 'floor_percent', label: '保底收益率（年）', before: '8%', after: '9%' },
      { field: 'profit_share_percent', label: '分红比例', before: '70%', after: '75%' },
      { field: 'training_sessions', label: '每年免费培训', before: '不少于2次', after: '不少于4次' },
    ]);
    const { id } = drawn.body as { id: string };
    expect((await sign(id, '2016-10-10', SIGNERS.slice(0, 1)))?.body.code).toBe('agreement.amendment-state');
    const paper = await world.post('officer', `/agreement-amendments/${id}/issues`, {});
    expect([paper.status, paper.body.kind]).toEqual([201, 'agreement_amendment']);
    expect((await draw({ effective_on: '2016-11-01', floor_percent: '10' })).body.code).toBe(
      'agreement.amendment-open',
    );
    const last = await sign(id, '2016-10-10');
    expect(last?.body).toMatchObject({ state: 'in_force', in_force_on: '2016-10-10', waiting_for: [] });
    const versions = async () => (await world.get('clerk', `/agreements/${agreement}/versions`)).body;
    expect(await versions()).toMatchObject({ current_version: 1, signed: { floor_percent: '8' } });
    await world.setDay('2016-10-20');
    const now = await versions();
    expect(now).toMatchObject({ current_version: 2, amendments: [{ version: 2, state: 'in_force' }] });
    expect(now.amendments[0].signatures).toHaveLength(4);
  });

  it('carries the running year by days, and leaves the share to the next', async () => {
    await world.night('2016-11-01');
    // 2016-01-15 to 2016-10-20 are 279 days at 8 %, 61 to 2016-12-20 at 9 %, of 365
    expect(await floors()).toEqual([['2016-12-20', '3809.59', '70']]);
    await world.night('2017-11-01');
    expect((await floors()).slice(1)).toEqual([['2017-12-20', '4500.00', '75']]);
  });

  it('is refused where it would take what the household has, field by field', async () => {
    await world.setDay('2017-11-01');
    const codes = [
      await draw({ effective_on: '2017-10-31', floor_percent: '10' }),
      await draw({ effective_on: '2018-01-01', floor_percent: '7.9999' }),
      await draw({ effective_on: '2018-01-01', profit_share_percent: '69.9' }),
      await draw({ effective_on: '2018-01-01', term_months: 40 }),
      await draw({ effective_on: '2019-01-15', floor_percent: '10' }),
      await draw({ effective_on: '2018-01-01' }),
      await draw({ effective_on: '2018-01-01', floor_percent: '9' }),
      await draw({ effective_on: '2018-01-01', floor_percent: '0.5', rate: '1' }),
      await world.post('clerk', `/agreements/${agreement}/amendments`, {}),
    ].map((reply) => [reply.status, reply.body.code as string]);
    expect(codes).toEqual([
      [422, 'agreement.amendment-past'],
      [422, 'agreement.amendment-floor'],
      [422, 'agreement.amendment-share'],
      [422, 'agreement.amendment-not-permitted'],
      [422, 'agreement.amendment-within'],
      [422, 'agreement.amendment-nothing'],
      [422, 'agreement.amendment-nothing'],
      [422, 'request.invalid'],
      [403, 'permission.missing'],
    ]);
  });

  it('holds only when all signed before its day, and can be given up', async () => {
    await world.setDay('2018-01-10');
    const drawn = await draw({ effective_on: '2018-01-12', floor_percent: '9.5' });
    const { id } = drawn.body as { id: string };
    await world.post('officer', `/agreement-amendments/${id}/issues`, {});
    await sign(id, '2018-01-10', SIGNERS.slice(0, 3));
    await world.setDay('2018-01-13');
    expect((await sign(id, '2018-01-13', SIGNERS.slice(3)))?.body.code).toBe(
      'agreement.amendment-signed-late',
    );
    expect((await cancel(id)).body).toMatchObject({ state: 'cancelled' });
    expect((await cancel(id)).body.code).toBe('agreement.amendment-state');
    const again = await draw({ effective_on: '2018-02-01', floor_percent: '9.5' });
    expect([again.status, again.body.version]).toEqual([201, 3]);
    expect((await cancel(again.body.id as string)).status).toBe(201);
  });

  it('sets and changes what stays in the project, for the years that begin under it (洪江)', async () => {
    await world.setDay('2016-09-30');
    const own = String((await world.inForce()).id);
    await world.setDay('2016-10-10');
    const amended = async (effective_on: string, signed: string, changes: object) => {
      const drawn = await draw({ effective_on, reason: '农户同意部分分红转投', ...changes }, own);
      expect(drawn.status, drawn.text).toBe(201);
      const { id } = drawn.body as { id: string };
      await world.post('officer', `/agreement-amendments/${id}/issues`, {});
      expect((await sign(id, signed))?.body).toMatchObject({ state: 'in_force' });
      return drawn.body.differences as unknown[];
    };
    const label = '分红转投比例';
    expect(await amended('2016-10-20', '2016-10-10', { reinvested_percent: '40' })).toEqual([
      { field: 'reinvested_percent', label, before: '不转投', after: '最多转投40%' },
    ]);
    // what it does not name stays
    await amended('2016-10-21', '2016-10-10', { training_sessions: 5 });
    await world.night('2016-11-01');
    const percents = async () =>
      world.sql<{ percent: number }>(
        'select reinvest_percent as percent from dividend_due where agreement_id = $1 order by year_no',
        [own],
      );
    expect(await percents()).toEqual([{ percent: 0 }]);
    await world.night('2017-11-01');
    expect(await percents()).toEqual([{ percent: 0 }, { percent: 400_000 }]);
    const versions = (await world.get('clerk', `/agreements/${own}/versions`)).body;
    expect(versions).toMatchObject({
      signed: { reinvested_percent: '0' },
      amendments: [{ reinvested_percent: '40' }, { reinvested_percent: '40' }],
    });
    // the days left of the term are listed before they begin, and keep what they were listed with
    await world.night('2018-11-20');
    expect(await percents()).toHaveLength(4);
    const late = await draw({ effective_on: '2018-12-10', reinvested_percent: '0' }, own);
    expect([late.status, late.body.code]).toEqual([422, 'agreement.amendment-year-listed']);
    const other = await draw({ effective_on: '2018-12-10', training_sessions: 6 }, own);
    expect(other.status, other.text).toBe(201);
    expect((await draw({ effective_on: '2018-12-10', reinvested_percent: '100' }, own)).status).toBe(422);
  });
});
