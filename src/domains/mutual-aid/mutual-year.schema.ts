import { z } from 'zod';
import { dateText, digits, id, line, plainDate, positiveYuan, yuanText } from '../../platform/http/shapes.ts';
import { CREDIT_STATES, DISTRIBUTION_STATES } from './core/society-rows.ts';

export const yearBody = z.strictObject({ year: z.int().min(2000).max(2100) });
export const distributionReply = z.object({
  id: digits,
  society_id: digits,
  year: z.number(),
  fees: yuanText,
  reserve: yuanText,
  welfare: yuanText,
  running: yuanText,
  dividend: yuanText,
  risk: yuanText,
  state: z.enum(DISTRIBUTION_STATES),
  drawn_on: dateText,
});
export const distributionPage = z.object({ items: z.array(distributionReply), next: digits.nullable() });
export const distributionDetail = distributionReply.extend({
  dividends: z.array(
    z.object({ member_id: digits, member_name: z.string(), own: yuanText, amount: yuanText }),
  ),
});

export const creditBody = z.strictObject({
  bank_id: id<'organisation'>(),
  contract_no: line(60, 4),
  amount: positiveYuan(),
  lent_on: plainDate(),
  due_on: plainDate(),
});
export const creditReply = z.object({
  id: digits,
  society_id: digits,
  bank_id: digits,
  member_id: digits,
  contract_no: z.string(),
  amount: yuanText,
  lent_on: dateText,
  due_on: dateText,
  state: z.enum(CREDIT_STATES),
  ended_on: dateText.nullable(),
});
const creditView = creditReply.extend({ called: yuanText, recovered: yuanText });
export const creditPage = z.object({ items: z.array(creditView), next: digits.nullable() });
export const settledBody = z.strictObject({ on_date: plainDate() });
export const callBody = z.strictObject({
  amount: positiveYuan(),
  on_date: plainDate(),
  document_no: line(60, 2),
});
export const recoveryBody = z.strictObject({
  amount: positiveYuan(),
  on_date: plainDate(),
  bank_serial: line(60, 4),
});
