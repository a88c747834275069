import type { HouseholdId, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import type { GivenCoBorrower } from '../core/co-borrower.ts';
import type { LoanRequest } from '../core/eligibility-input.ts';
import { loanRegistered } from '../core/events.ts';
import { ineligible } from '../core/failures.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { insertLoan } from '../loan.store.ts';
import { bankOf, personOf } from './acting-person.ts';
import { assessApplication } from './assess-application.ts';
import { keepCoBorrower, sealedCoBorrower } from './record-co-borrower.ts';
import { renewalOf } from './renewal-of.ts';

export interface RegisterLoanInput extends LoanRequest {
  readonly householdId: HouseholdId;
  readonly borrowerId: bigint;
  readonly programmeCode: string;
  readonly productCode: string;
  readonly purposeText: string;
  readonly enterpriseId: OrganisationId | null;
  /** The repaid loan that this contract renews (续贷). */
  readonly renewsLoanId?: LoanId | null;
  /** 无还本续贷: it is still open, and the new contract pays it out. */
  readonly paysOutRenewed?: boolean;
  /** 共同借款人: a parent or guardian, where the terms ask for one. */
  readonly coBorrower?: GivenCoBorrower | null;
}

/**
 * A bank officer registers an application (贷款登记). Throws `loan.ineligible`, or the one refusal's own code,
 * with every rule that speaks against it; `household.not-found` for a household out of scope.
 */
export async function registerLoan(tx: Tx, context: Context, input: RegisterLoanInput): Promise<LoanRow> {
  const bankId = bankOf(context);
  const renewsLoanId = input.renewsLoanId ?? null;
  const paysOut = renewsLoanId !== null && (input.paysOutRenewed ?? false);
  const { no: renewalNo, paidOut } = await renewalOf(tx, { ...input, renewsLoanId, bankId, paysOut });
  const coBorrower = input.coBorrower ? sealedCoBorrower(context, input.coBorrower) : null;
  const assessed = await assessApplication(tx, context, {
    ...input,
    bankId,
    request: input,
    renewalNo,
    assessedOn: input.appliedOn,
    own: null,
    paidOut,
    coBorrower,
  });
  if (assessed.refusals.length > 0) throw ineligible(assessed.refusals);
  const loan = await insertLoan(tx, {
    ...asked(input),
    county_code: assessed.countyCode,
    township_code: assessed.townshipCode,
    bank_id: bankId,
    sole: assessed.terms.parameters.loan.oneOpenLoanPerProduct && input.topUp !== true,
    registered_by: personOf(context),
    renews_loan_id: renewsLoanId,
    renewal_no: renewalNo,
    pays_out_renewed: paysOut,
  });
  if (coBorrower) await keepCoBorrower(tx, context, loan, coBorrower);
  await record(tx, context, {
    act: 'loan.registered',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: {
      household_id: loan.household_id,
      principal_fen: loan.principal_fen,
      term_months: loan.term_months,
      ...(renewsLoanId === null ? {} : { renews_loan_id: String(renewsLoanId) }),
    },
  });
  await appendEvent(tx, loanRegistered(loan.id));
  return loan;
}

/** What was asked for, as the row holds it. */
const asked = (input: RegisterLoanInput) => ({
  household_id: input.householdId,
  borrower_id: input.borrowerId,
  programme_code: input.programmeCode,
  product_code: input.productCode,
  principal_fen: input.principal,
  term_months: input.termMonths,
  annual_percent: input.annualPercent,
  purpose_code: input.purposeCode,
  purpose_text: input.purposeText,
  usage_mode: input.usageMode,
  enterprise_id: input.enterpriseId,
  repayment_method: input.repaymentMethod,
  applied_on: input.appliedOn,
  funding_source: input.fundingSource,
  security: input.security,
  bridge: input.bridge,
  top_up: input.topUp ?? false,
  studies_end_on: input.studiesEndOn,
});
