import { z } from 'zod';
import { dateText, digits, id, line, yuan, yuanText } from '../../platform/http/shapes.ts';
import { outlayPaymentReply } from './aftermath.schema.ts';
import { SURPLUS_TO } from './core/settle-year.ts';

export const yearBody = z.strictObject({
  bank_id: id<'organisation'>(),
  year: z.int().min(2000).max(2100),
  loss: yuan(),
  document_no: line(60, 4),
});

/** Which of a year's two payments is made again. */
export const yearPartBody = z.strictObject({ part: z.enum(['compensation', 'surplus']) });

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
  payments: z.array(outlayPaymentReply),
  state: z.enum(['entered', 'confirmed', 'rejected']),
  entered_on: dateText,
});
export const yearList = z.object({ items: z.array(yearReply) });
