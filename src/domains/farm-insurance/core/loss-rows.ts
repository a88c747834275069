import type { PlainDate } from '../../../kernel/date.ts';

export const CAUSES = [
  ...(['drought', 'hail', 'flood', 'frost', 'wind', 'pest', 'disease', 'fire', 'other'] as const),
] as const;
export type Cause = (typeof CAUSES)[number];

export const LOSS_STATES = ['reported', 'assessed', 'listed', 'received', 'refused'] as const;

/** A loss of one household under one policy (报案). */
export interface LossRow {
  readonly id: bigint;
  readonly policy_id: bigint;
  readonly line_id: bigint;
  readonly county_code: string;
  readonly insurer_id: bigint;
  readonly household_id: bigint;
  readonly cause: Cause;
  readonly happened_on: PlainDate;
  readonly reported_units: bigint;
  readonly state: (typeof LOSS_STATES)[number];
  readonly reported_by: bigint;
  readonly reported_on: PlainDate;
  /** The stage of growth it fell into, where the terms know stages. */
  readonly stage: string | null;
  readonly affected_units: bigint | null;
  readonly loss_percent: number | null;
  readonly surveyed_on: PlainDate | null;
  readonly survey_no: string | null;
  readonly assessed_fen: bigint | null;
  readonly assessed_on: PlainDate | null;
  readonly reason: string | null;
}

export const PAYOUT_STATES = ['drawn', 'noticed', 'confirmed', 'settled', 'withdrawn'] as const;
export type PayoutState = (typeof PAYOUT_STATES)[number];

/** A list of claims to pay (赔款清单). */
export interface PayoutRow {
  readonly id: bigint;
  readonly list_no: string;
  readonly policy_id: bigint;
  readonly county_code: string;
  readonly insurer_id: bigint;
  readonly line_count: number;
  readonly total_fen: bigint;
  readonly state: PayoutState;
  readonly drawn_by: bigint;
  readonly drawn_on: PlainDate;
  readonly confirmed_on: PlainDate | null;
  readonly pay_by: PlainDate | null;
  readonly reason: string | null;
}

export const PAYOUT_LINE_STATES = ['pending', 'received', 'returned', 'withdrawn'] as const;
