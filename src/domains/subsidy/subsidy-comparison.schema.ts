import { z } from 'zod';
import { dateText, digits, yuanText } from '../../platform/http/shapes.ts';
import { BATCH_STATES } from './subsidy.schema.ts';

const signedPercent = z.string().regex(/^-?\d+\.\d$/);

/** A batch and the one before it of the same bank, programme and calendar; null where there was none. */
export const comparisonReply = z.object({
  id: digits,
  batch_no: z.string(),
  payable_count: z.number(),
  subsidy: yuanText,
  last_period: z
    .object({
      batch_id: digits,
      batch_no: z.string(),
      period_from: dateText,
      period_to: dateText,
      state: z.enum(BATCH_STATES),
      payable_count: z.number(),
      subsidy: yuanText,
    })
    .nullable(),
  count_change: z.number().nullable(),
  subsidy_change: yuanText.nullable(),
  change_percent: signedPercent.nullable(),
  /** Loans with a line in this batch and none in the one before, and the other way round. */
  loans_joined: z.number(),
  loans_left: z.number(),
  /** The largest of these, with what they get, or got. */
  joined: z.array(
    z.object({ loan_id: digits, contract_no: z.string(), borrower_name: z.string(), subsidy: yuanText }),
  ),
  left: z.array(
    z.object({ loan_id: digits, contract_no: z.string(), borrower_name: z.string(), last_subsidy: yuanText }),
  ),
  /** Loans in both whose subsidy changed by more than a tenth, the largest change first. */
  outliers: z.array(
    z.object({
      loan_id: digits,
      contract_no: z.string(),
      borrower_name: z.string(),
      last_subsidy: yuanText,
      subsidy: yuanText,
      subsidy_change: yuanText,
    }),
  ),
  /** The county's batches of the same programme and period, by bank. */
  banks: z.array(
    z.object({
      batch_id: digits,
      batch_no: z.string(),
      bank_id: digits,
      bank_name: z.string(),
      state: z.enum(BATCH_STATES),
      payable_count: z.number(),
      last_subsidy: yuanText.nullable(),
      subsidy: yuanText,
      subsidy_change: yuanText.nullable(),
    }),
  ),
});

/** The money of the year that a batch is paid from: what is there, what comes first, what would remain. */
export const fundingReply = z.object({
  id: digits,
  programme_code: z.string(),
  county_code: z.string(),
  fiscal_year: z.number().nullable(),
  funding: z.enum(['none', 'queued', 'reserved']),
  granted: yuanText,
  recovered: yuanText,
  reserved: yuanText,
  spent: yuanText,
  available: yuanText,
  /** Batches approved before this one that still wait for money. */
  ahead: yuanText,
  subsidy: yuanText,
  /** Below zero where the money does not suffice. */
  remains: yuanText,
  suffices: z.boolean(),
});
