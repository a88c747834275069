import { parsePercent } from '../../../../kernel/rate.ts';
import { Exact } from '../../../../kernel/money.ts';
import { compactText, type LedgerCell } from './ledger-cell.ts';

export type RateReading = { readonly units: number; readonly fromFraction: boolean } | null;

const RATE = /^(?:年利率|年息)?(\d{1,3}(?:\.\d{1,12})?)(%)?$/;
// No loan costs under 0.3 % a year: a smaller figure is a percentage cell read as its fraction (0.0475
// = 4.75 %).
const LARGEST_FRACTION = '0.3';

/**
 * Reads an annual rate: 4.75, 4.75%, 0.0475 (fraction). Monthly and per-mille spellings (3.96‰) are not
 * converted, for
 * a converted rate is not exact. Units of 0.0001 %; null when unreadable, zero or finer than that.
 */
export function parseRate(cell: LedgerCell): RateReading {
  const match = RATE.exec(compactText(cell));
  if (!match) return null;
  const figure = new Exact(match[1] ?? '0');
  const fromFraction = match[2] === undefined && figure.gt(0) && figure.lt(LARGEST_FRACTION);
  const units = parsePercent((fromFraction ? figure.mul(100) : figure).toFixed());
  return units === null || units === 0 ? null : { units, fromFraction };
}
