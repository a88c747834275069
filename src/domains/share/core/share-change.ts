import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId, Id } from '../../../kernel/ids.ts';
import type { ShareIssueId } from './share-row.ts';

export type ShareChangeId = Id<'share-change'>;
export type ShareReviewId = Id<'share-review'>;

/** 变动: what moves shares, listed by the yearly review. */
export const CHANGE_KINDS = [
  'new_poor',
  'relapse',
  'exit',
  'death',
  'birth',
  'move',
  'split_household',
  'merge',
  'transfer_to_village',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export const CHANGE_STATES = ['waiting', 'listed', 'applied', 'dropped'] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

export interface ShareChangeRow {
  readonly id: ShareChangeId;
  readonly issue_id: ShareIssueId;
  readonly county_code: string;
  readonly kind: ChangeKind;
  readonly household_id: HouseholdId;
  readonly to_household_id: HouseholdId | null;
  readonly units: bigint | null;
  readonly weight: string | null;
  readonly cause_on: PlainDate;
  readonly remark: string | null;
  readonly state: ChangeState;
  readonly review_id: ShareReviewId | null;
  readonly proposed_by: bigint | null;
  readonly proposed_on: PlainDate;
}

export const REVIEW_STATES = ['listed', 'met', 'posted', 'passed', 'filed', 'returned'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export interface ShareReviewRow {
  readonly id: ShareReviewId;
  readonly issue_id: ShareIssueId;
  readonly county_code: string;
  readonly terms_id: bigint;
  readonly year: number;
  readonly effective_on: PlainDate;
  readonly state: ReviewState;
  readonly changes: number;
  readonly listed_by: bigint;
  readonly listed_on: PlainDate;
}

export const REVIEW_STEPS = ['list', 'meeting', 'publicity', 'township', 'county'] as const;
export type ReviewStep = (typeof REVIEW_STEPS)[number];
