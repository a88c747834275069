import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { BENCHMARK_HISTORY, LPR_HISTORY } from './rate-history.ts';

export const RATE_SERIES = ['PBOC_BENCHMARK', 'LPR'] as const;
export type RateSeries = (typeof RATE_SERIES)[number];

/**
 * Bands of the published tables and the longest term of each in months; an edge belongs to the shorter band.
 */
const BAND_MONTHS = {
  LE_6M: 6,
  LE_1Y: 12,
  GT_6M_LE_1Y: 12,
  GT_1Y_LE_3Y: 36,
  GT_3Y_LE_5Y: 60,
  GT_1Y_LE_5Y: 60,
  GT_5Y: Infinity,
  '1Y': 12,
  '5Y_PLUS': Infinity,
} as const;
export type TenorBand = keyof typeof BAND_MONTHS;

export const isTenorBand = (text: string): text is TenorBand => Object.hasOwn(BAND_MONTHS, text);

/** What was published on one day for one band; units of 0.0001 %. */
export interface ReferenceRate {
  readonly series: RateSeries;
  readonly effectiveFrom: PlainDate;
  readonly tenorBand: TenorBand;
  readonly annualPercent: number;
  readonly source: string;
}

interface RateTable {
  readonly effectiveFrom: PlainDate;
  readonly bands: readonly { readonly upToMonths: number; readonly annualPercent: number }[];
}

/** The published tables of both series, oldest first. */
export interface ReferenceRates {
  readonly benchmark: readonly RateTable[];
  readonly lpr: readonly RateTable[];
}

function tablesOf(rows: readonly ReferenceRate[]): RateTable[] {
  const days = [...new Set(rows.map((row) => row.effectiveFrom))].sort();
  return days.map((effectiveFrom) => ({
    effectiveFrom,
    bands: rows
      .filter((row) => row.effectiveFrom === effectiveFrom)
      .map((row) => ({ upToMonths: BAND_MONTHS[row.tenorBand], annualPercent: row.annualPercent }))
      .sort((a, b) => a.upToMonths - b.upToMonths),
  }));
}

export function referenceRates(rows: readonly ReferenceRate[]): ReferenceRates {
  return {
    benchmark: tablesOf(rows.filter((row) => row.series === 'PBOC_BENCHMARK')),
    lpr: tablesOf(rows.filter((row) => row.series === 'LPR')),
  };
}

/**
 * Rate of a term on a day, units of 0.0001 %: first the latest table, then its band. Up to one year the LPR
 * is the 1Y value, longer the 5Y+ value (银保监发〔2021〕6号). Null before the first publication.
 */
export function rateInBand(tables: readonly RateTable[], on: PlainDate, termMonths: number): number | null {
  const table = tables.findLast((entry) => entry.effectiveFrom <= on);
  return table?.bands.find((band) => termMonths <= band.upToMonths)?.annualPercent ?? null;
}

const BENCHMARK_SOURCE = '中国人民银行 贷款基准利率';
const LPR_SOURCE = '全国银行间同业拆借中心 LPR公告';
const FIVE_BANDS = ['LE_6M', 'GT_6M_LE_1Y', 'GT_1Y_LE_3Y', 'GT_3Y_LE_5Y', 'GT_5Y'] as const;
const THREE_BANDS = ['LE_1Y', 'GT_1Y_LE_5Y', 'GT_5Y'] as const;

/** Everything published up to the day this release was made; later values are appended to the register. */
export function publishedRates(): ReferenceRate[] {
  const benchmark = BENCHMARK_HISTORY.flatMap(({ effectiveFrom, rates }) => {
    const bands = rates.length === FIVE_BANDS.length ? FIVE_BANDS : THREE_BANDS;
    return rates.map((annualPercent, position): ReferenceRate => {
      const tenorBand = bands[position];
      invariant(tenorBand, 'a table of the benchmark has three or five bands');
      return { series: 'PBOC_BENCHMARK', effectiveFrom, tenorBand, annualPercent, source: BENCHMARK_SOURCE };
    });
  });
  const lpr = LPR_HISTORY.flatMap(({ publishedOn, oneYear, fiveYearPlus }): ReferenceRate[] => [
    {
      series: 'LPR',
      effectiveFrom: publishedOn,
      tenorBand: '1Y',
      annualPercent: oneYear,
      source: LPR_SOURCE,
    },
    {
      ...{ series: 'LPR', effectiveFrom: publishedOn, source: LPR_SOURCE },
      ...{ tenorBand: '5Y_PLUS', annualPercent: fiveYearPlus },
    },
  ]);
  return [...benchmark, ...lpr];
}

/**
 * Whether a publication names every band of its table exactly once: a gap would leave some terms without a
 * rate.
 */
export function isWholeTable(series: RateSeries, bands: readonly TenorBand[]): boolean {
  const tables: readonly (readonly TenorBand[])[] =
    series === 'LPR' ? [['1Y', '5Y_PLUS']] : [FIVE_BANDS, THREE_BANDS];
  return tables.some((table) => table.length === bands.length && table.every((band) => bands.includes(band)));
}
