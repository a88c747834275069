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
import type { SliceRules } from './accrual-slice.ts';
import type { LoanHistory, Relief } from './loan-history.ts';
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
export function subsidyTermEnd(
  disbursedOn: PlainDate,
  terms: AccrualTerms,
  { reliefs }: LoanHistory,
): PlainDate {
  return reliefs.reduce(relievedTermEnd, addMonths(disbursedOn, terms.subsidyTermMonths));
}

/**
 * A relief order leaves the subsidy unharmed (银保监发〔2020〕28号): the days it gains do not count against the
 * subsidy term. One that says otherwise ends the subsidy where they begin.
 */
function relievedTermEnd(end: PlainDate, relief: Relief): PlainDate {
  if (relief.days === 'unsubsidised') return minDate(end, relief.from);
  return relief.from > end ? end : maxDate(end, relief.to);
}

/**
 * The maturities inside the span that really came: in force on their own day, none for an extension agreed in
 * time.
 */
function reachedMaturities(span: Period, { states }: LoanHistory): PlainDate[] {
  const days = new Changes(span);
  states.forEach(({ on, maturesOn }, index) => {
    const nextOn = states[index + 1]?.on;
    if (maturesOn >= on && (nextOn === undefined || maturesOn < nextOn)) days.add(maturesOn);
  });
  return days.inOrder();
}

/** Days inside a span; most loans of most periods have none, and a province asks a million times. */
class Changes {
  readonly #span: Period;
  readonly #days: PlainDate[] = [];

  constructor(span: Period) {
    this.#span = span;
  }

  add(day: PlainDate): void {
    if (day > this.#span.from && day < this.#span.to) this.#days.push(day);
  }

  /** Ascending, each day once. */
  inOrder(): PlainDate[] {
    return this.#days.length < 2 ? this.#days : [...new Set(this.#days)].sort();
  }
}

function lineStarts(span: Period, terms: AccrualTerms, maturities: readonly PlainDate[]): PlainDate[] {
  if (terms.settlement === 'at_maturity') return [span.from, ...maturities];
  const starts: PlainDate[] = [];
  let start = span.from;
  while (start < span.to) {
    starts.push(start);
    start = nextSettlementBoundary(terms.settlement, terms.settlementDayInclusive, start);
  }
  return starts;
}

/**
 * Days inside the span on which principal, rate, eligibility, maturity, ratio, subsidy term or year
 * changes.
 */
function sliceStarts(span: Period, running: RunningLoan, rules: SliceRules): PlainDate[] {
  const changes = new Changes(span);
  const lastYear = dateParts(span.to).year;
  for (let year = dateParts(span.from).year + 1; year <= lastYear; year += 1)
    changes.add(dateFromParts(year, 1, 1));
  for (const state of running.history.states) changes.add(state.on);
  for (const day of running.maturities) changes.add(day);
  for (const row of rules.ratio) changes.add(row.from);
  changes.add(rules.termEnd);
  return changes.inOrder();
}

interface RunningLoan {
  readonly history: LoanHistory;
  readonly maturities: readonly PlainDate[];
}

/**
 * Cuts the running span into settlement lines, and each line where its slices start.
 */
export function cutLines(span: Period, history: LoanHistory, rules: SliceRules): LineCut[] {
  const maturities = reachedMaturities(span, history);
  const starts = lineStarts(span, rules.terms, maturities);
  const changes = sliceStarts(span, { history, maturities }, rules);
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? span.to;
    return { from, to, inner: changes.filter((day) => day > from && day < to) };
  });
}
