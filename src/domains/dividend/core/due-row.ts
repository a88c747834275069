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

/** How often a year is paid. */
export const DIVIDEND_FREQUENCIES = ['yearly', 'half_yearly', 'quarterly'] as const;
export type DividendFrequency = (typeof DIVIDEND_FREQUENCIES)[number];

/**
 * What a household is owed by: its agreement's year, its shares, the lateness of a year (滞纳金), or its
 * agreement's principal once it is overdue (逾期本金).
 */
export const DUE_KINDS = ['agreement', 'share', 'late_fee', 'principal'] as const;
export type DueKind = (typeof DUE_KINDS)[number];

const MONEY_NAMES: Readonly<Record<DueKind, string>> = {
  agreement: '分红',
  share: '分红',
  late_fee: '滞纳金',
  principal: '本金',
};

/** 款项: what money a due is of, as papers name it. */
export const nameOfMoney = (kind: DueKind): string => MONEY_NAMES[kind];

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

/** What one household is owed of an enterprise for one year; percentages in units of 0.0001 %. */
export interface DueRow {
  readonly id: DueId;
  readonly kind: DueKind;
  /** Of the agreement's own year; by shares and for a fee there is none. */
  readonly agreement_id: AgreementId | null;
  readonly share_dividend_id: Id<'share-dividend'> | null;
  /** The year this is the late fee of. */
  readonly late_for_id: DueId | null;
  /** The agreement whose principal this is. */
  readonly principal_of_id: AgreementId | null;
  readonly county_code: string;
  readonly bank_id: OrganisationId | null;
  readonly enterprise_id: OrganisationId;
  readonly household_id: HouseholdId;
  readonly loan_id: LoanId | null;
  /** Version of the programme; shares have terms of their own. */
  readonly terms_id: Id<'terms'> | null;
  /** Year of the agreement; by shares the dividend year. */
  readonly year_no: number;
  /** Payment of the year, from 1. */
  readonly part_no: number;
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
  /** What the payments before it in the year owe, as it was when this one was reported. */
  readonly earlier_fen: Fen;
  /** What the share of the year so far gives beyond them. */
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
