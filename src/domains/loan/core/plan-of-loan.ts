import { addDays, addMonths, dateFromParts, dateParts, type PlainDate } from '../../../kernel/date.ts';
import { invariant, unreachable } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { DayCount } from '../../../kernel/rate.ts';
import { dueDatesFrom, planRepayment, type RepaymentMethod, type RepaymentPlan } from './repayment-plan.ts';

/** Frozen facts of a loan that its plan follows from. */
export interface PlannedLoan {
  readonly principal: Fen;
  /** Units of 0.0001 %. */
  readonly annualPercent: number;
  readonly termMonths: number;
  readonly disbursedOn: PlainDate;
  readonly maturesOn: PlainDate;
  readonly method: RepaymentMethod;
  readonly settlementCalendar: string;
  /** True: interest runs through the settlement day and falls due the day after. */
  readonly settlementDayInclusive: boolean;
  readonly dayCount: DayCount;
}

/**
 * Months between settlements (结息周期), on the 20th or at the end of the month. RMB Rate Rules 银发〔1999〕77号;
 * yearly: 甘政办发〔2018〕70号.
 */
const MONTHS_BETWEEN: Readonly<Record<string, number>> = {
  ...{ monthly_20: 1, quarterly_20: 3, annual_1220: 12 },
  ...{ monthly_end: 1, quarterly_end: 3, annual_1231: 12 },
};
const AT_MONTH_END: readonly string[] = ['monthly_end', 'quarterly_end', 'annual_1231'];
const SETTLEMENT_DAY = 20;

/** Days on which interest falls due within `(disbursedOn, maturesOn]`, maturity last. */
export function interestDueDates(
  loan: Pick<PlannedLoan, 'disbursedOn' | 'maturesOn' | 'settlementCalendar' | 'settlementDayInclusive'>,
): PlainDate[] {
  if (loan.settlementCalendar === 'at_maturity') return [loan.maturesOn];
  const step = MONTHS_BETWEEN[loan.settlementCalendar];
  invariant(step, `no settlement calendar ${loan.settlementCalendar}`);
  const { year, month } = dateParts(loan.disbursedOn);
  const first = dateFromParts(year, month, 1);
  const dates: PlainDate[] = [];
  for (let ahead = 0; ; ahead += 1) {
    const due = dueInMonth(loan, addMonths(first, ahead));
    if (due >= loan.maturesOn) return [...dates, loan.maturesOn];
    if ((month + ahead) % step === 0 && due > loan.disbursedOn) dates.push(due);
  }
}

/** The day on which the interest settled in a month falls due; the month by its first day. */
function dueInMonth(
  loan: Pick<PlannedLoan, 'settlementCalendar' | 'settlementDayInclusive'>,
  first: PlainDate,
): PlainDate {
  const settledOn = AT_MONTH_END.includes(loan.settlementCalendar)
    ? addDays(addMonths(first, 1), -1)
    : addDays(first, SETTLEMENT_DAY - 1);
  return loan.settlementDayInclusive ? addDays(settledOn, 1) : settledOn;
}

function dueDatesOf(loan: PlannedLoan): PlainDate[] {
  switch (loan.method) {
    case 'interest_only':
      return interestDueDates(loan);
    case 'bullet':
      return [loan.maturesOn];
    case 'equal_instalment':
    case 'equal_principal': {
      const dates = dueDatesFrom(addMonths(loan.disbursedOn, 1), loan.termMonths, 1);
      return [...dates.filter((due) => due < loan.maturesOn), loan.maturesOn];
    }
    default:
      return unreachable(loan.method);
  }
}

/**
 * The repayment plan (还款计划) from the frozen facts of a disbursed loan: interest by the settlement calendar
 * with the principal at maturity, one sum at maturity, or monthly instalments.
 */
export function planOfLoan(loan: PlannedLoan): RepaymentPlan {
  return planRepayment({
    principal: loan.principal,
    annualPercent: loan.annualPercent,
    disbursedOn: loan.disbursedOn,
    dueDates: dueDatesOf(loan),
    everyMonths: 1,
    method: loan.method,
    dayCount: loan.dayCount,
    instalmentBase: 'real_days',
    rounding: 'half_up',
  });
}
