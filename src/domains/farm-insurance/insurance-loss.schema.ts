import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  percent,
  plainDate,
  yuanText,
} from '../../platform/http/shapes.ts';
import { noticeReply } from '../notice/index.ts';
import { CAUSES, LOSS_STATES, PAYOUT_LINE_STATES, PAYOUT_STATES } from './core/loss-rows.ts';

const unitsText = () => z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, '数量写作 "12.50"，最多两位小数');
const degree = () =>
  percent().refine((units) => units > 0 && units <= 1_000_000, '损失程度应大于零，不超过 100%');

export const lossQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  policy_id: id().optional(),
  state: z.enum(LOSS_STATES).optional(),
});
export const lossBody = z.strictObject({
  household_no: line(40),
  cause: z.enum(CAUSES),
  happened_on: plainDate(),
  units: unitsText(),
});
export const assessmentBody = z.strictObject({
  units: unitsText(),
  loss_percent: degree(),
  stage: line(20).nullable().default(null),
  surveyed_on: plainDate(),
  survey_no: line(40, 2),
});
export const lossReply = z.object({
  id: digits,
  policy_id: digits,
  policy_no: z.string(),
  household_id: digits,
  household_no: z.string(),
  head_name: z.string(),
  cause: z.enum(CAUSES),
  happened_on: dateText,
  reported_units: z.string(),
  reported_on: dateText,
  state: z.enum(LOSS_STATES),
  affected_units: z.string().nullable(),
  loss_percent: z.string().nullable(),
  stage: z.string().nullable(),
  surveyed_on: dateText.nullable(),
  survey_no: z.string().nullable(),
  assessed: yuanText.nullable(),
  assessed_on: dateText.nullable(),
  reason: z.string().nullable(),
});
export const lossPage = z.object({ items: z.array(lossReply), next: digits.nullable() });

export const payoutQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  state: z.enum(PAYOUT_STATES).optional(),
});
const payoutFacts = {
  id: digits,
  list_no: z.string(),
  policy_id: digits,
  policy_no: z.string(),
  county_code: z.string(),
  insurer_id: digits,
  insurer_name: z.string(),
  line_count: z.int(),
  total: yuanText,
  state: z.enum(PAYOUT_STATES),
  drawn_on: dateText,
  confirmed_on: dateText.nullable(),
  pay_by: dateText.nullable(),
  reason: z.string().nullable(),
};
export const payoutReply = z.object(payoutFacts);
export const drawnReply = z.object({
  ...payoutFacts,
  left_out: z.array(
    z.object({
      household_no: z.string(),
      amount: yuanText,
      code: z.enum(['no-card', 'not-member', 'shared-account']),
    }),
  ),
});
export const payoutPage = z.object({ items: z.array(payoutReply), next: digits.nullable() });
export const overdueQuery = z.strictObject({ county_code: countyCode().optional() });
export const overdueList = z.object({
  on: dateText,
  items: z.array(
    z.object({
      ...{ id: digits, list_no: z.string(), county_code: z.string(), insurer_id: digits },
      ...{ insurer_name: z.string(), policy_no: z.string(), village_name: z.string() },
      ...{ confirmed_on: dateText, pay_by: dateText, days_late: z.int() },
      ...{ pending_lines: z.int(), pending: yuanText, reminded_on: dateText.nullable() },
    }),
  ),
});
export const payoutDetail = z.object({
  ...payoutFacts,
  lines: z.array(
    z.object({
      line_no: z.int(),
      household_id: digits,
      household_no: z.string(),
      head_name: z.string(),
      cause: z.enum(CAUSES),
      happened_on: dateText,
      amount: yuanText,
      payee_name: z.string(),
      account_last4: z.string(),
      account_bank: z.string(),
      state: z.enum(PAYOUT_LINE_STATES),
      received_on: dateText.nullable(),
      bank_serial: z.string().nullable(),
      reason: z.string().nullable(),
      days_late: z.int().nullable(),
    }),
  ),
  notices: z.array(noticeReply),
});
/** Compared with the household's card, never paid to: cards and passbooks alike, blanks left out. */
const paidAccount = () =>
  z
    .string()
    .regex(/^\d[\d ]{7,38}$/, '银行账号为 8 至 32 位数字')
    .transform((text) => text.replaceAll(' ', ''));
const lineNo = () => z.int().min(1).max(10_000);
export const receiptsBody = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        line_no: lineNo(),
        received_on: plainDate(),
        account_no: paidAccount(),
        bank_serial: z.string().regex(/^[\w-]{4,40}$/, '流水号为 4 至 40 位字母或数字'),
      }),
    )
    .min(1, '至少一行')
    .max(1_000),
});
export const returnBody = z.strictObject({ line_no: lineNo(), reason: line(200, 2) });
