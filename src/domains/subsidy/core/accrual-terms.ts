import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { DayCount } from '../../../kernel/rate.ts';
import type { AccrualTerms, Settlement, SubsidyBasis, SubsidyRateRule } from './accrual-input.ts';
import { unsettleable } from './accrual-failures.ts';

/** What accrual needs of a programme version's parameters. */
export interface ProgrammeForAccrual {
  readonly interest: {
    readonly dayCountBasis: DayCount;
    readonly settleDayInclusive: boolean;
    readonly roundingUnit: string;
    readonly roundingMode: string;
  };
  readonly loan: { readonly penaltyOverdueUpliftPercent: number };
  readonly subsidy: {
    readonly subsidyRatioTable: readonly { readonly from: PlainDate; readonly ratioPercent: number }[];
    readonly subsidyRateRule: SubsidyRateRule;
    readonly subsidyFixedPercent: number | null;
    readonly subsidyTermCapMonths: number;
    readonly subsidyCapPrincipalFen: Fen;
    readonly subsidyTimeUnit: string;
    readonly accruedOrPaid: SubsidyBasis;
    readonly overdueRule: string;
  };
}

/** 100 % in units of 0.0001 %. */
const WHOLE_PERCENT = 1_000_000;
/** A multiplier of 1 in units of 0.0001, over 100 % in units of 0.0001 %. */
const PERCENT_PER_FOLD = 100;

/**
 * Terms of one loan: its version's parameters and what was frozen on it. Refuses rules that accrual does not
 * know.
 */
export function accrualTermsOf(
  programme: ProgrammeForAccrual,
  frozen: { readonly settlement: Settlement; readonly ceilingPercent: number },
): AccrualTerms {
  const { interest, subsidy } = programme;
  if (subsidy.overdueRule !== 'from_due_date' && subsidy.overdueRule !== 'forfeit_all') {
    throw unsettleable('/subsidy/overdue_rule', '逾期贴息规则须为“到期日起不贴”或“全部不贴”');
  }
  if (subsidy.subsidyTimeUnit !== 'days') throw unsettleable('/subsidy/subsidy_time_unit', '贴息计时须按天');
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
    overdueRule: subsidy.overdueRule,
    penaltyMultiplier: (WHOLE_PERCENT + programme.loan.penaltyOverdueUpliftPercent) / PERCENT_PER_FOLD,
    basis: subsidy.accruedOrPaid,
  };
}
