import type { Context } from '../../../platform/context.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { ratesIncomplete, ratesOutOfOrder } from '../core/failures.ts';
import { isWholeTable, type RateSeries, type TenorBand } from '../core/reference-rates.ts';
import { insertRates, readRates } from '../reference.store.ts';

export interface RatePublication {
  readonly series: RateSeries;
  readonly effective_from: PlainDate;
  readonly source: string;
  readonly rates: readonly { readonly tenor_band: TenorBand; readonly annual_percent: number }[];
}

/** Appends one publication of the benchmark or the LPR; values already published never change. */
export async function publishRates(
  tx: Tx,
  context: Context,
  input: RatePublication,
): Promise<{ series: RateSeries; effective_from: PlainDate; count: number }> {
  const bands = input.rates.map((rate) => rate.tenor_band);
  if (!isWholeTable(input.series, bands)) throw ratesIncomplete();
  const known = (await readRates(tx)).filter((rate) => rate.series === input.series);
  if (known.some((rate) => rate.effectiveFrom >= input.effective_from)) throw ratesOutOfOrder();
  await insertRates(
    tx,
    input.rates.map((rate) => ({
      series: input.series,
      effectiveFrom: input.effective_from,
      tenorBand: rate.tenor_band,
      annualPercent: rate.annual_percent,
      source: input.source,
    })),
  );
  await record(tx, context, {
    act: 'programme.rates-published',
    subjectKind: 'reference-rate',
    subjectId: `${input.series}/${input.effective_from}`,
    after: { rates: input.rates, source: input.source },
  });
  return { series: input.series, effective_from: input.effective_from, count: input.rates.length };
}
