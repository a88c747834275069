import { addMonths, dateFromParts, dateParts, type PlainDate } from '../../../kernel/date.ts';

/** A contract whose rate follows a rule; percents in units of 0.0001 %. */
export interface ResettingLoan {
  readonly rateReset: 'anniversary' | 'jan_1';
  readonly disbursedOn: PlainDate;
  readonly maturesOn: PlainDate;
  /** First day counted here; resets before it were settled elsewhere. */
  readonly from: PlainDate;
  readonly annualPercent: number;
  /** What the rule allowed at the signing; null = the terms set no ceiling, so that no rule says a rate. */
  readonly ceilingPercent: number | null;
  /** Changes so far, by their days. */
  readonly changes: readonly { readonly on: PlainDate; readonly annualPercent: number }[];
}

/** A reset that the rule demands and nobody has applied. */
export interface DueReset {
  readonly resetOn: PlainDate;
  readonly wasPercent: number;
  readonly annualPercent: number;
  readonly ceilingPercent: number;
}

const YEAR_MONTHS = 12;

/** The days in the term, until a day and with it, on which a contract resets (银发〔1999〕77号). */
export function resetDays(loan: ResettingLoan, until: PlainDate): PlainDate[] {
  const { year } = dateParts(loan.disbursedOn);
  const days: PlainDate[] = [];
  for (let after = 1; ; after += 1) {
    const day =
      loan.rateReset === 'jan_1'
        ? dateFromParts(year + after, 1, 1)
        : addMonths(loan.disbursedOn, after * YEAR_MONTHS);
    if (day > until || day >= loan.maturesOn) return days;
    if (day >= loan.from) days.push(day);
  }
}

/**
 * The resets that the rule of a contract demands until a day and that were not applied. The rule keeps the
 * distance that the contract had from its ceiling when it was signed: `ceilingOn` answers the ceiling of a
 * reset day. A day on which the rate was changed already, or on which the rule gives the rate in force, asks
 * for nothing.
 */
export function dueResets(
  loan: ResettingLoan,
  until: PlainDate,
  ceilingOn: (day: PlainDate) => number | null,
): DueReset[] {
  if (loan.ceilingPercent === null) return [];
  const below = Math.max(0, loan.ceilingPercent - loan.annualPercent);
  const due: DueReset[] = [];
  for (const resetOn of resetDays(loan, until)) {
    if (loan.changes.some(({ on }) => on === resetOn)) continue;
    const ceilingPercent = ceilingOn(resetOn);
    if (ceilingPercent === null) continue;
    const wasPercent = rateBefore(loan, due, resetOn);
    const annualPercent = Math.max(0, ceilingPercent - below);
    if (annualPercent !== wasPercent) due.push({ resetOn, wasPercent, annualPercent, ceilingPercent });
  }
  return due;
}

/** In force on the eve: by what was changed, or by a reset before that is still to be applied. */
function rateBefore(loan: ResettingLoan, due: readonly DueReset[], day: PlainDate): number {
  const changed = loan.changes.findLast(({ on }) => on < day);
  const pending = due.at(-1);
  if (pending && (!changed || pending.resetOn > changed.on)) return pending.annualPercent;
  return changed?.annualPercent ?? loan.annualPercent;
}
