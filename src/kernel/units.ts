import { Exact } from './money.ts';

const UNITS = /^\d{1,12}(?:\.\d{1,4})?$/;

/**
 * A count as people write it (`"1.934"`) in whole units of 10^-places; null when it is no number or finer
 * than what is counted: `"1.934", 3` → `1934n`.
 */
export function parseUnits(text: string, places: number): bigint | null {
  if (!UNITS.test(text)) return null;
  const units = new Exact(text).mul(new Exact(10).pow(places));
  return units.isInteger() ? BigInt(units.toFixed(0)) : null;
}

/** Whole units of 10^-places as people write them: `1934n, 3` → `"1.934"`. */
export const formatUnits = (units: bigint, places: number): string =>
  new Exact(units.toString()).div(new Exact(10).pow(places)).toFixed(places);
