import { Exact } from '../../../kernel/money.ts';

const SHARES = /^\d{1,12}(?:\.\d{1,4})?$/;

/**
 * Shares as people write them (`"1.934"`) to whole units of 10^-places of a share; null when they are no
 * number of shares or finer than the issue counts.
 */
export function parseShares(text: string, places: number): bigint | null {
  if (!SHARES.test(text)) return null;
  const units = new Exact(text).mul(new Exact(10).pow(places));
  return units.isInteger() ? BigInt(units.toFixed(0)) : null;
}

/** Units of 10^-places of a share as shares: `1934n, 3` → `"1.934"`. */
export const formatShares = (units: bigint, places: number): string =>
  new Exact(units.toString()).div(new Exact(10).pow(places)).toFixed(places);

/** How many whole units a sum buys at a par value; null when it is no whole number. Amounts in fen. */
export function unitsOf(total: bigint, par: bigint, places: number): bigint | null {
  const units = new Exact(total.toString()).mul(new Exact(10).pow(places)).div(par.toString());
  return units.isInteger() ? BigInt(units.toFixed(0)) : null;
}
