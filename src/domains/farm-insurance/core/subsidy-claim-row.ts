import type { PlainDate } from '../../../kernel/date.ts';
import type { Level } from './levels.ts';

export const CLAIM_STATES = [
  ...(['filed', 'reviewed', 'noticed', 'approved', 'instructed', 'partial', 'paid', 'returned'] as const),
] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** An insurer's claim for the state's part of premiums (保费补贴申请). */
export interface SubsidyClaimRow {
  readonly id: bigint;
  readonly claim_no: string;
  readonly county_code: string;
  readonly insurer_id: bigint;
  readonly year: number;
  readonly policy_count: number;
  /** Changes of policies that it takes in (批改). */
  readonly endorsement_count: number;
  readonly premium_fen: bigint;
  readonly household_fen: bigint;
  readonly total_fen: bigint;
  readonly policies_hash: string;
  readonly state: ClaimState;
  readonly bank_id: bigint | null;
  readonly filed_on: PlainDate;
  readonly paid_fen: bigint;
  readonly paid_on: PlainDate | null;
  readonly reason: string | null;
}

/** The share of one level in a claim: paid by itself, out of that level's money. */
export interface SubsidyShareRow {
  readonly id: bigint;
  readonly claim_id: bigint;
  readonly county_code: string;
  readonly insurer_id: bigint;
  readonly level: Level;
  readonly amount_fen: bigint;
  readonly state: 'pending' | 'paid';
  readonly paid_on: PlainDate | null;
}

export const FUNDING_STATES = ['entered', 'confirmed', 'rejected'] as const;

/** Money that a level of the state gave the county for premiums. */
export interface FundingRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly level: Level;
  readonly amount_fen: bigint;
  readonly received_on: PlainDate;
  readonly document_no: string;
  readonly bank_serial: string;
  readonly state: (typeof FUNDING_STATES)[number];
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly decided_on: PlainDate | null;
}
