import { z } from 'zod';
import { parseYuan, type Fen } from '../../kernel/money.ts';
import { dateText, digits, id, line, plainDate, yuanText } from '../../platform/http/shapes.ts';

export const enterpriseParams = z.strictObject({ id: id<'organisation'>() });

export const meansBody = z.strictObject({
  as_of: plainDate(),
  net_assets: z
    .string()
    .regex(/^-?\d{1,12}(\.\d{1,2})?$/, '净资产应为元，最多两位小数，可为负')
    .transform((text) => parseYuan(text) as Fen),
  source: line(100, 2),
});

export const meansInputOf = (body: z.output<typeof meansBody>) => ({
  asOf: body.as_of,
  netAssets: body.net_assets,
  source: body.source,
});

export const meansReply = z.object({
  id: digits,
  enterprise_id: digits,
  as_of: dateText,
  net_assets: yuanText,
  source: z.string(),
  recorded_by: digits,
  recorded_on: dateText,
});

export const placementReply = z.object({
  enterprise_id: digits,
  enterprise_name: z.string(),
  standing: z.string(),
  paid_in_capital: yuanText.nullable(),
  households: z.number(),
  placed: yuanText,
  county_placed: yuanText,
  means: z.array(meansReply),
});
