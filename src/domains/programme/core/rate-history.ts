import { date, type PlainDate } from '../../../kernel/date.ts';

/**
 * Annual rates in units of 0.0001 % by tenor band. Until 2014-11-21 there were five bands
 * (≤6M, ≤1Y, ≤3Y, ≤5Y, >5Y), since then three (≤1Y, ≤5Y, >5Y). Edges belong to the shorter band.
 */
interface BenchmarkTable {
  readonly effectiveFrom: PlainDate;
  /** Longest term of each band in months; the last band is open. */
  readonly upTo: readonly number[];
  readonly rates: readonly number[];
}

interface LprTable {
  readonly publishedOn: PlainDate;
  readonly oneYear: number;
  readonly fiveYearPlus: number;
}

const FIVE_BANDS = [6, 12, 36, 60, Infinity] as const;
const THREE_BANDS = [12, 60, Infinity] as const;

const benchmark = (from: string, upTo: readonly number[], ...rates: readonly number[]): BenchmarkTable => ({
  effectiveFrom: date(from),
  upTo,
  rates,
});

const lpr = (from: string, oneYear: number, fiveYearPlus: number): LprTable => ({
  publishedOn: date(from),
  oneYear,
  fiveYearPlus,
});

/** PBOC benchmark lending rates (中国人民银行 贷款基准利率), change dates only; last change 2015-10-24. */
export const BENCHMARK_HISTORY: readonly BenchmarkTable[] = [
  benchmark('2008-12-23', FIVE_BANDS, 4_8600, 5_3100, 5_4000, 5_7600, 5_9400),
  benchmark('2010-10-20', FIVE_BANDS, 5_1000, 5_5600, 5_6000, 5_9600, 6_1400),
  benchmark('2010-12-26', FIVE_BANDS, 5_3500, 5_8100, 5_8500, 6_2200, 6_4000),
  benchmark('2011-02-09', FIVE_BANDS, 5_6000, 6_0600, 6_1000, 6_4500, 6_6000),
  benchmark('2011-04-06', FIVE_BANDS, 5_8500, 6_3100, 6_4000, 6_6500, 6_8000),
  benchmark('2011-07-07', FIVE_BANDS, 6_1000, 6_5600, 6_6500, 6_9000, 7_0500),
  benchmark('2012-06-08', FIVE_BANDS, 5_8500, 6_3100, 6_4000, 6_6500, 6_8000),
  benchmark('2012-07-06', FIVE_BANDS, 5_6000, 6_0000, 6_1500, 6_4000, 6_5500),
  benchmark('2014-11-22', THREE_BANDS, 5_6000, 6_0000, 6_1500),
  benchmark('2015-03-01', THREE_BANDS, 5_3500, 5_7500, 5_9000),
  benchmark('2015-05-11', THREE_BANDS, 5_1000, 5_5000, 5_6500),
  benchmark('2015-06-28', THREE_BANDS, 4_8500, 5_2500, 5_4000),
  benchmark('2015-08-26', THREE_BANDS, 4_6000, 5_0000, 5_1500),
  benchmark('2015-10-24', THREE_BANDS, 4_3500, 4_7500, 4_9000),
];

/** Loan prime rate (贷款市场报价利率, 全国银行间同业拆借中心), dates on which a value changed. */
export const LPR_HISTORY: readonly LprTable[] = [
  lpr('2019-08-20', 4_2500, 4_8500),
  lpr('2019-09-20', 4_2000, 4_8500),
  lpr('2019-11-20', 4_1500, 4_8000),
  lpr('2020-02-20', 4_0500, 4_7500),
  lpr('2020-04-20', 3_8500, 4_6500),
  lpr('2021-12-20', 3_8000, 4_6500),
  lpr('2022-01-20', 3_7000, 4_6000),
  lpr('2022-05-20', 3_7000, 4_4500),
  lpr('2022-08-22', 3_6500, 4_3000),
  lpr('2023-06-20', 3_5500, 4_2000),
  lpr('2023-08-21', 3_4500, 4_2000),
  lpr('2024-02-20', 3_4500, 3_9500),
  lpr('2024-07-22', 3_3500, 3_8500),
  lpr('2024-10-21', 3_1000, 3_6000),
  lpr('2025-05-20', 3_0000, 3_5000),
];

function latest<T>(tables: readonly T[], on: PlainDate, from: (table: T) => PlainDate): T | null {
  return tables.findLast((table) => from(table) <= on) ?? null;
}

/**
 * Benchmark rate of a term on a date, in units of 0.0001 %: first the latest table, then the band of that
 * table (exactly one year is the short band, exactly three years is 1–3 before the merge). Null before the
 * first table.
 */
export function benchmarkFor(on: PlainDate, termMonths: number): number | null {
  const table = latest(BENCHMARK_HISTORY, on, (entry) => entry.effectiveFrom);
  if (!table) return null;
  const band = table.upTo.findIndex((months) => termMonths <= months);
  return table.rates[band] ?? null;
}

/**
 * LPR that bounds a loan of this term signed on a date, in units of 0.0001 %: up to one year the 1Y value,
 * longer the 5Y+ value (银保监发〔2021〕6号). Null before the first publication of 2019-08-20.
 */
export function lprFor(on: PlainDate, termMonths: number): number | null {
  const table = latest(LPR_HISTORY, on, (entry) => entry.publishedOn);
  if (!table) return null;
  return termMonths <= 12 ? table.oneYear : table.fiveYearPlus;
}
