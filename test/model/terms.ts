import { date } from '../../src/kernel/date.ts';
import type { AccrualTerms } from '../../src/domains/subsidy/index.ts';
import type { Bank } from './actors.ts';
import { firstTerms } from '../support/first-terms.ts';

export interface ModelTerms {
  readonly accrual: AccrualTerms;
  readonly publicity: {
    readonly levels: readonly string[];
    readonly days: number;
    readonly order: 'sequential' | 'parallel';
  };
  /** Days before its end on which a quarter is claimed ahead (预计贴息). */
  readonly ahead: number | null;
  /** Short of money a claim waits, or its lines share what there is. */
  readonly shortage: 'queue' | 'pro_rata';
  /** Kept back of a dividend for the tax office, units of 0.0001 %. */
  readonly dividendTax: number;
}

/**
 * Bank A lends by the province's first term, bank B by a version of its own that counts what was paid, halves
 * the ratio on a day inside a period and posts at two levels at once. Bank C claims each quarter ahead of its
 * end and shares out what money there is. Written out, not read from the product.
 */
export const TERMS: Readonly<Record<Bank, ModelTerms>> = {
  A: {
    accrual: firstTerms(),
    publicity: { levels: ['village', 'township', 'county'], days: 10, order: 'sequential' },
    ...{ ahead: null, shortage: 'queue', dividendTax: 0 },
  },
  B: {
    accrual: firstTerms({
      dayCount: 'act_365',
      ratio: [
        { from: date('2015-07-01'), percent: 1_000_000 },
        { from: date('2016-08-01'), percent: 500_000 },
      ],
      basis: 'paid',
    }),
    publicity: { levels: ['village', 'county'], days: 7, order: 'parallel' },
    ...{ ahead: null, shortage: 'queue', dividendTax: 0 },
  },
  C: {
    accrual: firstTerms(),
    publicity: { levels: ['county'], days: 5, order: 'sequential' },
    ...{ ahead: 25, shortage: 'pro_rata', dividendTax: 200_000 },
  },
};

export const CAP = 50_000_00n;
export const LONGEST_MONTHS = 36;
/** Benchmark rates of 24 October 2015: up to a year, up to five. */
export const ceilingPercent = (months: number): number => (months <= 12 ? 43_500 : 47_500);
/** Nothing is played beyond this day: the versions of the model end soon after. */
export const LAST_DAY = date('2018-04-20');

/** What the versions of all banks say about dividends (保底 8 %, 盈余的 70 %). */
export const DIVIDENDS = {
  floorPercent: 80_000,
  sharePercent: 700_000,
  dueDay: '12-20',
  listedDaysAhead: 60,
  boardDays: 10,
  cureDays: 30,
  /** Of what is open, a day. */
  latePercent: 500,
} as const;

/** What the members of the village's society resolved. Amounts are fen. */
export const VILLAGE = {
  feePerMille: 7,
  /** Reserve, welfare, running. */
  split: [40, 20, 40],
  stopPercent: 15,
  unit: 100_00n,
  mostUnits: 20n,
  baseShare: 500_00n,
  firstLoan: 5_000_00n,
  step: 2_500_00n,
  most: 10_000_00n,
  minMonths: 3,
  maxMonths: 12,
} as const;
