import type { LoanId } from '../../../kernel/ids.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { requireSignable, type Parameters } from '../../programme/index.ts';
import { loanSigned } from '../core/events.ts';
import { ineligible } from '../core/failures.ts';
import { contractNumber } from '../core/loan-number.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { findCoBorrower } from '../co-borrower.store.ts';
import { moveLoan } from '../loan.store.ts';
import { assessApplication } from './assess-application.ts';
import { loanPaidOutBy } from './renewal-of.ts';
import { loanReadyTo, movedBy } from './loan-ready-to.ts';

export interface SignLoanInput {
  readonly loanId: LoanId;
  readonly signedOn: PlainDate;
  /** The bank's own number; one is given when it has none. */
  readonly contractNo: string | null;
}

/** What the slices above (the breaker of its fund) say to who signs; a lower slice does not know them. */
export type WarnSigner = (tx: Tx, loan: LoanRow) => Promise<readonly FieldError[]>;

/**
 * The contract is signed: the terms of the signing day are frozen onto it and eligibility is checked once
 * more by them. Throws `loan.ineligible` or the one refusal's code, `programme.county-version-needed`,
 * `loan.contract-no-taken`.
 */
export async function signLoan(tx: Tx, context: Context, input: SignLoanInput): Promise<LoanRow> {
  const loan = await loanReadyTo(tx, input.loanId, 'sign');
  const { terms, ceilingPercent, subsidyCeilingPercent, refusals } = await assessApplication(tx, context, {
    householdId: loan.household_id,
    borrowerId: loan.borrower_id,
    bankId: loan.bank_id,
    programmeCode: loan.programme_code,
    productCode: loan.product_code,
    enterpriseId: loan.enterprise_id,
    request: requestOf(loan),
    renewalNo: loan.renewal_no,
    assessedOn: input.signedOn,
    own: loan,
    paidOut: await loanPaidOutBy(tx, loan),
    coBorrower: await findCoBorrower(tx, loan.id),
  });
  if (refusals.length > 0) throw ineligible(refusals);
  requireSignable(terms);
  const frozen = {
    terms_id: terms.id,
    cap_fen: terms.parameters.loan.capInclTopupFen,
    gatherer: terms.parameters.subsidy.gatherer,
    ...frozenByRenewal(loan, terms.parameters),
    // a version without a ceiling binds the contract to its own rate
    ceiling_percent: ceilingPercent ?? loan.annual_percent,
    subsidy_ceiling_percent: subsidyCeilingPercent ?? loan.annual_percent,
    signed_on: input.signedOn,
    contract_no: input.contractNo ?? contractNumber(loan, input.signedOn),
  };
  const signed = await moveLoan(tx, loan.id, 'sign', { state: 'signed', ...frozen });
  await record(tx, context, {
    act: 'loan.signed',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    before: { state: loan.state },
    after: { state: 'signed', ...frozen },
  });
  await appendEvent(tx, loanSigned(loan.id));
  return movedBy('sign', loan, signed);
}

/** A renewal has its own longest term and settlement calendar (结息周期). */
const frozenByRenewal = (
  { renewal_no }: LoanRow,
  { loan, interest }: Parameters,
): Pick<LoanRow, 'max_term_months' | 'settlement_calendar' | 'renewal_limit'> =>
  renewal_no === 0
    ? {
        max_term_months: loan.maxTermMonths,
        settlement_calendar: interest.settlementCalendar,
        renewal_limit: null,
      }
    : {
        max_term_months: loan.renewalMaxTermMonths,
        settlement_calendar: interest.settlementCalendarRenewal,
        renewal_limit: loan.renewalCount,
      };

const requestOf = (loan: LoanRow) => ({
  principal: loan.principal_fen,
  termMonths: loan.term_months,
  annualPercent: loan.annual_percent,
  purposeCode: loan.purpose_code,
  usageMode: loan.usage_mode,
  repaymentMethod: loan.repayment_method,
  appliedOn: loan.applied_on,
  fundingSource: loan.funding_source,
  security: loan.security,
  bridge: loan.bridge,
  topUp: loan.top_up,
  studiesEndOn: loan.studies_end_on,
});
