import { addDays, type PlainDate } from '../../../kernel/date.ts';
import type { Id, OrganisationId } from '../../../kernel/ids.ts';
import type { Gatherer } from './gatherer.ts';
import type { SettlementCalendar } from './settlement-calendar.ts';

export type BatchState =
  | 'accruing'
  | 'drafted'
  | 'submitted'
  | 'reviewed'
  | 'noticed'
  | 'approved'
  | 'instructed'
  | 'paid'
  | 'returned';

export interface BatchRow {
  readonly id: bigint;
  readonly batch_no: string;
  readonly programme_code: string;
  readonly product_code: string;
  readonly settlement_calendar: SettlementCalendar;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  /** Who draws it up and submits it, by the terms frozen on its loans. */
  readonly gatherer: Gatherer;
  /** Where a township gathers, its nine digits; else empty. */
  readonly township_code: string;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly state: BatchState;
  /** Drawn up before its period was over (预计): what comes to pass otherwise is trued up. */
  readonly projected: boolean;
  readonly funding: 'none' | 'queued' | 'reserved';
  readonly budget_id: bigint | null;
  readonly round: number;
  readonly line_count: number;
  readonly adjustment_count: number;
  readonly payable_count: number;
  readonly interest_fen: bigint;
  /** Sum of the adjusting lines, within `subsidy_fen`. */
  readonly adjusted_fen: bigint;
  readonly subsidy_fen: bigint;
  readonly paid_count: number;
  readonly paid_fen: bigint;
  readonly lines_hash: string | null;
  readonly return_reason: string | null;
  /** While it is reviewed: the last day of the review that is next. */
  readonly review_due_on: PlainDate | null;
  /** Last day for the payment order, where the version sets one. */
  readonly pay_by: PlainDate | null;
  readonly opened_on: PlainDate;
}

/** Whose loans a batch settles, and until when. */
export type BatchScope = Pick<
  BatchRow,
  | 'programme_code'
  | 'product_code'
  | 'settlement_calendar'
  | 'county_code'
  | 'bank_id'
  | 'gatherer'
  | 'township_code'
  | 'period_to'
>;

/** The batches that follow each other: of one bank, county, programme, product, calendar and gatherer. */
export type SettlementScope = Omit<BatchScope, 'period_to'>;

/** What the scheduler settles: the loans of one bank in one county under one calendar. */
export interface SettlementGroup extends SettlementScope {
  readonly terms_id: Id<'terms'>;
}

export interface DecisionRow {
  readonly batch_id: bigint;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly round: number;
  readonly step: number;
  /** Several reviews may follow each other in one step. */
  readonly sub_step: number;
  readonly act: 'submit' | 'review' | 'approve' | 'instruct' | 'return';
  readonly person_id: bigint;
  readonly account_id: bigint;
  readonly person_name: string;
  readonly role: string;
  readonly organisation_id: bigint;
  readonly lines_hash: string;
  readonly remark: string | null;
  readonly decided_on: PlainDate;
}

/** States in which the money of a batch is on its way or has arrived: its lines can no longer change. */
export const PAYING_STATES: readonly BatchState[] = ['instructed', 'paid'];

const CALENDAR_MARKS: Readonly<Record<SettlementCalendar, string>> = {
  monthly_20: 'M',
  quarterly_20: 'Q',
  annual_1220: 'A',
  monthly_end: 'ME',
  quarterly_end: 'QE',
  annual_1231: 'AE',
  at_maturity: 'L',
};

/** Claims of the bank carry no mark: they had none before others gathered too. */
const DESK_MARKS: Readonly<Record<Exclude<Gatherer, 'township'>, string>> = {
  bank: '',
  county_office: '-X',
  household: '-H',
};

/**
 * Number of a batch: county, bank, last day settled, programme and calendar; other products are named in it.
 */
export function batchNumber(scope: BatchScope): string {
  const product = scope.product_code === 'microloan' ? '' : `-${scope.product_code}`;
  const mark = CALENDAR_MARKS[scope.settlement_calendar];
  const settled = addDays(scope.period_to, -1).replaceAll('-', '');
  const desk =
    scope.gatherer === 'township' ? `-Z${scope.township_code.slice(6)}` : DESK_MARKS[scope.gatherer];
  return `TX${scope.county_code}-${scope.bank_id}-${settled}-${scope.programme_code}${mark}${product}${desk}`;
}
