import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById } from '../../programme/index.ts';
import { loanMissing, noPlanYet } from '../core/failures.ts';
import { planOfLoan } from '../core/plan-of-loan.ts';
import { findLoan } from '../loan.store.ts';

/** The plan as contracted at disbursement (还款计划); later repayments stand among the events. */
export async function showRepaymentPlan(tx: Tx, id: LoanId) {
  const loan = await findLoan(tx, id);
  if (!loan) throw loanMissing();
  if (loan.disbursed_on === null || loan.contract_matures_on === null) throw noPlanYet(loan.state);
  invariant(loan.terms_id !== null && loan.settlement_calendar !== null, 'a disbursed loan has its terms');
  const { interest } = (await termsById(tx, loan.terms_id)).parameters;
  const plan = planOfLoan({
    principal: loan.principal_fen,
    annualPercent: loan.annual_percent,
    termMonths: loan.term_months,
    disbursedOn: loan.disbursed_on,
    maturesOn: loan.contract_matures_on,
    method: loan.repayment_method,
    settlementCalendar: loan.settlement_calendar,
    settlementDayInclusive: interest.settleDayInclusive,
    dayCount: interest.dayCountBasis,
  });
  return {
    loan_id: loan.id,
    method: loan.repayment_method,
    instalment_fen: plan.instalment,
    total_interest_fen: plan.totalInterest,
    total_fen: plan.total,
    rows: plan.rows.map((row) => ({
      no: row.no,
      due_on: row.dueOn,
      days: row.days,
      principal_fen: row.principal,
      interest_fen: row.interest,
      total_fen: row.total,
      balance_fen: row.balance,
    })),
  };
}
