import { daysBetween, maxDate, type PlainDate } from '../../../kernel/date.ts';
import { divideHalfUp, fen, type Fen } from '../../../kernel/money.ts';

/** What a year owed and when it came, as its lateness is counted. */
export interface LatePayment {
  readonly dueOn: PlainDate;
  readonly cash: Fen;
  /** A day, units of 0.0001 % (违约金日利率). */
  readonly percentPerDay: number;
  readonly received: readonly { readonly on: PlainDate; readonly amount: Fen }[];
}

/** 100 % in units of 0.0001 %. */
const WHOLE = 1_000_000n;

/** Days after the due day up to and with `through`; none before it. */
export const daysLate = (dueOn: PlainDate, through: PlainDate): number =>
  Math.max(0, daysBetween(dueOn, through));

/**
 * The late fee (滞纳金) of a year by the agreement's daily rate: on what was open each day, from the day after
 * the due day to `through` inclusive. Money counts as open on the day it comes. Fen, rounded half-up once; a
 * component of its own, never part of the dividend.
 */
export function lateFee(late: LatePayment, through: PlainDate): Fen {
  const open = late.received
    .filter(({ on }) => on < through)
    .reduce(
      (sum, { on, amount }) => sum - amount * BigInt(daysBetween(maxDate(on, late.dueOn), through)),
      late.cash * BigInt(daysLate(late.dueOn, through)),
    );
  return open <= 0n ? fen(0n) : fen(divideHalfUp(open * BigInt(late.percentPerDay), WHOLE));
}
