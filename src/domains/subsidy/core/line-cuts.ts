import {
  addMonths,
  dateFromParts,
  dateParts,
  maxDate,
  minDate,
  type Period,
  type PlainDate,
} from '../../../kernel/date.ts';
import type { AccrualInput, AccrualTerms } from './accrual-input.ts';
import type { LoanHistory } from './loan-history.ts';
import { nextSettlementBoundary } from './settlement-calendar.ts';

/** One settlement line before it is priced: its days, and the days inside it on which a new slice starts. */
export interface LineCut {
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** Ascending, strictly inside the line. */
  readonly inner: readonly PlainDate[];
}

/**
 * The days on which a loan runs within a window: from disbursement to the day it is repaid in full; or
 * null.
 */
export function runningSpan(input: AccrualInput, history: LoanHistory): Period | null {
  const from = maxDate(input.window.from, input.loan.disbursedOn);
  const to = history.repaidOn === null ? input.window.to : minDate(input.window.to, history.repaidOn);
  return from < to ? { from, to } : null;
}

/** Last subsidised day + 1 by the subsidy term; the maturity ends it earlier through the overdue rule. */
export function subsidyTermEnd(disbursedOn: PlainDate, terms: AccrualTerms): PlainDate {
  return addMonths(disbursedOn, terms.subsidyTermMonths);
}

/** The maturities that really came: in force on their own day, none for an extension agreed in time. */
function reachedMaturities(history: LoanHistory): PlainDate[] {
  return history.states
    .filter((state, index) => {
      const nextOn = history.states[index + 1]?.on;
      return state.maturesOn >= state.on && (nextOn === undefined || state.maturesOn < nextOn);
    })
    .map((state) => state.maturesOn);
}

function within(span: Period, days: readonly PlainDate[]): PlainDate[] {
  return days.filter((day) => day > span.from && day < span.to);
}

function lineStarts(span: Period, terms: AccrualTerms, maturities: readonly PlainDate[]): PlainDate[] {
  if (terms.settlement === 'at_maturity') return [span.from, ...within(span, maturities)];
  const starts: PlainDate[] = [];
  let start = span.from;
  while (start < span.to) {
    starts.push(start);
    start = nextSettlementBoundary(terms.settlement, terms.settlementDayInclusive, start);
  }
  return starts;
}

function newYears(span: Period): PlainDate[] {
  const first = dateParts(span.from).year + 1;
  const last = dateParts(span.to).year;
  const days: PlainDate[] = [];
  for (let year = first; year <= last; year += 1) days.push(dateFromParts(year, 1, 1));
  return days;
}

function ratioChanges(terms: AccrualTerms): PlainDate[] {
  return terms.ratio
    .filter((row, index) => row.percent !== (terms.ratio[index - 1]?.percent ?? 0))
    .map((row) => row.from);
}

/**
 * Days inside the span on which principal, rate, eligibility, maturity, ratio, subsidy term or year
 * changes.
 */
function sliceStarts(span: Period, terms: AccrualTerms, history: RunningLoan): PlainDate[] {
  const changes = within(span, [
    ...newYears(span),
    ...history.states.map((state) => state.on),
    ...history.maturities,
    ...ratioChanges(terms),
    history.termEnd,
  ]);
  // most loans change nothing inside a period
  return changes.length < 2 ? changes : [...new Set(changes)].sort();
}

interface RunningLoan extends LoanHistory {
  readonly maturities: readonly PlainDate[];
  readonly termEnd: PlainDate;
}

/**
 * Cuts the running span into settlement lines, and each line where its slices start; `termEnd` is the first
 * day past the subsidy term.
 */
export function cutLines(
  span: Period,
  terms: AccrualTerms,
  history: LoanHistory,
  termEnd: PlainDate,
): LineCut[] {
  const maturities = [...new Set(reachedMaturities(history))].sort();
  const starts = lineStarts(span, terms, maturities);
  const changes = sliceStarts(span, terms, { ...history, maturities, termEnd });
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? span.to;
    return { from, to, inner: changes.filter((day) => day > from && day < to) };
  });
}
