import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { DayCount } from '../../../kernel/rate.ts';
import type {
  AccrualTerms,
  HolidayShift,
  Settlement,
  SubsidyBasis,
  SubsidyRateRule,
  SubsidyTimeUnit,
} from './accrual-input.ts';
import { unsettleable } from './accrual-failures.ts';

/** What accrual needs of a programme version's parameters. */
export interface ProgrammeForAccrual {
  readonly interest: {
    readonly dayCountBasis: DayCount;
    readonly settleDayInclusive: boolean;
    readonly roundingUnit: string;
    readonly roundingMode: string;
    readonly holidayRule: 'next_workday' | 'none';
    readonly holidayDaysSubsidised: boolean;
  };
  readonly loan: { readonly penaltyOverdueUpliftPercent: number };
  readonly subsidy: {
    readonly subsidyRatioTable: readonly { readonly from: PlainDate; readonly ratioPercent: number }[];
    readonly ratioAfterStudyPercent: number | null;
    readonly studyGraceMonths: number;
    readonly subsidyRateRule: SubsidyRateRule;
    readonly subsidyFixedPercent: number | null;
    readonly subsidyTermCapMonths: number;
    readonly subsidyCapPrincipalFen: Fen;
    readonly subsidyTimeUnit: SubsidyTimeUnit;
    readonly accruedOrPaid: SubsidyBasis;
    readonly overdueRule: string;
  };
}

/** 100 % in units of 0.0001 %. */
const WHOLE_PERCENT = 1_000_000;
/** A multiplier of 1 in units of 0.0001, over 100 % in units of 0.0001 %. */
const PERCENT_PER_FOLD = 100;

function holidaysOf(
  interest: ProgrammeForAccrual['interest'],
  workingDayFrom: HolidayShift['workingDayFrom'],
): Pick<AccrualTerms, 'holidays'> {
  if (interest.holidayRule === 'none') return {};
  return {
    holidays: { days: interest.holidayDaysSubsidised ? 'subsidised' : 'unsubsidised', workingDayFrom },
  };
}

/**
 * Terms as a line was drawn up by them: those from before due dates moved for holidays are read without.
 */
export function termsOfLine(terms: AccrualTerms, movesHolidays: boolean): AccrualTerms {
  const { holidays, ...others } = terms;
  return holidays && movesHolidays ? terms : others;
}

/** What was frozen on the loan. */
export interface FrozenForAccrual {
  readonly settlement: Settlement;
  readonly ceilingPercent: number;
  /** First day after the studies; null for a loan that is not for studies. */
  readonly studiesEndOn: PlainDate | null;
}

/** The studies that the subsidy of a student loan tells from the time after them. */
function studiesOf(
  { ratioAfterStudyPercent, studyGraceMonths }: ProgrammeForAccrual['subsidy'],
  studiesEndOn: PlainDate | null,
): Pick<AccrualTerms, 'studies'> {
  if (ratioAfterStudyPercent === null) return {};
  if (studiesEndOn === null) throw unsettleable('/loan/studies_end_on', '助学贷款须有毕业日期');
  return {
    studies: { endsOn: studiesEndOn, graceMonths: studyGraceMonths, percentAfter: ratioAfterStudyPercent },
  };
}

/**
 * Terms of one loan: its version's parameters and what was frozen on it. Refuses rules that accrual does not
 * know.
 */
export function accrualTermsOf(
  programme: ProgrammeForAccrual,
  frozen: FrozenForAccrual,
  workingDayFrom: HolidayShift['workingDayFrom'],
): AccrualTerms {
  const { interest, subsidy } = programme;
  if (subsidy.overdueRule !== 'from_due_date' && subsidy.overdueRule !== 'forfeit_all') {
    throw unsettleable('/subsidy/overdue_rule', '逾期贴息规则须为“到期日起不贴”或“全部不贴”');
  }
  if (interest.roundingUnit !== 'line' || interest.roundingMode !== 'half_up') {
    throw unsettleable('/interest/rounding_unit', '贴息须按结息行四舍五入一次');
  }
  return {
    dayCount: interest.dayCountBasis,
    settlement: frozen.settlement,
    settlementDayInclusive: interest.settleDayInclusive,
    subsidisedPrincipalCap: subsidy.subsidyCapPrincipalFen,
    subsidyTermMonths: subsidy.subsidyTermCapMonths,
    subsidyRateRule: subsidy.subsidyRateRule,
    ceilingAnnualPercent: frozen.ceilingPercent,
    fixedAnnualPercent: subsidy.subsidyFixedPercent,
    ratio: subsidy.subsidyRatioTable.map((row) => ({ from: row.from, percent: row.ratioPercent })),
    ...studiesOf(subsidy, frozen.studiesEndOn),
    overdueRule: subsidy.overdueRule,
    penaltyMultiplier: (WHOLE_PERCENT + programme.loan.penaltyOverdueUpliftPercent) / PERCENT_PER_FOLD,
    basis: subsidy.accruedOrPaid,
    ...(subsidy.subsidyTimeUnit === 'days' ? {} : { timeUnit: subsidy.subsidyTimeUnit }),
    ...holidaysOf(interest, workingDayFrom),
  };
}
