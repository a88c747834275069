import { z } from 'zod';
import { dateText, digits, id, line, yuan, yuanText } from '../../platform/http/shapes.ts';
import { SURPLUS_TO } from './core/settle-year.ts';

export const yearBody = z.strictObject({
  bank_id: id<'organisation'>(),
  year: z.int().min(2000).max(2100),
  loss: yuan(),
  document_no: line(60, 4),
});

export const yearDecisionBody = z.strictObject({
  outcome: z.enum(['confirmed', 'rejected']),
  bank_serial: z
    .string()
    .regex(/^[\w-]{4,40}$/, '流水号为 4 至 40 位字母或数字')
    .nullable()
    .default(null),
});

export const yearReply = z.object({
  id: digits,
  fund_id: digits,
  bank_id: digits,
  year: z.number(),
  lent: yuanText,
  due: yuanText,
  loss: yuanText,
  compensated: yuanText,
  surplus: yuanText,
  surplus_to: z.enum(SURPLUS_TO),
  deficit: yuanText,
  deficit_parts: z.array(z.object({ party: z.string(), amount: yuanText })),
  parts: z.array(z.object({ document_no: z.string(), percent: z.string(), lent: yuanText, due: yuanText })),
  document_no: z.string(),
  bank_serial: z.string().nullable(),
  state: z.enum(['entered', 'confirmed', 'rejected']),
  entered_on: dateText,
});
export const yearList = z.object({ items: z.array(yearReply) });
