import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId, HouseholdId, Id, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';

export type DueId = Id<'dividend-due'>;

export const DUE_STATES = ['upcoming', 'met', 'missed', 'in_cure', 'cured', 'defaulted'] as const;
export type DueState = (typeof DUE_STATES)[number];

const NAMES: Readonly<Record<DueState, string>> = {
  upcoming: '未到期',
  met: '已按期足额',
  missed: '逾期',
  in_cure: '催缴补足中',
  cured: '已补足',
  defaulted: '违约',
};

export const nameOfDue = (state: DueState): string => NAMES[state];

/**
 * A stretch of a year with one capital and one rate, as it is stored: fen and units of 0.0001 % as digits.
 */
export interface StoredSlice {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly invested_fen: string;
  readonly percent: number;
}

/** What one agreement owes its household for one year; percentages in units of 0.0001 %. */
export interface DueRow {
  readonly id: DueId;
  readonly agreement_id: AgreementId;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly enterprise_id: OrganisationId;
  readonly household_id: HouseholdId;
  readonly loan_id: LoanId;
  readonly terms_id: Id<'terms'>;
  readonly year_no: number;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly due_on: PlainDate;
  readonly invested_fen: Fen;
  readonly floor_percent: number;
  readonly slices: readonly StoredSlice[];
  readonly floor_fen: Fen;
  readonly profit_share_percent: number;
  readonly floor_counts_reinvested: boolean;
  readonly reinvest_percent: number;
  readonly withholding_percent: number;
  readonly report_id: bigint | null;
  /** The household's part of the project's profit before the split; null while none is reported. */
  readonly profit_fen: bigint | null;
  readonly profit_share_fen: Fen;
  readonly due_fen: Fen;
  readonly reinvested_fen: Fen;
  readonly cash_fen: Fen;
  readonly received_fen: Fen;
  readonly in_time_fen: Fen;
  readonly paid_fen: Fen;
  readonly state: DueState;
  readonly missed_on: PlainDate | null;
  readonly default_reason: string | null;
}
