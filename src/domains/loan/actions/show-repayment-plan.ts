import type { LoanId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import { loanMissing, noPlanYet } from '../core/failures.ts';
import { findLoan } from '../loan.store.ts';
import { contractedPlan } from './keep-instalments.ts';

/** The plan as contracted at disbursement (还款计划); later repayments stand among the events. */
export async function showRepaymentPlan(tx: Tx, id: LoanId) {
  const loan = await findLoan(tx, id);
  if (!loan) throw loanMissing();
  if (loan.disbursed_on === null || loan.contract_matures_on === null) throw noPlanYet(loan.state);
  const plan = await contractedPlan(tx, loan);
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
