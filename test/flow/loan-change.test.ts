import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import {
  claimAndPost,
  createClaimWorld,
  grant,
  instructed,
  type ClaimWorld,
  type Staff,
} from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-06-01');
});
afterAll(() => world.close());

interface Body {
  readonly id: string;
  readonly code: string;
  readonly state: string;
  readonly detail: string;
  readonly facts: Record<string, unknown>;
  readonly items: readonly {
    readonly id: string;
    readonly kind: string;
    readonly change_id: string | null;
  }[];
}

const ask = async (who: Staff, path: string, body: object = {}): Promise<[number, Body]> => {
  const reply = await world.post(who, path, body);
  return [reply.status, reply.body as Body];
};
const propose = (who: Staff, loan: LoanId, body: object) => ask(who, `/loans/${loan}/changes`, body);
const confirm = (who: Staff, id: string) => ask(who, `/loan-changes/${id}/confirmations`);
/** Status and code of an answer. */
const verdict = ([status, body]: [number, Body]): [number, string] => [status, body.code];

const lend = async (changes = {}): Promise<LoanId> => {
  const [loan] = await world.lend(1, { disbursedOn: '2016-04-05', maturesOn: '2018-04-05', ...changes });
  return loan!;
};
const line = async (loan: LoanId) =>
  (
    await world.sql<{ subsidy_fen: string; excluded: string | null }>(
      `select subsidy_fen::text, excluded from subsidy_line where loan_id = $1 order by period_to desc limit 1`,
      [String(loan)],
    )
  )[0];

const RATE = {
  kind: 'rate_change',
  on_date: '2016-06-01',
  annual_percent: '4.35',
  rate_basis: 'order',
  document_no: '某银发〔2016〕8号',
  reason: '按上级行文件下调利率',
};
const MISUSE = { kind: 'misuse', on_date: '2016-06-01', reason: '贷款资金用于翻建住房' };

describe('a change over HTTP', () => {
  it('moves nothing before another person confirms it, then the unpaid line is drawn up again', async () => {
    const loan = await lend();
    const [batch] = await world.settle('2016-06-21');
    // 50,000 at 4.75 % for 77 days
    expect(await line(loan)).toEqual({ subsidy_fen: '50799', excluded: null });
    const [status, proposed] = await propose('officer', loan, RATE);
    expect([status, proposed.state]).toEqual([201, 'proposed']);
    await world.followUp();
    expect(await line(loan)).toEqual({ subsidy_fen: '50799', excluded: null });
    const waiting = await world.get('reviewer', '/loan-changes?state=proposed');
    expect((waiting.body as Body).items.map(({ id }) => id)).toContain(proposed.id);

    expect(verdict(await confirm('officer', proposed.id))).toEqual([403, 'permission.missing']);
    expect(verdict(await confirm('second-hat', proposed.id))).toEqual([403, 'loan.change-same-person']);
    expect(verdict(await confirm('office', proposed.id))).toEqual([403, 'loan.change-not-yours']);
    expect((await confirm('reviewer', proposed.id))[0]).toBe(201);
    expect(verdict(await confirm('reviewer', proposed.id))).toEqual([409, 'loan.change-decided']);
    await world.followUp();
    // 57 days at 4.75 %, 20 at 4.35 %
    expect(await line(loan)).toEqual({ subsidy_fen: '49688', excluded: null });
    const events = await world.get('office', `/loans/${loan}/events`);
    expect((events.body as Body).items).toMatchObject([{ kind: 'rate_changed', change_id: proposed.id }]);
    await claimAndPost(world, batch!);
  });

  it('sends a submitted claim back when misuse is found, and pays nothing from its day on', async () => {
    const loan = await lend();
    const [batch] = await world.settle('2016-09-21');
    await claimAndPost(world, batch!);
    const [, found] = await propose('officer', loan, { ...MISUSE, on_date: '2016-07-20' });
    expect(verdict(await confirm('reviewer', found.id))).toEqual([403, 'loan.change-not-yours']);
    expect((await confirm('office', found.id))[0]).toBe(201);
    await world.followUp();
    expect(await world.batch(batch!)).toMatchObject({ state: 'returned' });
    // 29 of the 92 days
    expect((await line(loan))?.subsidy_fen).toBe('19132');
  });

  it('is sent back with a reason, and then another may be proposed', async () => {
    const loan = await lend();
    const [, first] = await propose('officer', loan, { ...RATE, on_date: '2016-09-20' });
    expect(verdict(await propose('officer', loan, RATE))).toEqual([409, 'loan.change-waiting']);
    const refusal = { reason: '文号与文件不符' };
    expect((await ask('reviewer', `/loan-changes/${first.id}/refusals`, refusal))[0]).toBe(201);
    expect((await world.get('officer', `/loan-changes/${first.id}`)).body).toMatchObject({
      state: 'refused',
      refusal: refusal.reason,
    });
    expect((await propose('officer', loan, { ...RATE, on_date: '2016-09-20' }))[0]).toBe(201);
  });

  it('extends once, within the longest term, before maturity', async () => {
    const loan = await lend();
    const ask = { kind: 'extension', on_date: '2016-09-21', reason: '牛未出栏，销售推迟' };
    const over = await propose('officer', loan, { ...ask, matures_on: '2019-04-06' });
    expect(verdict(over)).toEqual([422, 'loan.extension-over-term']);
    expect(over[1].detail).toContain('2019年4月5日');
    expect(verdict(await propose('office', loan, { ...ask, matures_on: '2019-04-05' }))).toEqual([
      403,
      'loan.change-not-yours',
    ]);
    expect(verdict(await propose('officer', loan, ask))).toEqual([422, 'loan.change-incomplete']);
    const [, proposed] = await propose('officer', loan, { ...ask, matures_on: '2019-04-05' });
    expect((await confirm('reviewer', proposed.id))[0]).toBe(201);
    expect((await world.get('office', `/loans/${loan}`)).body).toMatchObject({
      matures_on: '2019-04-05',
      contract_matures_on: '2018-04-05',
    });
    const again = await propose('officer', loan, { ...ask, matures_on: '2019-04-05' });
    expect(verdict(again)).toEqual([422, 'loan.extension-used']);
    const due = await lend({ disbursedOn: '2015-09-21', maturesOn: '2016-09-21' });
    const late = await propose('officer', due, { ...ask, matures_on: '2017-03-21' });
    expect(verdict(late)).toEqual([422, 'loan.extension-after-maturity']);
  });

  it('is not confirmed on a maturity that a relief order has moved since', async () => {
    const loan = await lend({ maturesOn: '2018-04-10' });
    const extension = { kind: 'extension', on_date: '2016-09-21', reason: '牛未出栏，销售推迟' };
    const [, proposed] = await propose('officer', loan, { ...extension, matures_on: '2019-04-05' });
    const [, order] = await ask('office', '/relief-orders', {
      ...{
        county_code: '620821',
        programme_code: 'P1',
        document_no: '某县延〔2016〕9号',
        reason: '受灾延期',
      },
      ...{ due_from: '2018-04-10', due_to: '2018-04-11', months_at_most: 3, not_after: '2018-07-10' },
      subsidised: true,
    });
    expect((await ask('colleague', `/relief-orders/${order.id}/confirmations`))[0]).toBe(201);
    expect(verdict(await confirm('reviewer', proposed.id))).toEqual([409, 'loan.change-outdated']);
    expect(
      (await ask('reviewer', `/loan-changes/${proposed.id}/refusals`, { reason: '到期日已变' }))[0],
    ).toBe(201);
  });

  it('hands the debt of the dead to an heir of the household, or ends the subsidy', async () => {
    const loan = await lend();
    const [heir] = await world.sql<{ id: string }>(
      `insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date,
         sex, relation, joined_on)
       select household_id, county_code, '某长子', 'sealed', 'heir-1', '620821********0033', '1990-01-01', 'male', 'child',
         '2014-06-01' from loan where id = $1 returning id::text`,
      [String(loan)],
    );
    const [stranger] = await world.sql<{ id: string }>(
      `select id::text from household_member where id <> $1 order by id limit 1`,
      [heir!.id],
    );
    const death = { kind: 'death', on_date: '2016-09-21', reason: '借款人病故，村委会出具证明' };
    const foreign = await propose('office', loan, { ...death, heir_id: stranger!.id });
    expect(verdict(foreign)).toEqual([422, 'loan.heir-foreign']);
    const [, proposed] = await propose('office', loan, { ...death, heir_id: heir!.id });
    expect(verdict(await confirm('office', proposed.id))).toEqual([403, 'loan.change-same-person']);
    expect((await confirm('colleague', proposed.id))[0]).toBe(201);
    expect((await world.get('office', `/loans/${loan}`)).body).toMatchObject({ heir_id: heir!.id });
    expect((await world.get('office', `/loans/${loan}/events`)).body).toMatchObject({ items: [] });

    const alone = await lend();
    const [, stopped] = await propose('officer', alone, death);
    expect((await confirm('office', stopped.id))[0]).toBe(201);
    expect(((await world.get('office', `/loans/${alone}/events`)).body as Body).items).toMatchObject([
      { kind: 'eligibility_lost' },
    ]);
  });

  it('reaches into a period that is paid, even when it was paid after the proposal', async () => {
    const loan = await lend({ disbursedOn: '2016-09-25', maturesOn: '2018-09-25' });
    await grant(world, '100000.00', 2017);
    const [batch] = await world.settle('2016-12-21');
    const [, proposed] = await propose('office', loan, { ...MISUSE, on_date: '2016-10-10' });
    await instructed(world, batch!);
    expect((await confirm('colleague', proposed.id))[0]).toBe(201);
    expect(
      await world.sql('select from_on::text from subsidy_correction where loan_id = $1', [String(loan)]),
    ).toEqual([{ from_on: '2016-10-10' }]);
  });
});
