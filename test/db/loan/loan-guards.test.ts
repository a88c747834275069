import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerLoan } from '../../../src/domains/loan/actions/register-loan.ts';
import type { LoanRow } from '../../../src/domains/loan/core/loan-row.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { application, loanSteps, OFFICER, refusal } from '../../support/loan-steps.ts';
import { createLoanWorld, type LoanWorld } from '../../support/loan-world.ts';

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

describe('the database refuses by itself', () => {
  const set = async (loan: LoanRow, change: string): Promise<string> =>
    refusal(world.sql(`update loan set ${change} where id = $1`, [String(loan.id)]));

  it.each([
    ['principal_fen = principal_fen + 100, outstanding_fen = outstanding_fen + 100', /frozen/],
    ['annual_percent = 10000', /frozen/],
    ['cap_fen = 99999999', /frozen/],
    ['approved_by = 77', /frozen/],
    ['outstanding_fen = outstanding_fen - 1', /loan_balance/],
    [`state = 'closed', closed_on = disbursed_on`, /loan_closed_is_repaid/],
    [`state = 'registered'`, /may not go/],
  ])('%s', async (change, why) => {
    expect(await set(await steps.lent(), change)).toMatch(why);
  });

  it.each([
    ['cap_fen = principal_fen - 1', 'loan_within_cap'],
    ['max_term_months = term_months - 1', 'loan_within_term'],
    ['ceiling_percent = annual_percent - 1', 'loan_rate_within_ceiling'],
    [`state = 'approved'`, 'loan_approved_by_a_person'],
    [
      `state = 'signed', terms_id = 1, signed_on = applied_on, contract_no = 'HT-1', cap_fen = principal_fen,
        max_term_months = term_months, ceiling_percent = annual_percent, settlement_calendar = 'quarterly_20'`,
      'loan_subsidy_ceiling_signed',
    ],
    [`state = 'cancelled'`, 'loan_ended_with_reason'],
  ])('%s', async (change, constraint) => {
    expect(await set(await steps.register(), change)).toBe(constraint);
  });
});

describe('many at once', () => {
  it('of twenty registrations of one household exactly one succeeds', async () => {
    const household = await world.household();
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        refusal(world.as(OFFICER, (tx, context) => registerLoan(tx, context, application(household)))),
      ),
    );
    expect(results.filter((result) => result === 'accepted')).toHaveLength(1);
    expect(new Set(results)).toEqual(new Set(['accepted', 'loan.open-loan']));
  });

  it('disbursements never exceed the quota', async () => {
    await world.sql(`update quota set limit_fen = used_fen + 12000000 where bank_id = $1`, [
      String(world.bank),
    ]);
    const signed = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const { id } = await steps.register();
        await steps.approve(id);
        await steps.sign(id);
        return id;
      }),
    );
    const results = await Promise.all(signed.map((id) => refusal(steps.disburse(id))));
    expect(results.filter((result) => result === 'accepted')).toHaveLength(2);
    expect(new Set(results)).toEqual(new Set(['accepted', 'programme.quota-exhausted']));
    await world.sql(`update quota set limit_fen = used_fen + 1000000000 where bank_id = $1`, [
      String(world.bank),
    ]);
  });
});
