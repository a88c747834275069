import { z } from 'zod';
import { dateText, regionCode, yuanText } from '../../platform/http/shapes.ts';

export const overviewQuery = z.strictObject({ region_code: regionCode().optional() });

/** Above the county households are not told: the night counts loans. */
const loanFigures = { loan_count: z.int(), households: z.int().nullable(), outstanding: yuanText };
const overdueFigures = { overdue_loans: z.int(), overdue: yuanText };

const quarter = z.object({
  period_to: dateText,
  batches: z.int(),
  subsidy: yuanText,
  approved_subsidy: yuanText,
  paid: yuanText,
  states: z.array(z.object({ state: z.string(), batches: z.int(), subsidy: yuanText, paid: yuanText })),
});

const fund = z.object({
  funds: z.int(),
  /** Null below the county, whose the fund is. */
  balance: yuanText.nullable(),
  pending: yuanText.nullable(),
  claims: z.array(z.object({ state: z.string(), claims: z.int(), fund: yuanText, paid: yuanText })),
});

export const overviewReply = z.object({
  region_code: z.string(),
  region_name: z.string(),
  level: z.enum(['province', 'city', 'county', 'township', 'village']),
  as_of: dateText,
  /** From the reader's widest division down to this one. */
  above: z.array(z.object({ region_code: z.string(), region_name: z.string() })),
  /** When overdue loans, and above the county all of them, were counted last; null where there are none. */
  counted_on: dateText.nullable(),
  ...loanFigures,
  ...overdueFigures,
  /** The divisions below; one without a code is what nobody has placed in any. */
  places: z.array(
    z.object({
      region_code: z.string().nullable(),
      region_name: z.string().nullable(),
      ...loanFigures,
      ...overdueFigures,
    }),
  ),
  buckets: z.array(z.object({ bucket: z.string(), ...overdueFigures })),
  /** The twelve months from this one; null above the county. */
  maturities: z
    .array(
      z.object({
        month: z.string(),
        from: dateText,
        until: dateText,
        loan_count: z.int(),
        outstanding: yuanText,
      }),
    )
    .nullable(),
  /** Null for posts that read no batches. */
  quarters: z.array(quarter).nullable(),
  fund: fund.nullable(),
});
