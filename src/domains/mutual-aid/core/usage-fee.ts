import { addMonths, dateParts, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { divideHalfUp, fen, maxFen, type Fen } from '../../../kernel/money.ts';

/** Fee rates are kept in units of 0.0001 per mille a month. */
const UNITS_OF_ONE = 10_000_000n;

/**
 * Months begun from `from` to `on`: a begun month counts whole, the first always; the anniversary itself
 * still belongs to the month that ends on it. `on` is not before `from`.
 */
export function monthsBegun(from: PlainDate, on: PlainDate): number {
  invariant(on >= from, 'a fee runs forwards');
  const a = dateParts(from);
  const b = dateParts(on);
  const whole = (b.year - a.year) * 12 + (b.month - a.month);
  return Math.max(1, addMonths(from, whole) < on ? whole + 1 : whole);
}

export interface FeeFacts {
  /** What is still owed, in fen. */
  readonly outstanding: Fen;
  /** What of the loan is the member's own money and bears no fee, in fen. */
  readonly own: Fen;
  /** Units of 0.0001 per mille a month. */
  readonly feeUnits: number;
  readonly months: number;
}

/**
 * Usage fee (占用费) of so many months, in fen: only the part above the member's own contribution bears it,
 * rounded half-up once. Practice of 盐池: (10,000 − 2,000) at 7 ‰ for 12 months = 672.00.
 */
export function usageFee({ outstanding, own, feeUnits, months }: FeeFacts): Fen {
  const bearing = maxFen(outstanding - own, 0n);
  return fen(divideHalfUp(bearing * BigInt(feeUnits) * BigInt(months), UNITS_OF_ONE));
}

export interface FeeDue {
  readonly months: number;
  readonly fee: Fen;
}

/** What a loan owes as fee on a day: the months begun since it was paid out that no payment has settled. */
export function feeDue(
  loan: Omit<FeeFacts, 'months'> & { readonly disbursedOn: PlainDate; readonly settledMonths: number },
  on: PlainDate,
): FeeDue {
  const months = Math.max(0, monthsBegun(loan.disbursedOn, on) - loan.settledMonths);
  return { months, fee: usageFee({ ...loan, months }) };
}
