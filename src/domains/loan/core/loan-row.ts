import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId, Id, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { UsageMode } from './eligibility-input.ts';
import type { FundingSource, SecurityKind } from './loan-kind.ts';
import type { LoanState } from './loan-states.ts';
import type { RepaymentMethod } from './repayment-plan.ts';

/** A loan as its row holds it; percentages in units of 0.0001 %. */
export interface LoanRow {
  readonly id: LoanId;
  readonly county_code: string;
  readonly township_code: string | null;
  readonly household_id: HouseholdId;
  readonly borrower_id: bigint;
  /** The member of the household who took the debt over; the contract keeps its borrower. */
  readonly heir_id: bigint | null;
  readonly bank_id: OrganisationId;
  readonly programme_code: string;
  readonly product_code: string;
  readonly terms_id: Id<'terms'> | null;
  readonly contract_no: string | null;
  readonly voucher_no: string | null;
  readonly state: LoanState;
  readonly principal_fen: Fen;
  readonly term_months: number;
  readonly annual_percent: number;
  readonly cap_fen: Fen | null;
  readonly max_term_months: number | null;
  readonly ceiling_percent: number | null;
  /** The published rate without the float of the terms: no more is subsidised. */
  readonly subsidy_ceiling_percent: number | null;
  readonly settlement_calendar: string | null;
  /** Who draws up and submits its subsidy claims, frozen with the terms. */
  readonly gatherer: string;
  readonly sole: boolean;
  readonly purpose_code: string;
  readonly purpose_text: string;
  readonly usage_mode: UsageMode;
  readonly enterprise_id: OrganisationId | null;
  readonly repayment_method: RepaymentMethod;
  readonly applied_on: PlainDate;
  readonly approved_on: PlainDate | null;
  readonly signed_on: PlainDate | null;
  readonly disbursed_on: PlainDate | null;
  readonly matures_on: PlainDate | null;
  readonly contract_matures_on: PlainDate | null;
  readonly closed_on: PlainDate | null;
  readonly repaid_fen: Fen;
  readonly outstanding_fen: Fen;
  readonly subsidy_from: PlainDate | null;
  readonly settled_through: PlainDate | null;
  readonly facts_version: number;
  readonly import_id: bigint | null;
  readonly registered_by: bigint;
  readonly approved_by: bigint | null;
  readonly ended_reason: string | null;
  /** The repaid loan that this contract renews (续贷), and how many contracts lie before it. */
  readonly renews_loan_id: LoanId | null;
  readonly renewal_no: number;
  readonly renewal_limit: number | null;
  /** 无还本续贷: pays out the loan it renews on the day it is disbursed. */
  readonly pays_out_renewed: boolean;
  readonly funding_source: FundingSource;
  readonly security: SecurityKind;
  readonly bridge: boolean;
  /** 追加贷款 */
  readonly top_up: boolean;
  /** First day after the studies; null for every loan that is not for studies. */
  readonly studies_end_on: PlainDate | null;
}

export type NewLoan = Pick<
  LoanRow,
  | 'county_code'
  | 'township_code'
  | 'household_id'
  | 'borrower_id'
  | 'bank_id'
  | 'programme_code'
  | 'product_code'
  | 'principal_fen'
  | 'term_months'
  | 'annual_percent'
  | 'sole'
  | 'purpose_code'
  | 'purpose_text'
  | 'usage_mode'
  | 'enterprise_id'
  | 'repayment_method'
  | 'applied_on'
  | 'registered_by'
  | 'renews_loan_id'
  | 'renewal_no'
  | 'pays_out_renewed'
  | 'funding_source'
  | 'security'
  | 'bridge'
  | 'top_up'
  | 'studies_end_on'
>;
