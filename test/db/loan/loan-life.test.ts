import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelLoan, rejectLoan } from '../../../src/domains/loan/actions/end-loan.ts';
import { listLoanEvents, listLoans, showLoan } from '../../../src/domains/loan/actions/read-loans.ts';
import { registerLoan, type RegisterLoanInput } from '../../../src/domains/loan/actions/register-loan.ts';
import { showRepaymentPlan } from '../../../src/domains/loan/actions/show-repayment-plan.ts';
import { freezeThrough } from '../../../src/domains/loan/loan.store.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { application, loanSteps, OFFICER, refusal, REVIEWER } from '../../support/loan-steps.ts';
import { createLoanWorld, OTHER_COUNTY, type LoanWorld } from '../../support/loan-world.ts';
import { receive } from '../../support/receipts.ts';

const database = useTestDatabase();
let test: TestApp;
let world: LoanWorld;
let steps: ReturnType<typeof loanSteps>;
beforeAll(async () => {
  test = openTestApp(database());
  world = await createLoanWorld(test, database());
  steps = loanSteps(world);
});
afterAll(() => test.close());

describe('the life of a loan', () => {
  it('goes from the application to the last fen', async () => {
    const loan = await steps.lent();
    expect(loan).toMatchObject({
      state: 'disbursed',
      settlement_calendar: 'quarterly_20',
      ceiling_percent: 47_500,
      cap_fen: 50_000_00n,
      max_term_months: 36,
      outstanding_fen: 50_000_00n,
      matures_on: '2019-01-15',
      registered_by: BigInt(OFFICER),
      approved_by: BigInt(REVIEWER),
    });
    expect(loan.contract_no).toMatch(/^HT6208212016\d{8}$/);
    const part = await steps.repay(loan.id, '2016-05-10', 20_000_00n, 300_00n);
    expect([part.state, part.outstanding_fen, part.facts_version]).toEqual(['disbursed', 30_000_00n, 2]);
    const early = await steps.repay(loan.id, '2016-03-01', 10_000_00n);
    expect(early.outstanding_fen).toBe(20_000_00n);
    const last = await steps.repay(loan.id, '2016-04-01', 20_000_00n);
    expect([last.state, last.outstanding_fen, last.closed_on]).toEqual(['closed', 0n, '2016-05-10']);
    expect(await refusal(steps.repay(loan.id, '2016-06-01', 1n))).toBe('loan.wrong-state');
    const events = await world.as(OFFICER, (tx) => listLoanEvents(tx, loan.id, { limit: 10 }));
    expect(events.items.map((event) => event.kind)).toEqual([
      'principal_repaid',
      'interest_paid',
      'principal_repaid',
      'principal_repaid',
    ]);
    const news = await world.sql<{ name: string }>(
      `select name from outbox_event where payload ->> 'loan_id' = $1 order by id`,
      [String(loan.id)],
    );
    expect(news.map(({ name }) => name.slice(5))).toEqual(
      'registered signed disbursed facts-changed facts-changed facts-changed closed'.split(' '),
    );
  });

  it('lets a household borrow again once all is repaid', async () => {
    const household = await world.household();
    const again = () => world.as(OFFICER, (tx, context) => registerLoan(tx, context, application(household)));
    const { id } = await again();
    expect(await refusal(again())).toBe('loan.open-loan');
    await world.as(OFFICER, (tx, context) => cancelLoan(tx, context, { loanId: id, reason: '农户放弃申请' }));
    expect((await again()).state).toBe('registered');
  });

  it('plans interest by the settlement calendar frozen at signing', async () => {
    const loan = await steps.lent({ termMonths: 12, annualPercent: 43_500 });
    const plan = await world.as(OFFICER, (tx) => showRepaymentPlan(tx, loan.id));
    expect(plan.rows.map((row) => row.due_on)).toEqual([
      '2016-03-21',
      '2016-06-21',
      '2016-09-21',
      '2016-12-21',
      '2017-01-15',
    ]);
    expect(plan.rows.at(-1)!.principal_fen).toBe(50_000_00n);
    const registered = await steps.register();
    expect(await refusal(world.as(OFFICER, (tx) => showRepaymentPlan(tx, registered.id)))).toBe(
      'loan.no-plan-yet',
    );
  });

  it('warns of a disbursement beyond the working days of the terms, and lends', async () => {
    const { id } = await steps.register();
    await steps.approve(id);
    await steps.sign(id);
    expect((await steps.disburse(id, '2016-01-21')).warnings.map(({ code }) => code)).toEqual([
      'loan.late-disbursement',
    ]);
    const other = await steps.register();
    await steps.approve(other.id);
    await steps.sign(other.id);
    expect((await steps.disburse(other.id, '2016-01-20')).warnings).toEqual([]);
  });
});

describe('an application is refused', () => {
  it.each<[string, Partial<RegisterLoanInput>]>([
    ['loan.over-cap', { principal: fen(50_000_01n) }],
    ['loan.over-term', { termMonths: 37 }],
    ['loan.rate-above-ceiling', { annualPercent: 47_501 }],
    ['loan.forbidden-purpose', { purposeCode: 'wedding' }],
    ['loan.unknown-purpose', { purposeCode: 'gold_mining' }],
    ['loan.enterprise-missing', { usageMode: 'enterprise_led' }],
    ['loan.future-date', { appliedOn: date('2016-10-01') }],
    ['programme.no-terms-in-force', { appliedOn: date('2015-06-30') }],
  ])('%s', async (code, changes) => {
    expect(await refusal(steps.register(changes))).toBe(code);
  });

  it.each<[string, Parameters<LoanWorld['household']>[0]]>([
    ['loan.not-registered', { status: null }],
    ['loan.struck-off', { status: 'struck_off' }],
    ['loan.not-eligible-status', { status: 'exited_without_policy' }],
    ['loan.not-on-roster', { listed: false }],
    ['loan.under-age', { birthDate: '1998-01-05' }],
    ['loan.over-age', { birthDate: '1950-01-04' }],
    ['household.not-found', { county: OTHER_COUNTY }],
  ])('%s', async (code, changes) => {
    const household = await world.household(changes);
    const work = world.as(OFFICER, (tx, context) => registerLoan(tx, context, application(household)));
    expect(await refusal(work)).toBe(code);
  });

  it('for a led loan after the ban or by an enterprise that is suspended', async () => {
    const led = { usageMode: 'enterprise_led', enterpriseId: world.enterprise } as const;
    expect((await steps.register(led)).enterprise_id).toBe(world.enterprise);
    await world.sql(`update organisation set standing = 'suspended' where id = $1`, [
      String(world.enterprise),
    ]);
    expect(await refusal(steps.register(led))).toBe('loan.enterprise-not-in-good-standing');
    await world.sql(`update organisation set standing = 'good' where id = $1`, [String(world.enterprise)]);
    await world.sql(`update business_day_override set day = '2017-08-01'`);
    expect(await refusal(steps.register({ ...led, appliedOn: date('2017-07-26') }))).toBe(
      'loan.led-banned-since',
    );
    await world.sql(`update business_day_override set day = '2016-09-30'`);
  });

  it('for another bank than the one whose roster lists the household', async () => {
    const household = await world.household();
    const work = world.as(OFFICER, (tx, context) => registerLoan(tx, context, application(household)), {
      bank: world.secondBank,
    });
    expect(await refusal(work)).toBe('loan.not-on-roster');
  });

  it('again at signing, by the facts of that day', async () => {
    const household = await world.household();
    const { id } = await world.as(OFFICER, (tx, context) =>
      registerLoan(tx, context, application(household)),
    );
    await steps.approve(id);
    await world.sql(
      `insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
       values ($1, '620821', 'moved_away', '2016-01-10', 'ledger_import', 903)`,
      [String(household.id)],
    );
    expect(await refusal(steps.sign(id))).toBe('loan.moved-away');
    expect(await refusal(steps.sign(id, '2016-01-09'))).toBe('accepted');
  });
});

describe('steps are guarded', () => {
  it('approval by the person who registered is refused, whatever account he uses', async () => {
    const { id } = await steps.register();
    expect(await refusal(steps.approve(id, OFFICER))).toBe('loan.same-person');
    const forced = world.sql(
      `update loan set state = 'approved', approved_by = registered_by, approved_on = applied_on
      where id = $1`,
      [String(id)],
    );
    expect(await refusal(forced)).toBe('loan_other_person');
  });

  it('steps out of order or twice are refused', async () => {
    const { id } = await steps.register();
    expect(await refusal(steps.sign(id))).toBe('loan.wrong-state');
    expect(await refusal(steps.disburse(id))).toBe('loan.wrong-state');
    await steps.approve(id);
    expect(await refusal(steps.approve(id))).toBe('loan.wrong-state');
    const rejected = world.as(REVIEWER, (tx, context) =>
      rejectLoan(tx, context, { loanId: id, reason: '资料不全' }),
    );
    expect(await refusal(rejected)).toBe('loan.wrong-state');
    await steps.sign(id);
    expect(await refusal(steps.disburse(id, '2016-01-10'))).toBe('loan.before-signing');
    expect(await refusal(steps.disburse(id, '2016-10-01'))).toBe('loan.future-date');
  });

  it('another bank and another county see nothing of it', async () => {
    const { id } = await steps.register();
    for (const scope of [{ bank: world.secondBank }, { counties: [OTHER_COUNTY], bank: null }]) {
      expect(await refusal(world.as(OFFICER, (tx, context) => showLoan(tx, context, id), scope))).toBe(
        'loan.not-found',
      );
      const list = await world.as(OFFICER, (tx, context) => listLoans(tx, context, { limit: 200 }), scope);
      expect(list.items).toEqual([]);
    }
  });

  it('lists by state, household and number, page by page', async () => {
    const loan = await steps.lent();
    const list = (filter: object) =>
      world.as(OFFICER, (tx, context) => listLoans(tx, context, { limit: 200, ...filter }));
    expect((await list({ household_id: loan.household_id })).items.map((item) => item.id)).toEqual([loan.id]);
    expect((await list({ q: loan.contract_no })).items.map((item) => item.id)).toEqual([loan.id]);
    expect((await list({ q: `%` })).items).toEqual([]);
    const states = (await list({ state: 'disbursed' })).items.map((item) => item['state']);
    expect(new Set(states)).toEqual(new Set(['disbursed']));
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, after: first.next });
    expect(first.items).toHaveLength(2);
    expect(second.items[0]!.id > first.items[1]!.id).toBe(true);
  });
});

describe('repayments', () => {
  it('are refused before disbursement, in the future, beyond the balance, and twice under one serial', async () => {
    const loan = await steps.lent();
    expect(await refusal(steps.repay(loan.id, '2016-01-14', 1_00n))).toBe('loan.before-disbursement');
    expect(await refusal(steps.repay(loan.id, '2016-10-01', 1_00n))).toBe('loan.future-date');
    expect(await refusal(steps.repay(loan.id, '2016-05-01', 50_000_01n))).toBe('loan.over-outstanding');
    expect(await refusal(steps.repay(loan.id, '2016-05-01', 0n))).toBe('loan.nothing-repaid');
    const once = () =>
      receive(world, {
        loanId: loan.id,
        onDate: '2016-05-01',
        principal: 1_00n,
        bankSerial: 'TWICE-001',
      });
    await once();
    expect(await refusal(once())).toMatch(/loan_receipt_serial/);
    const [row] = await world.sql<{ outstanding_fen: string }>(
      'select outstanding_fen::text from loan where id = $1',
      [String(loan.id)],
    );
    expect(row!.outstanding_fen).toBe('4999900');
  });

  it('are accepted late, and noted when the day was being paid already', async () => {
    const loan = await steps.lent();
    await steps.repay(loan.id, '2016-03-10', 1_000_00n);
    await world.as(OFFICER, (tx) => freezeThrough(tx, [loan.id], date('2016-06-21')));
    const noted = () =>
      world.sql('select from_on::text from subsidy_correction where loan_id = $1', [String(loan.id)]);
    expect(await refusal(steps.repay(loan.id, '2016-06-21', 1_000_00n))).toBe('accepted');
    expect(await noted()).toEqual([]);
    for (const day of ['2016-06-20', '2016-05-02', '2016-06-01'])
      expect(await refusal(steps.repay(loan.id, day, 1_000_00n))).toBe('accepted');
    expect(await noted()).toEqual([{ from_on: '2016-05-02' }]);
    await world.sql(`update loan set subsidy_from = '2016-03-21' where id = $1`, [String(loan.id)]);
    expect(await refusal(steps.repay(loan.id, '2016-03-20', 1_000_00n))).toBe('loan.period-paid');
    const forced = world.sql(
      `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, recorded_by, recorded_on)
       select id, county_code, bank_id, 'principal_repaid', '2016-03-20', 1, 1, '2016-09-01' from loan where id = $1`,
      [String(loan.id)],
    );
    expect(await refusal(forced)).toBe('loan_event_period_open');
    await world.as(OFFICER, (tx) => freezeThrough(tx, [loan.id], date('2016-03-21')));
    expect((await world.as(OFFICER, (tx, context) => showLoan(tx, context, loan.id))).settled_through).toBe(
      '2016-06-21',
    );
  });

  it('at the same moment never take more than is owed', async () => {
    const loan = await steps.lent();
    const results = await Promise.all(
      Array.from({ length: 10 }, () => refusal(steps.repay(loan.id, '2016-05-01', 20_000_00n))),
    );
    expect(results.filter((result) => result === 'accepted')).toHaveLength(2);
  });
});
