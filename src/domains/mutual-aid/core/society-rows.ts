import type { PlainDate } from '../../../kernel/date.ts';
import type { FeeSplit } from './split-fees.ts';
import type { EntryKindName } from './entry-kinds.ts';
import type { LimitTerms } from './loan-limit.ts';
import type { RatioTerms } from './society-ratios.ts';

export interface SocietyRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly township_code: string;
  readonly village_code: string;
  readonly organisation_id: bigint;
  readonly deposit_bank_id: bigint;
  readonly closed_through: PlainDate | null;
  readonly opened_on: PlainDate;
}

/** What a version of the members' resolutions says; amounts in fen, shares in units of 0.0001 %. */
export interface NewTerms extends FeeSplit, LimitTerms, RatioTerms {
  readonly document_no: string;
  readonly effective_from: PlainDate;
  readonly effective_to: PlainDate | null;
  /** Units of 0.0001 per mille a month. */
  readonly fee_units: number;
  /** The most that the rules allow, in the same units. */
  readonly fee_cap_units: number;
  readonly own_money_exempt: boolean;
  readonly base_share_exempt: boolean;
  readonly dividends_allowed: boolean;
  readonly staff_cap_percent: number;
  readonly group_min: number;
  readonly group_max: number;
  readonly exit_after_months: number;
  readonly unit_fen: bigint;
  readonly min_units: number;
  readonly max_units: number;
  readonly start_total_fen: bigint;
  readonly base_share_fen: bigint;
  readonly min_months: number;
  readonly max_months: number;
  readonly extension_count: number;
  readonly extension_months: number;
  readonly quorum_percent: number;
  readonly yes_percent: number;
  readonly leverage_times: number | null;
  readonly posting_days: number;
  /** Whole months past the due date before the members may vote to write a loan off. */
  readonly write_off_after_months: number;
  /** Whether the county consents to every write-off, or where fiscal money bears a part. */
  readonly write_off_consent: (typeof WRITE_OFF_CONSENTS)[number];
}

export const WRITE_OFF_CONSENTS = ['always', 'fiscal'] as const;

export interface Terms extends NewTerms {
  readonly id: bigint;
  readonly society_id: bigint;
}

export interface MemberRow {
  readonly id: bigint;
  readonly society_id: bigint;
  readonly county_code: string;
  readonly household_id: bigint;
  readonly household_member_id: bigint;
  readonly poor: boolean;
  readonly joined_on: PlainDate;
  readonly left_on: PlainDate | null;
}

export interface GroupRow {
  readonly id: bigint;
  readonly society_id: bigint;
  readonly county_code: string;
  readonly name: string;
  readonly agreement_no: string;
  readonly formed_on: PlainDate;
  readonly dissolved_on: PlainDate | null;
}

export const MUTUAL_LOAN_STATES = [
  ...(['applied', 'approved', 'disbursed', 'closed', 'refused', 'written_off'] as const),
] as const;
export type MutualLoanState = (typeof MUTUAL_LOAN_STATES)[number];

export interface MutualLoanRow {
  readonly id: bigint;
  readonly loan_no: string;
  readonly society_id: bigint;
  readonly county_code: string;
  readonly member_id: bigint;
  readonly household_id: bigint;
  readonly group_id: bigint;
  readonly terms_id: bigint;
  readonly cycle: number;
  readonly limit_fen: bigint;
  readonly amount_fen: bigint;
  readonly months: number;
  readonly purpose: string;
  readonly own_fen: bigint;
  readonly fee_units: number;
  readonly state: MutualLoanState;
  readonly applied_on: PlainDate;
  readonly disbursed_on: PlainDate | null;
  readonly due_on: PlainDate | null;
  readonly first_due_on: PlainDate | null;
  readonly outstanding_fen: bigint;
  readonly fee_months: number;
  readonly extensions: number;
  readonly closed_on: PlainDate | null;
  readonly refusal: string | null;
}

/** How a guarantor signed. */
export const MANNERS = ['hand', 'fingerprint'] as const;
export type Manner = (typeof MANNERS)[number];

export const ENTRY_STATES = ['entered', 'confirmed', 'rejected'] as const;

export interface EntryRow {
  readonly id: bigint;
  readonly society_id: bigint;
  readonly county_code: string;
  readonly kind: EntryKindName;
  readonly amount_fen: bigint;
  readonly fee_fen: bigint;
  readonly fee_months: number;
  readonly staff_fen: bigint;
  readonly member_id: bigint | null;
  readonly loan_id: bigint | null;
  readonly on_date: PlainDate;
  readonly bank_serial: string | null;
  readonly document_no: string | null;
  readonly note: string | null;
  readonly distribution_id: bigint | null;
  readonly credit_id: bigint | null;
  readonly write_off_id: bigint | null;
  readonly state: (typeof ENTRY_STATES)[number];
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

export interface ExtensionRow {
  readonly id: bigint;
  readonly loan_id: bigint;
  readonly society_id: bigint;
  readonly county_code: string;
  readonly number: number;
  readonly from_due_on: PlainDate;
  readonly to_due_on: PlainDate;
  readonly voted_on: PlainDate;
  readonly minutes_no: string;
  readonly member_count: number;
  readonly present: number;
  readonly yes: number;
  readonly against: number;
  readonly state: (typeof ENTRY_STATES)[number];
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

/** A members' vote to write a loan off, what the county said, and who bore it. */
export interface WriteOffRow {
  readonly id: bigint;
  readonly society_id: bigint;
  readonly county_code: string;
  readonly loan_id: bigint;
  readonly terms_id: bigint;
  readonly amount_fen: bigint;
  readonly reason: string;
  readonly voted_on: PlainDate;
  readonly minutes_no: string;
  readonly member_count: number;
  readonly present: number;
  readonly yes: number;
  readonly against: number;
  readonly state: (typeof ENTRY_STATES)[number];
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly consent_no: string | null;
  readonly consented_by: bigint | null;
  readonly consented_on: PlainDate | null;
  readonly decided_on: PlainDate | null;
  readonly from_risk_fen: bigint;
  readonly from_reserve_fen: bigint;
  readonly from_gift_fen: bigint;
  readonly from_grant_fen: bigint;
}

export const DISTRIBUTION_STATES = ['drawn', 'confirmed', 'rejected'] as const;

export interface DistributionRow {
  readonly id: bigint;
  readonly society_id: bigint;
  readonly county_code: string;
  readonly terms_id: bigint;
  readonly year: number;
  readonly fees_fen: bigint;
  readonly reserve_fen: bigint;
  readonly welfare_fen: bigint;
  readonly running_fen: bigint;
  readonly dividend_fen: bigint;
  readonly risk_fen: bigint;
  readonly state: (typeof DISTRIBUTION_STATES)[number];
  readonly drawn_by: bigint;
  readonly drawn_on: PlainDate;
}

export const CREDIT_STATES = ['entered', 'standing', 'rejected', 'settled', 'called'] as const;

export interface CreditRow {
  readonly id: bigint;
  readonly society_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly member_id: bigint;
  readonly contract_no: string;
  readonly amount_fen: bigint;
  readonly lent_on: PlainDate;
  readonly due_on: PlainDate;
  readonly state: (typeof CREDIT_STATES)[number];
  readonly entered_by: bigint;
  readonly ended_on: PlainDate | null;
}
