import type { HouseholdId, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import { checkRenewal } from '../core/check-renewal.ts';
import { lockLoan } from '../loan.store.ts';

export interface RenewalQuestion {
  readonly renewsLoanId: LoanId | null;
  readonly householdId: HouseholdId;
  readonly bankId: OrganisationId;
  readonly productCode: string;
  readonly appliedOn: PlainDate;
}

/**
 * The number of a contract among the renewals of the first one: 0 when it renews none. Holds the loan it
 * renews. Throws `loan.renewal-foreign`, `loan.renewal-unpaid`, `loan.renewal-before-repayment`.
 */
export async function renewalNumber(tx: Tx, { renewsLoanId, ...request }: RenewalQuestion): Promise<number> {
  if (renewsLoanId === null) return 0;
  const loan = await lockLoan(tx, renewsLoanId);
  const refusal = checkRenewal(
    loan && {
      householdId: loan.household_id,
      bankId: loan.bank_id,
      productCode: loan.product_code,
      state: loan.state,
      closedOn: loan.closed_on,
    },
    request,
  );
  if (refusal) throw refusal;
  return (loan?.renewal_no ?? 0) + 1;
}
