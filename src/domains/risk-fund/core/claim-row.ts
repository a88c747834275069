import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { LoanClass } from './claim-trigger.ts';
import type { ClaimDocument } from './fund-terms.ts';
import type { FundSource } from './top-up.ts';

export const CLAIM_STATES = [
  'filed',
  'reviewed',
  'examined',
  'noticed',
  'approved',
  'instructed',
  'paid',
  'returned',
  'excluded',
] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** Why a loss is not compensated (不予补偿). Penalty interest needs no exclusion: it never counts. */
export const CLAIM_EXCLUSIONS = [
  'no_survey',
  'unregistered_household',
  'over_limit',
  'over_rate',
  'late_claim',
  'misuse_known',
  'led_after_ban',
  'objection',
  'other',
] as const;
export type ClaimExclusion = (typeof CLAIM_EXCLUSIONS)[number];

export interface FundRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly name: string;
  readonly deposit_bank_id: OrganisationId;
  /** Where its money lies; null = in the account of the finance bureau. */
  readonly account_no: string | null;
  readonly opened_on: PlainDate;
}

/** Where money of a fund lies: its account at one of its deposit banks. */
export interface FundAccountRow {
  readonly id: bigint;
  readonly fund_id: bigint;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  /** Of the ledger. */
  readonly code: string;
  /** Number of the account at the bank; null = the finance bureau's. */
  readonly account_no: string | null;
  readonly opened_on: PlainDate;
  readonly closed_on: PlainDate | null;
}

/** A claim (代偿申请) as its row holds it. */
export interface ClaimRow {
  readonly id: bigint;
  readonly claim_no: string;
  readonly fund_id: bigint;
  readonly terms_id: bigint;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly loan_id: LoanId;
  readonly state: ClaimState;
  readonly due_on: PlainDate;
  readonly triggered_on: PlainDate;
  readonly dunning_count: number;
  readonly loan_class: LoanClass | null;
  readonly graded_on: PlainDate | null;
  readonly loss_determined_on: PlainDate | null;
  /** By instalments: where its stretch of the loan's principal begins, and that of the interest owed. */
  readonly principal_from_fen: Fen | null;
  readonly interest_from_fen: Fen | null;
  readonly principal_fen: Fen;
  readonly covered_fen: Fen;
  readonly interest_fen: Fen;
  readonly owed_interest_fen: Fen;
  readonly disposed_fen: Fen;
  readonly loss_fen: Fen;
  readonly fund_fen: Fen;
  /** What the fund pays for payers that wait, beside its own part. */
  readonly advance_fen: Fen;
  /**
   * Of a payer with a stop-loss layer: premiums and claims of its year before, and its part before the layer.
   */
  readonly layer_premium_fen: Fen | null;
  readonly layer_before_fen: Fen | null;
  readonly layer_claim_fen: Fen | null;
  readonly documents: readonly ClaimDocument[];
  /** Its papers are files bound to it; false on claims from before there were files. */
  readonly files_kept: boolean;
  readonly remark: string | null;
  readonly facts_version: number;
  readonly filed_by: bigint;
  readonly filed_on: PlainDate;
  readonly step_due_on: PlainDate;
  readonly step_provisional: boolean;
  readonly exclusion: ClaimExclusion | null;
  readonly reason: string | null;
  readonly paid_fen: Fen;
  readonly paid_on: PlainDate | null;
  /** When the last payer had answered; null without a waterfall. */
  readonly settled_on: PlainDate | null;
}

export type NewClaim = Omit<
  ClaimRow,
  'id' | 'state' | 'exclusion' | 'reason' | 'paid_fen' | 'paid_on' | 'settled_on'
>;

/** One part of a split loss with its place in the table: `1.2` is the second part of the first. */
export interface ShareRow {
  readonly path: string;
  readonly parent: string | null;
  readonly party: string;
  readonly percent: number;
  readonly amount_fen: Fen;
  readonly recovered_fen: Fen;
  /** What it bears in the end; null until every payer has answered. */
  readonly settled_fen: Fen | null;
}

/** How a recovery, and money in or out, waits for its second person. */
export type EnteredState = 'entered' | 'confirmed' | 'rejected';

export const RECOVERY_STATES = ['entered', 'confirmed', 'rejected', 'reversed'] as const;
/** A confirmed recovery may be taken back by two persons (冲正). */
export type RecoveryState = (typeof RECOVERY_STATES)[number];

export interface MovementRow {
  readonly id: bigint;
  readonly fund_id: bigint;
  readonly county_code: string;
  readonly kind: 'injection' | 'interest' | 'returned' | 'transfer';
  /** The account that it moves; of a move between banks the one that it leaves. */
  readonly account_id: bigint;
  /** Of a move between banks, the one where it arrives. */
  readonly to_account_id: bigint | null;
  readonly source: FundSource | null;
  readonly amount_fen: Fen;
  /** The day on which the money moved. */
  readonly on_date: PlainDate;
  /** The day of the books, where the year of that day is closed. */
  readonly booked_on: PlainDate | null;
  readonly document_no: string;
  readonly remark: string | null;
  readonly state: EnteredState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

export interface RecoveryRow {
  readonly id: bigint;
  readonly claim_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly received_on: PlainDate;
  readonly return_by: PlainDate;
  readonly gross_fen: Fen;
  readonly cost_fen: Fen;
  readonly bank_serial: string;
  readonly state: RecoveryState;
  readonly fund_fen: Fen | null;
  readonly others_fen: Fen | null;
  /** The bank's, for what the loan owed beside the shared loss. */
  readonly beyond_fen: Fen;
  readonly rest_fen: Fen | null;
  /** Of the others' part, what pays back the fund's advance. */
  readonly advance_fen: Fen;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly reversed_on: PlainDate | null;
  readonly reversal_reason: string | null;
  /** Whether it is known who got what; of what came before that was kept it may not be. */
  readonly parted: boolean;
  /** Its place among the confirmed recoveries of its claim; null until it is confirmed. */
  readonly confirmed_no: number | null;
}
