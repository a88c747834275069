import { z } from 'zod';
import { parseYuan } from '../../kernel/money.ts';
import { dateText, digits, id, line, plainDate, yuanText } from '../../platform/http/shapes.ts';

export const issueParams = z.strictObject({ id: id<'share-issue'>() });
export const dividendParams = z.strictObject({ id: id() });

export const declareBody = z
  .strictObject({
    year: z.int().min(2010).max(2100),
    profit: z
      .string()
      .regex(/^-?\d{1,12}(\.\d{1,2})?$/, '利润应为元，最多两位小数，亏损写负数')
      .transform((text) => parseYuan(text) ?? 0n),
    document_no: line(60, 2),
    payer_id: id<'organisation'>().optional(),
    pay_by: plainDate(),
  })
  .transform((body) => ({
    ...{ year: body.year, profit: body.profit, documentNo: body.document_no },
    ...{ payerId: body.payer_id ?? null, payBy: body.pay_by },
  }));

export const decisionBody = z.strictObject({ outcome: z.enum(['confirmed', 'refused']) });

export const shareDividendReply = z.object({
  id: digits,
  issue_id: digits,
  dividend_year: z.int(),
  document_no: z.string(),
  payer_id: digits.nullable(),
  pay_by: dateText.nullable(),
  profit: yuanText,
  shared: yuanText,
  parts: z.array(z.object({ party: z.string(), holders: z.boolean(), amount: yuanText })),
  floor: yuanText,
  participating: yuanText,
  retained: yuanText,
  due: yuanText,
  state: z.enum(['proposed', 'confirmed', 'refused']),
  declared_by: digits,
  declared_on: dateText,
  lines: z.array(
    z.object({
      household_id: digits.nullable(),
      household_no: z.string().nullable(),
      head_name: z.string().nullable(),
      share_class: z.enum(['preferred', 'ordinary']),
      shares: z.string(),
      floor: yuanText,
      participating: yuanText,
      due: yuanText,
    }),
  ),
});
