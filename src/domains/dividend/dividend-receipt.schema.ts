import { z } from 'zod';
import { dateText, digits, id, line, plainDate, positiveYuan, yuanText } from '../../platform/http/shapes.ts';
import { quarter, source, year, yearQuery } from './dividend.schema.ts';

export const receiptBody = z.strictObject({
  enterprise_id: id<'organisation'>(),
  year: year(),
  quarter: quarter().optional(),
  source,
  amount: positiveYuan(),
  received_on: plainDate(),
  bank_serial: z.string().regex(/^[\w-]{4,40}$/, '银行流水号应为 4 至 40 位字母或数字'),
  payer_name: line(80, 2),
  share_dividend_id: id().optional(),
  due_ids: z.array(id()).min(1).max(500).optional(),
  remark: line(200).optional(),
});
export const receiptReply = z.object({
  id: digits,
  county_code: z.string(),
  enterprise_id: digits,
  year: z.number(),
  quarter: z.number().nullable(),
  source,
  amount: yuanText,
  received_on: dateText,
  bank_serial: z.string(),
  payer_name: z.string(),
  share_dividend_id: digits.nullable(),
  due_ids: z.array(digits).nullable(),
  remark: z.string().nullable(),
  state: z.enum(['entered', 'confirmed', 'rejected']),
  entered_on: dateText,
  decided_on: dateText.nullable(),
});
export const receiptPage = z.object({
  items: z.array(receiptReply.extend({ enterprise_name: z.string() })),
  next: digits.nullable(),
});
export const receiptQuery = yearQuery.extend({
  state: z.enum(['entered', 'confirmed', 'rejected']).optional(),
});
export const receiptDecisionBody = z.strictObject({ outcome: z.enum(['confirmed', 'rejected']) });
