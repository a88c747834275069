import { z } from 'zod';
import { countyCode, digits, line, pageQuery, positiveYuan, yuanText } from '../../platform/http/shapes.ts';
import { workReply } from '../countersign/index.ts';

export const grantReply = workReply;
export const grantBody = z.strictObject({
  programme_code: z.string().regex(/^P[1-9]$/, '项目编号写作 P1'),
  county_code: countyCode(),
  fiscal_year: z.number().int().min(2014).max(2100),
  document_no: line(60, 4),
  amount: positiveYuan(),
});

export const budgetQuery = z.strictObject({ ...pageQuery, county_code: countyCode().optional() });
export const budgetPage = z.object({
  items: z.array(
    z.object({
      id: digits,
      programme_code: z.string(),
      county_code: z.string(),
      fiscal_year: z.number(),
      granted: yuanText,
      /** Overpaid subsidy that came back (追缴). */
      recovered: yuanText,
      reserved: yuanText,
      spent: yuanText,
      available: yuanText,
      queued: yuanText,
    }),
  ),
  next: digits.nullable(),
});
