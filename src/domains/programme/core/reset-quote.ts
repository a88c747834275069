import type { PlainDate } from '../../../kernel/date.ts';
import type { InterestTerms } from './parameters.ts';
import type { RateSeries, ReferenceRates } from './reference-rates.ts';

/** The publication that the rule of some terms goes by. */
export interface ResetQuote {
  readonly series: RateSeries;
  readonly quotedOn: PlainDate;
}

/** The latest publication not after a day that a reset by rule goes by; null where the rule follows none. */
export function resetQuoteFor(
  { rateCeilingRule: rule }: InterestTerms,
  rates: ReferenceRates,
  on: PlainDate,
): ResetQuote | null {
  if (rule === 'percent' || rule === 'none') return null;
  const series = rule === 'benchmark' ? 'PBOC_BENCHMARK' : 'LPR';
  const tables = rule === 'benchmark' ? rates.benchmark : rates.lpr;
  const table = tables.findLast((entry) => entry.effectiveFrom <= on);
  return table ? { series, quotedOn: table.effectiveFrom } : null;
}
