import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../../src/platform/database-session.ts';
import { PARTICULARS } from '../../support/agreement-particulars.ts';
import { useTestDatabase } from '../../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../../support/dividend-world.ts';
import { copyOf, refusalOf } from '../../support/forgery.ts';
import { ok, principalSteps } from '../../support/principal-steps.ts';

const database = useTestDatabase();
let world: DividendWorld;
let due: string;
let early: string;

/** What refuses the owner of the tables, all guards on. */
const refused = (text: string): Promise<string> =>
  inSession(database().ownerUrl, (client) => refusalOf(client, text));

beforeAll(async () => {
  world = await createDividendWorld(database());
  const steps = principalSteps(world);
  const pledged = { ...PARTICULARS, security: { ...PARTICULARS.security, deposit: '10000.00' } };
  const lent = { termMonths: 12, annualPercent: 43_500 };
  await world.inForce({ particulars: pledged }, lent);
  early = String((await world.inForce({ particulars: pledged }, lent)).id);
  for (const day of ['2016-11-20', '2017-01-06']) await world.night(day);
  due = (await steps.dues('kind=principal'))[0]!.id;
  ok(await steps.received('enterprise', '20000.00', '2017-01-06', { due_ids: [due] }));
});
afterAll(() => world.close());

describe('a due of principal', () => {
  /** As if the night had not been. */
  const UNDRAWN = `set session_replication_role = replica; delete from dividend_due where principal_of_id = (
    select max(id) from agreement); set session_replication_role = origin;`;
  const drawn = (changed: object) =>
    refused(
      UNDRAWN +
        copyOf(
          'dividend_due',
          { id: 900, received_fen: 0, state: 'upcoming', missed_on: null, ...changed },
          `id = ${due}`,
          `(select jsonb_build_object('principal_of_id', a.id, 'loan_id', a.loan_id, 'household_id', a.household_id)
          from agreement a where a.id = ${early})`,
        ),
    );

  it('is what is not back, the day after its day', async () => {
    expect(await drawn({})).toBe('accepted');
    for (const changed of [
      { cash_fen: 4_999_999, due_fen: 4_999_999 },
      { due_on: '2017-01-04', period_to: '2017-01-04' },
      { withholding_percent: 1 },
      { period_from: '2016-01-16' },
    ])
      expect([changed, await drawn(changed)]).toEqual([changed, 'dividend_due_as_declared']);
    await world.setDay('2017-01-05');
    expect(await drawn({})).toBe('dividend_due_as_declared');
    await world.setDay('2017-01-06');
  });

  it('stands once, under its agreement alone', async () => {
    const fresh = { received_fen: 0, state: 'upcoming', missed_on: null };
    const again = `${copyOf('dividend_due', { id: 901, ...fresh }, `id = ${due}`)}`;
    expect(await refused(again)).toBe('dividend_due_principal');
    expect(await refused(`update dividend_due set cash_fen = 1, due_fen = 1 where id = ${due}`)).toBe(
      'freeze_declared_due',
    );
    expect(await refused(`update dividend_due set principal_of_id = null where id = ${due}`)).toBe(
      'freeze_dividend_due',
    );
  });
});

describe('principal passed on', () => {
  const returned = (changed: object, before = '') => {
    const row = {
      amount: 100,
      on: '2017-01-06',
      serial: 'WZ-0001',
      to: 'household',
      due,
      receipt: null,
      ...changed,
    };
    return refused(`${before}
      insert into agreement_return (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id, amount_fen, returned_on,
        bank_serial, recorded_by, recorded_on, due_id, paid_to, loan_receipt_id)
      select a.id, a.county_code, a.bank_id, a.enterprise_id, a.household_id, a.loan_id, ${row.amount}, '${row.on}',
        '${row.serial}', (select min(id) from person), business_day(), ${row.due}, '${row.to}', ${row.receipt ?? 'null'}
      from dividend_due d join agreement a on a.id = d.principal_of_id where d.id = ${due};`);
  };
  const paidOff = `set session_replication_role = replica; update loan set outstanding_fen = 0, repaid_fen = principal_fen; set session_replication_role = origin;`;

  it('was overdue, and came before it left', async () => {
    expect(await returned({ due: 'null' })).toBe('agreement_return_overdue');
    expect(await returned({ amount: 2_000_001 })).toBe('agreement_return_received');
    expect(await returned({ on: '2017-01-05' })).toBe('agreement_return_received');
  });

  it('goes to the loan first, as its bank will confirm it', async () => {
    expect(await returned({})).toBe('agreement_return_loan_first');
    expect(await returned({ to: 'fund' })).toBe('agreement_return_payee');
    expect(await returned({ to: 'loan' })).toBe('agreement_return_at_bank');
    const receipt = (principal: number, on = '2017-01-06') => `
      insert into loan_receipt (id, loan_id, county_code, bank_id, kind, on_date, principal_fen, bank_serial, entered_by, entered_on)
      overriding system value select 900, l.id, l.county_code, l.bank_id, 'repayment', '${on}', ${String(principal)}, 'WZ-0001',
        (select min(id) from person), business_day() from loan l join dividend_due d on d.loan_id = l.id where d.id = ${due};`;
    expect(await returned({ to: 'loan', receipt: '900' }, receipt(99))).toBe('agreement_return_at_bank');
    expect(await returned({ to: 'loan', receipt: '900' }, receipt(100, '2017-01-05'))).toBe(
      'agreement_return_at_bank',
    );
    const withdrawn = `update loan_receipt set state = 'withdrawn', reason = '录入有误', decided_by = entered_by,
      decided_on = business_day() where id = 900;`;
    expect(await returned({ to: 'loan', receipt: '900' }, receipt(100) + withdrawn)).toBe(
      'agreement_return_at_bank',
    );
    // what waits to be signed as sent to the bank is not the household's
    const sent = (
      amount: number,
    ) => `insert into countersign (kind, county_code, subject_id, once_key, amount_fen, input, content,
      entered_by, entered_on) select 'principal_payment', county_code, principal_of_id, 'WZ-0009', ${String(amount)}, '{}',
      '{"paid_to":"loan"}', (select min(id) from person), business_day() from dividend_due where id = ${due};`;
    expect(await returned({}, paidOff + sent(1_999_901))).toBe('agreement_return_sent_to_bank');
    expect(await returned({}, paidOff + sent(1_999_900))).toBe('countersign_by_two');
    // whole, it wants two persons
    expect(await returned({ to: 'loan', receipt: '900' }, receipt(100))).toBe('countersign_by_two');
    expect(await returned({}, paidOff)).toBe('countersign_by_two');
  });
});

describe('one deposit for years and principal', () => {
  const money = (to: string, amount: number) => `
    insert into dividend_receipt (id, county_code, enterprise_id, year, source, amount_fen, received_on, bank_serial, payer_name,
      state, entered_by, entered_on, decided_by, decided_on)
    overriding system value select 900 + d.id, d.county_code, d.enterprise_id, 2017, 'deposit', ${String(amount)}, business_day(),
      'WZ-' || d.id, '某银行', 'confirmed', (select min(id) from person), business_day(), (select max(id) from person), business_day()
    from dividend_due d where d.id = ${to};
    insert into dividend_allotment (receipt_id, county_code, enterprise_id, due_id, amount_fen)
      select 900 + d.id, d.county_code, d.enterprise_id, d.id, ${String(amount)} from dividend_due d where d.id = ${to};`;
  /** Asked in vain, each of them. */
  const asked = `
    insert into dividend_demand (id, demand_no, county_code, enterprise_id, addressee, issued_on, answer_by, line_count, short_fen, issued_by)
    overriding system value select 900 + d.id, 'WZ-' || d.id, d.county_code, d.enterprise_id, 'enterprise', '2016-12-01', '2016-12-31', 1,
      d.cash_fen - d.received_fen, (select min(id) from person) from dividend_due d where d.state = 'missed';
    insert into dividend_demand_line (demand_id, county_code, enterprise_id, due_id, short_fen)
      select 900 + d.id, d.county_code, d.enterprise_id, d.id, d.cash_fen - d.received_fen from dividend_due d where d.state = 'missed';
    update dividend_due set state = 'in_cure' where state = 'missed';`;

  it('is never drawn on twice', async () => {
    const [year] = await world.sql<{ id: string }>(
      `select id::text from dividend_due where kind = 'agreement' and state = 'missed' order by id limit 1`,
    );
    expect(await refused(asked + money(due, 1_000_000))).toBe('accepted');
    expect(await refused(asked + money(due, 1_000_001))).toBe('dividend_cure_within_deposit');
    expect(await refused(asked + money(due, 900_000) + money(year!.id, 100_000))).toBe('accepted');
    expect(await refused(asked + money(due, 900_000) + money(year!.id, 100_001))).toBe(
      'dividend_cure_within_deposit',
    );
  });

  it('is of one money in one receipt', async () => {
    const [year] = await world.sql<{ id: string }>(
      `select id::text from dividend_due where kind = 'agreement' and state = 'missed' order by id limit 1`,
    );
    const both = `
      insert into dividend_receipt (id, county_code, enterprise_id, year, source, amount_fen, received_on, bank_serial, payer_name,
        state, entered_by, entered_on, decided_by, decided_on)
      overriding system value select 900, d.county_code, d.enterprise_id, 2017, 'enterprise', 2, business_day(), 'WZ-2', '某公司',
        'confirmed', (select min(id) from person), business_day(), (select max(id) from person), business_day()
      from dividend_due d where d.id = ${due};
      insert into dividend_allotment (receipt_id, county_code, enterprise_id, due_id, amount_fen)
        select 900, d.county_code, d.enterprise_id, d.id, 1 from dividend_due d where d.id in (${due}, ${year!.id});`;
    expect(await refused(both)).toBe('dividend_allotment_one_money');
  });
});
