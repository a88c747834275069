import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approveLoan,
  registerLoan,
  type LoanRow,
  type RegisterLoanInput,
} from '../../../src/domains/loan/index.ts';
import { cancelLoan } from '../../../src/domains/loan/actions/end-loan.ts';
import { date } from '../../../src/kernel/date.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { application, loanSteps, OFFICER, refusal, REVIEWER } from '../../support/loan-steps.ts';
import { createLoanWorld, type LoanWorld, type TestHousehold } from '../../support/loan-world.ts';

const database = useTestDatabase();
let test: TestApp;
let world: LoanWorld;
let steps: ReturnType<typeof loanSteps>;
beforeAll(async () => {
  test = openTestApp(database());
  world = await createLoanWorld(test, database(), '2020-06-01');
  steps = loanSteps(world);
});
afterAll(() => test.close());

const householdOf = (loan: LoanRow): TestHousehold => ({ id: loan.household_id, borrower: loan.borrower_id });
const renew = (loan: LoanRow, changes: Partial<RegisterLoanInput> = {}): Promise<LoanRow> =>
  world.as(OFFICER, (tx, context) =>
    registerLoan(tx, context, {
      ...application(householdOf(loan)),
      appliedOn: date('2019-01-21'),
      renewsLoanId: loan.id,
      ...changes,
    }),
  );
const repaid = async (): Promise<LoanRow> => {
  const loan = await steps.lent();
  return steps.repay(loan.id, '2019-01-15', loan.principal_fen);
};
/** Approved and signed: the version of the signing day counts. */
const signed = async (loan: LoanRow, signedOn = '2019-01-28'): Promise<LoanRow> => {
  await world.as(REVIEWER, (tx, context) =>
    approveLoan(tx, context, { loanId: loan.id, approvedOn: date('2019-01-25') }),
  );
  return steps.sign(loan.id, signedOn);
};

describe('a renewal', () => {
  it('is a new contract under the version of its own signing day, for its own term and calendar', async () => {
    const first = await repaid();
    const renewal = await signed(await renew(first));
    const [terms] = await world.sql<{ code: string }>('select code from programme_terms where id = $1', [
      String(renewal.terms_id),
    ]);
    expect(terms).toEqual({ code: 'gansu-2018-renewal' });
    expect(renewal).toMatchObject({
      renews_loan_id: first.id,
      renewal_no: 1,
      renewal_limit: 1,
      max_term_months: 36,
      settlement_calendar: 'annual_1220',
    });
    expect(await steps.disburse(renewal.id, '2019-02-01')).toMatchObject({ matures_on: '2022-02-01' });
  });

  it('names a repaid loan of the same household, once', async () => {
    const open = await steps.lent();
    expect(await refusal(renew(open))).toBe('loan.renewal-unpaid');
    const first = await repaid();
    const neighbour = await world.household();
    const stolen = renew(first, { householdId: neighbour.id, borrowerId: neighbour.borrower });
    expect(await refusal(stolen)).toBe('loan.renewal-foreign');
    expect(await refusal(renew(first, { appliedOn: date('2019-01-14') }))).toBe(
      'loan.renewal-before-repayment',
    );
    const dropped = await renew(first);
    await world.as(OFFICER, (tx, context) =>
      cancelLoan(tx, context, { loanId: dropped.id, reason: '借款人撤回申请' }),
    );
    const renewal = await signed(await renew(first));
    await steps.disburse(renewal.id, '2019-02-01');
    await steps.repay(renewal.id, '2019-03-01', renewal.principal_fen);
    expect(await refusal(renew(first, { appliedOn: date('2019-03-02') }))).toBe('loan_renewed_once');
  });

  it('is refused a second time, and beyond the term of its version', async () => {
    const first = await repaid();
    expect(await refusal(renew(first, { termMonths: 37 }))).toBe('loan.over-term');
    const renewal = await signed(await renew(first));
    await steps.disburse(renewal.id, '2019-02-01');
    const ended = await steps.repay(renewal.id, '2019-03-01', renewal.principal_fen);
    expect(await refusal(renew(ended, { appliedOn: date('2019-03-02') }))).toBe('loan.renewal-used');
  });

  it('runs two years at most where it is signed under the first version', async () => {
    const loan = await steps.lent();
    const early = await steps.repay(loan.id, '2017-05-02', loan.principal_fen);
    const long = renew(early, { appliedOn: date('2017-05-03') });
    expect(await refusal(long)).toBe('loan.over-term');
    expect(
      await refusal(renew(early, { appliedOn: date('2017-05-03'), termMonths: 24, annualPercent: 43_500 })),
    ).not.toBe('loan.over-term');
  });

  it('is held by the database, whoever writes', async () => {
    const first = await repaid();
    const renewal = await renew(first);
    const set = (changes: string) =>
      refusal(world.sql(`update loan set ${changes} where id = $1`, [String(renewal.id)]));
    expect(await set('renews_loan_id = null')).toBe('loan_renewal_numbered');
    expect(await set('renewal_limit = 0')).toBe('loan_renewal_within_count');
    const other = await steps.lent();
    const copy = `insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code,
        principal_fen, term_months, annual_percent, sole, purpose_code, purpose_text, usage_mode, applied_on, registered_by,
        renews_loan_id, renewal_no)
      select county_code, household_id, borrower_id, bank_id, programme_code, product_code, principal_fen, term_months,
        annual_percent, false, purpose_code, purpose_text, usage_mode, '2019-01-21', 1, id, 1 from loan where id = $1`;
    expect(await refusal(world.sql(copy, [String(other.id)]))).toBe('loan_renews_repaid');
    expect(await refusal(world.sql(copy, [String(first.id)]))).toBe('loan_renewed_once');
    await signed(renewal);
    expect(await set('renews_loan_id = null, renewal_no = 0')).toContain('is frozen');
  });
});
