import type { PlainDate } from '../../../kernel/date.ts';

export const PROOF_STATES = ['entered', 'confirmed', 'rejected'] as const;

/** How a line's own part stands: nothing to pay, borne by another, not yet, waiting, proved. */
export const OWN_PARTS = ['waived', 'borne', 'unproved', 'proof_entered', 'proved'] as const;
export type OwnPart = (typeof OWN_PARTS)[number];

/** The bank's word that households of a village paid their own part of premiums (自缴保费凭证). */
export interface OwnProofRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly village_code: string;
  readonly insurer_id: bigint;
  readonly bank_id: bigint;
  readonly bank_serial: string;
  readonly paid_on: PlainDate;
  readonly amount_fen: bigint;
  readonly state: (typeof PROOF_STATES)[number];
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly decided_on: PlainDate | null;
}
