import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId, Id, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { DecidedState } from './share-terms.ts';

export type ShareIssueId = Id<'share-issue'>;
export type AllotmentId = Id<'share-allotment'>;

export const SHARE_SOURCES = ['fiscal', 'social_assistance'] as const;
export type ShareSource = (typeof SHARE_SOURCES)[number];

export const ISSUE_STATES = ['drafted', 'registered', 'withdrawn'] as const;
export type IssueState = (typeof ISSUE_STATES)[number];

/** Preferred shares have a floor; ordinary ones take part in the profit only. */
export const SHARE_CLASSES = ['preferred', 'ordinary'] as const;
export type ShareClass = (typeof SHARE_CLASSES)[number];

export interface ShareIssueRow {
  readonly id: ShareIssueId;
  readonly county_code: string;
  readonly township_code: string;
  readonly region_id: bigint;
  readonly township_name: string;
  readonly village_name: string;
  readonly issue_no: string;
  readonly project: string;
  readonly source: ShareSource;
  readonly source_document_no: string;
  readonly operator_id: OrganisationId | null;
  readonly asset: string | null;
  readonly total_fen: Fen;
  readonly par_fen: Fen;
  /** Decimal places of a share: units are 10^-places of one. */
  readonly share_places: number;
  readonly total_units: bigint;
  readonly state: IssueState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

export interface AllotmentRow {
  readonly id: AllotmentId;
  readonly issue_id: ShareIssueId;
  readonly county_code: string;
  readonly terms_id: bigint;
  readonly effective_on: PlainDate;
  readonly households: number;
  readonly household_units: bigint;
  readonly village_units: bigint;
  readonly state: DecidedState;
  readonly issue_entered_by: bigint;
  readonly allotted_by: bigint;
  readonly allotted_on: PlainDate;
}

export interface AllotmentLine {
  readonly household_id: HouseholdId;
  readonly weight: string | null;
  readonly units: bigint;
  readonly certificate_no: string | null;
}

export const LOT_REASONS = [
  'allotted',
  'reviewed',
  'exited',
  'converted',
  'died',
  'born',
  'moved',
  'household_split',
  'household_merged',
  'transferred',
] as const;
export type LotReason = (typeof LOT_REASONS)[number];

/** What one holder holds on a day; the village collective has no household. */
export interface Holding {
  readonly lot_id: bigint;
  readonly household_id: HouseholdId | null;
  readonly share_class: ShareClass;
  readonly seq: number;
  readonly units: bigint;
  readonly weight: string | null;
  readonly from_on: PlainDate;
  readonly reason: LotReason;
  readonly certificate_no: string | null;
}
