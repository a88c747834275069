import type { Reply } from '../api/call.ts';
import { valueWord } from '../words.ts';
import { OVERVIEW } from '../words/overview.ts';

export type Overview = Reply<'readOverview'>;

/** Bars to draw: one label a place on the axis, a row of heights in ten thousand yuan for each series. */
export interface Bars {
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly heights: readonly number[] }[];
}

/** For the eye alone: what is exact stands in the table. */
export const tenThousands = (yuan: string): number => Math.round(Number(yuan)) / 10_000;

export const bucketBars = (buckets: Overview['buckets']): Bars => ({
  labels: buckets.map(({ bucket }) => valueWord('bucket', bucket)),
  series: [{ name: OVERVIEW.overdue, heights: buckets.map(({ overdue }) => tenThousands(overdue)) }],
});

export const maturityBars = (months: NonNullable<Overview['maturities']>): Bars => ({
  labels: months.map(({ month }) => month),
  series: [{ name: OVERVIEW.balance, heights: months.map((one) => tenThousands(one.outstanding)) }],
});

/** Oldest first, as time runs. */
export function quarterBars(quarters: NonNullable<Overview['quarters']>): Bars {
  const run = quarters.toReversed();
  return {
    labels: run.map(({ period_to: end }) => end),
    series: [
      { name: OVERVIEW.submitted, heights: run.map(({ subsidy }) => tenThousands(subsidy)) },
      { name: OVERVIEW.approved, heights: run.map((one) => tenThousands(one.approved_subsidy)) },
      { name: OVERVIEW.paid, heights: run.map(({ paid }) => tenThousands(paid)) },
    ],
  };
}
