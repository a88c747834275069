import { z } from 'zod';
import { countyCode, dateText, digits, id, pageQuery, plainDate } from '../../platform/http/shapes.ts';
import { CHANGE_STATES } from './core/loan-change.ts';

const programme = () => z.string().regex(/^P[1-9]$/, '项目编号写作 P1');
const percentText = z.string().regex(/^\d+(\.\d{1,4})?$/);

export const resetParams = z.strictObject({ id: id<'rate-reset-order'>() });
export const resetQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  bank_id: id<'organisation'>().optional(),
  programme_code: programme().optional(),
  /** Last reset day asked for; today when none is named. */
  through: plainDate().optional(),
});
export const orderQuery = z.strictObject({ ...pageQuery, state: z.enum(CHANGE_STATES).optional() });
export const proposeResetsBody = z
  .strictObject({ county_code: countyCode(), programme_code: programme(), through: plainDate() })
  .transform((body) => ({
    countyCode: body.county_code,
    programmeCode: body.programme_code,
    through: body.through,
  }));

const line = {
  loan_id: digits,
  contract_no: z.string().nullable(),
  reset_on: dateText,
  was_percent: percentText,
  annual_percent: percentText,
  ceiling_percent: percentText,
  /** The publication that the rule goes by, and its day. */
  series: z.string().nullable(),
  quoted_on: dateText.nullable(),
};

export const resetPage = z.object({
  items: z.array(
    z.object({
      ...line,
      county_code: z.string(),
      bank_id: digits,
      programme_code: z.string(),
      product_code: z.string(),
      /** Days since it was due. */
      late_days: z.int(),
      /** Still ahead: by what is published now. */
      provisional: z.boolean(),
    }),
  ),
  /** The last loan looked at. */
  next: digits.nullable(),
});

const order = {
  id: digits,
  county_code: z.string(),
  bank_id: digits,
  programme_code: z.string(),
  through: dateText,
  lines: z.int(),
  loans: z.int(),
  state: z.enum(CHANGE_STATES),
  proposed_by: digits,
  proposed_on: dateText,
  decided_by: digits.nullable(),
  decided_on: dateText.nullable(),
  refusal: z.string().nullable(),
};
export const resetOrderReply = z.object(order);
export const resetOrderPage = z.object({ items: z.array(resetOrderReply), next: digits.nullable() });
export const resetOrderDetail = z.object({ ...order, items: z.array(z.object(line)) });

const REMINDED = ['bank_officer', 'bank_reviewer'] as const;

export const resetReminderQuery = z.strictObject({
  ...pageQuery,
  /** The post that was told; one's own when none is named. */
  role: z.enum(REMINDED).optional(),
  /** What has not been reset since. */
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

export const resetReminderPage = z.object({
  items: z.array(
    z.object({
      id: digits,
      county_code: z.string(),
      bank_name: z.string(),
      loan_id: digits,
      contract_no: z.string().nullable(),
      programme_code: z.string(),
      reset_on: dateText,
      step: z.enum(['due', 'late']),
      role: z.enum(REMINDED),
      level: z.enum(['post', 'above']),
      noted_on: dateText,
      open: z.boolean(),
    }),
  ),
  next: digits.nullable(),
});
