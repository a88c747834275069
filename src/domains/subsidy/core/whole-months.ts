import { addDays, addMonths, dateParts, minDate, type Period, type PlainDate } from '../../../kernel/date.ts';
import { exclusionOn, priceOf, type SliceRules } from './accrual-slice.ts';
import type { LoanHistory } from './loan-history.ts';

/**
 * What a line subsidises where the time counts in whole months (婺城 婺扶贫办〔2016〕27号), exactly: fen × percent
 * units × ratio units, to be divided by twelve. A month runs from the day of the drawdown to the same day
 * (对年对月对日) and belongs to the line in which it ends, so that the lines of a loan add up to its whole months
 * however they are cut. It counts when each of its days is subsidised, at what holds on its last one; odd
 * days carry nothing.
 */
export function monthsExact(
  line: Period,
  disbursedOn: PlainDate,
  history: LoanHistory,
  rules: SliceRules,
): bigint {
  let sum = 0n;
  for (let month = monthsUntil(disbursedOn, line.from); ; month += 1) {
    const to = addMonths(disbursedOn, month);
    if (to > line.to) return sum;
    if (to <= line.from) continue;
    const span = { from: addMonths(disbursedOn, month - 1), to };
    const last = isSubsidised(span, history, rules) ? stateOf(history, addDays(to, -1)) : null;
    if (last) sum += priceOf(addDays(to, -1), last, rules);
  }
}

/** The first month that can end after a day, or one before it. */
function monthsUntil(disbursedOn: PlainDate, day: PlainDate): number {
  const [a, b] = [dateParts(disbursedOn), dateParts(day)];
  return Math.max(1, (b.year - a.year) * 12 + b.month - a.month);
}

const stateOf = ({ states }: LoanHistory, day: PlainDate) => states.findLast(({ on }) => on <= day) ?? null;

/** Whether no day of a month is overdue, without entitlement or past the subsidy term. */
function isSubsidised(month: Period, { states }: LoanHistory, { termEnd }: SliceRules): boolean {
  return states.every((state, index) => {
    const until = minDate(states[index + 1]?.on ?? month.to, month.to);
    const holds = state.on < month.to && until > month.from;
    return !holds || exclusionOn(addDays(until, -1), state, termEnd) === null;
  });
}
