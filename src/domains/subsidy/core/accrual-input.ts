import type { PlainDate, Period } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { DayCount } from '../../../kernel/rate.ts';

/**
 * Settlement calendars (结息周期). The 20th: RMB Rate Rules 银发〔1999〕77号, annual 甘政办发〔2018〕70号; `_end`: the
 * last day of the calendar month, quarter or year (自然月、自然季), as counties settle by.
 */
export const SETTLEMENTS = [
  ...(['monthly_20', 'quarterly_20', 'annual_1220'] as const),
  ...(['monthly_end', 'quarterly_end', 'annual_1231'] as const),
  'at_maturity',
] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

export const SUBSIDY_RATE_RULES = ['contract', 'ceiling', 'fixed'] as const;
export type SubsidyRateRule = (typeof SUBSIDY_RATE_RULES)[number];

export const OVERDUE_RULES = ['from_due_date', 'forfeit_all'] as const;
export type OverdueRule = (typeof OVERDUE_RULES)[number];

export const SUBSIDY_BASES = ['accrued', 'paid'] as const;
export type SubsidyBasis = (typeof SUBSIDY_BASES)[number];

/** 贴息计时: by days, or by whole months from the drawdown (婺城). */
export const SUBSIDY_TIME_UNITS = ['days', 'whole_months'] as const;
export type SubsidyTimeUnit = (typeof SUBSIDY_TIME_UNITS)[number];

/** Percentages everywhere in units of 0.0001 %: 4.75 % = 47500. */
export interface AccruedLoan {
  readonly principal: Fen;
  readonly annualPercent: number;
  readonly disbursedOn: PlainDate;
  readonly maturesOn: PlainDate;
}

/** One row of the dated ratio table (贴息比例): in force from its date to the next row. */
export interface SubsidyRatio {
  readonly from: PlainDate;
  readonly percent: number;
}

/** How a maturity on a holiday moves (节假日顺延), by the terms frozen on the loan. */
export interface HolidayShift {
  /** Whether the days until the next working day are subsidised. */
  readonly days: ReliefDays;
  /** The day itself when it is worked, else the next working day. */
  readonly workingDayFrom: (day: PlainDate) => PlainDate;
}

/** The time of studies (在读期) of a student loan, after which its own ratio holds. */
export interface StudyTime {
  /** First day after the studies by the contract; events move it. */
  readonly endsOn: PlainDate;
  readonly graceMonths: number;
  /** Ratio once the studies and the grace after them are over. */
  readonly percentAfter: number;
}

/** The programme terms frozen on the loan, as far as they bear on interest and subsidy. */
export interface AccrualTerms {
  readonly dayCount: DayCount;
  readonly settlement: Settlement;
  /** True: accrual runs through the 20th and the next line starts on the 21st. */
  readonly settlementDayInclusive: boolean;
  readonly subsidisedPrincipalCap: Fen;
  /** Months from disbursement after which days are no longer subsidised. */
  readonly subsidyTermMonths: number;
  readonly subsidyRateRule: SubsidyRateRule;
  readonly ceilingAnnualPercent: number | null;
  readonly fixedAnnualPercent: number | null;
  readonly ratio: readonly SubsidyRatio[];
  /** Absent for every loan that is not for studies. */
  readonly studies?: StudyTime;
  readonly overdueRule: OverdueRule;
  /** Contract rate × this on overdue principal, in units of 0.0001: 1.5 = 15000. */
  readonly penaltyMultiplier: number;
  readonly basis: SubsidyBasis;
  /** By days where absent. */
  readonly timeUnit?: SubsidyTimeUnit;
  /** Absent where a maturity on a holiday stays where it is. */
  readonly holidays?: HolidayShift;
}

export const RELIEF_DAYS = ['subsidised', 'unsubsidised'] as const;
export type ReliefDays = (typeof RELIEF_DAYS)[number];

/** The mark of an event by what its order says of the days it gains; none for an extension by agreement. */
export const reliefOf = (subsidised: boolean | null): { readonly relief?: ReliefDays } =>
  subsidised === null ? {} : { relief: subsidised ? 'subsidised' : 'unsubsidised' };

export type LoanEvent =
  | { readonly on: PlainDate; readonly kind: 'principal_repaid'; readonly amount: Fen }
  | { readonly on: PlainDate; readonly kind: 'interest_paid'; readonly amount: Fen }
  | { readonly on: PlainDate; readonly kind: 'rate_changed'; readonly annualPercent: number }
  | { readonly on: PlainDate; readonly kind: 'eligibility_lost'; readonly reason?: string }
  | { readonly on: PlainDate; readonly kind: 'eligibility_restored' }
  /** No more principal than this is under cover, and what lies above has no subsidy (桂财农〔2017〕58号). */
  | { readonly on: PlainDate; readonly kind: 'cover_measured'; readonly amount: Fen }
  /** The household's older loans leave it no more of the cap than this (贴息本金上限按户计). */
  | { readonly on: PlainDate; readonly kind: 'cap_shared'; readonly amount: Fen }
  /** From its day on the studies end on another day (升学、休学、退学). */
  | { readonly on: PlainDate; readonly kind: 'studies_moved'; readonly studiesEndOn: PlainDate }
  /** The whole debt falls due on its day, before the maturity until then (提前到期). */
  | { readonly on: PlainDate; readonly kind: 'called_due'; readonly maturesOn: PlainDate }
  | {
      readonly on: PlainDate;
      readonly kind: 'extended';
      readonly maturesOn: PlainDate;
      /** Moved by a relief order (延期), which says whether the days it gains are subsidised. */
      readonly relief?: ReliefDays;
    };

export interface AccrualInput {
  readonly loan: AccruedLoan;
  readonly terms: AccrualTerms;
  /** The loan's whole history, in any order; events of one day act in the order given. */
  readonly events: readonly LoanEvent[];
  /** The span asked for, `[from, to)`. */
  readonly window: Period;
}
