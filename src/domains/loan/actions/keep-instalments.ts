import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById } from '../../programme/index.ts';
import { instalmentsOf, isRepaidInParts } from '../core/instalments.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { planOfLoan } from '../core/plan-of-loan.ts';
import type { RepaymentPlan } from '../core/repayment-plan.ts';
import { insertInstalments } from '../loan-arrears.store.ts';

/** The plan of a loan as contracted at its disbursement. */
export async function contractedPlan(tx: Tx, loan: LoanRow): Promise<RepaymentPlan> {
  invariant(loan.disbursed_on !== null && loan.contract_matures_on !== null, 'a plan follows a disbursement');
  invariant(loan.terms_id !== null && loan.settlement_calendar !== null, 'a disbursed loan has its terms');
  const { interest } = (await termsById(tx, loan.terms_id)).parameters;
  return planOfLoan({
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
}

/**
 * Keeps the due dates of a loan that is repaid in parts, so that what is overdue can be asked of the whole
 * book.
 */
export async function keepInstalments(tx: Tx, loan: LoanRow): Promise<void> {
  if (!isRepaidInParts(loan.repayment_method)) return;
  await insertInstalments(tx, loan, instalmentsOf(await contractedPlan(tx, loan)));
}
