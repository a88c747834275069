import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  positiveYuan,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { DIVIDEND_FREQUENCIES, DUE_KINDS, DUE_STATES } from './core/due-row.ts';
import { PAYOUT_LINE_STATES } from './core/payout-row.ts';
import { parseYuan } from '../../kernel/money.ts';

export const idParams = z.strictObject({ id: id() });
export const year = () => z.coerce.number().int().min(2000).max(2100);
export const quarter = () => z.coerce.number().int().min(1, '季度为 1 至 4').max(4, '季度为 1 至 4');

export const dueQuery = z.strictObject({
  ...pageQuery,
  enterprise_id: id().optional(),
  agreement_id: id().optional(),
  household_id: id().optional(),
  share_dividend_id: id().optional(),
  kind: z.enum(DUE_KINDS).optional(),
  state: z.enum(DUE_STATES).optional(),
  year: year().optional(),
  county_code: countyCode().optional(),
});

export const dueTotalsQuery = dueQuery.omit({ after: true, limit: true });
export const dueTotalsReply = z.object({
  rows: z.int(),
  due: yuanText,
  reinvested: yuanText,
  cash: yuanText,
  received: yuanText,
  paid: yuanText,
  short: yuanText,
});

export const dueReply = z.object({
  id: digits,
  kind: z.enum(DUE_KINDS),
  agreement_id: digits.nullable(),
  agreement_no: z.string().nullable(),
  share_dividend_id: digits.nullable(),
  late_for_id: digits.nullable(),
  principal_of_id: digits.nullable(),
  source_no: z.string(),
  county_code: z.string(),
  bank_id: digits.nullable(),
  enterprise_id: digits,
  enterprise_name: z.string(),
  household_id: digits,
  household_no: z.string(),
  head_name: z.string(),
  township_name: z.string(),
  village_name: z.string(),
  year_no: z.number(),
  part_no: z.number(),
  frequency: z.enum(DIVIDEND_FREQUENCIES),
  period_from: dateText,
  period_to: dateText,
  due_on: dateText,
  invested: yuanText,
  floor_percent: z.string(),
  floor: yuanText,
  profit: yuanText.nullable(),
  profit_share_percent: z.string(),
  earlier: yuanText,
  profit_share: yuanText,
  due: yuanText,
  reinvested: yuanText,
  cash: yuanText,
  received: yuanText,
  in_time: yuanText,
  paid: yuanText,
  short: yuanText,
  unpaid: yuanText,
  meets_floor: z.boolean(),
  withholding_percent: z.string(),
  report_id: digits.nullable(),
  state: z.enum(DUE_STATES),
  missed_on: dateText.nullable(),
});
export const duePage = z.object({ items: z.array(dueReply), next: digits.nullable() });

export const source = z.enum(['enterprise', 'deposit', 'guarantor', 'county']);
export const dueDetailReply = dueReply.extend({
  slices: z.array(z.object({ from: dateText, to: dateText, invested_fen: z.string(), percent: z.number() })),
  default_reason: z.string().nullable(),
  allotments: z.array(z.object({ receipt_id: digits, source, received_on: dateText, amount: yuanText })),
  payments: z.array(
    z.object({
      payout_id: digits,
      payout_no: z.string(),
      line_no: z.number(),
      component: source,
      state: z.enum(PAYOUT_LINE_STATES),
      paid_on: dateText.nullable(),
      net: yuanText,
    }),
  ),
  reminders: z.array(z.object({ days_before: z.number(), reminded_on: dateText })),
});

/** Profit of a year: a loss is negative. */
const signedYuan = () =>
  z
    .string()
    .regex(/^-?\d{1,12}(\.\d{1,2})?$/, '金额应为元，最多两位小数；亏损写负数，例如 "-3000.00"')
    .transform((text) => {
      const amount = parseYuan(text.replace('-', '')) ?? 0n;
      return text.startsWith('-') ? -amount : BigInt(amount);
    });

const proofs = z
  .array(z.string().regex(/^[0-9a-f]{64}$/, '凭证须用上传后得到的哈希'))
  .max(20)
  .default([]);

/** Head of a report; the lines come beside it as JSON or as a workbook. */
export const reportHead = {
  year: year(),
  quarter: quarter().optional(),
  profit: signedYuan(),
  capital: positiveYuan(),
  total: yuan(),
  reinvested: yuan().optional(),
  remark: line(200).optional(),
};

export const reportBody = z.strictObject({
  ...reportHead,
  proofs,
  lines: z
    .array(z.strictObject({ due_id: id<'dividend-due'>(), amount: yuan(), reinvested: yuan().optional() }))
    .min(1, '请至少列出一户')
    .max(3000, '一次最多 3000 户，更多请用表格填报'),
});

export const reportInputOf = (body: z.output<typeof reportBody>) => ({
  year: body.year,
  quarter: body.quarter ?? null,
  profit: body.profit,
  capital: body.capital,
  total: body.total,
  reinvested: body.reinvested ?? ZERO,
  remark: body.remark ?? null,
  proofs: body.proofs,
  lines: body.lines.map((each) => ({
    dueId: each.due_id,
    amount: each.amount,
    reinvested: each.reinvested ?? ZERO,
  })),
});
const ZERO = parseYuan('0.00') as NonNullable<ReturnType<typeof parseYuan>>;

const reportState = z.enum(['filed', 'accepted', 'returned', 'replaced']);
export const reportReply = z.object({
  id: digits,
  county_code: z.string(),
  enterprise_id: digits,
  year: z.number(),
  quarter: z.number().nullable(),
  version: z.number(),
  profit: yuanText,
  capital: yuanText,
  total: yuanText,
  reinvested: yuanText,
  line_count: z.number(),
  proofs: z.array(z.string()),
  remark: z.string().nullable(),
  state: reportState,
  filed_on: dateText,
  decided_on: dateText.nullable(),
  reason: z.string().nullable(),
});
const compared = {
  due_id: digits,
  profit: yuanText,
  earlier: yuanText,
  profit_share: yuanText,
  due: yuanText,
  reinvested: yuanText,
  cash: yuanText,
  amount: yuanText,
  short: yuanText,
  meets_floor: z.boolean(),
};
export const filedReply = reportReply.extend({ lines: z.array(z.object(compared)) });
export const reportDetailReply = reportReply.extend({
  lines: z.array(
    z.object({
      ...compared,
      agreement_no: z.string(),
      household_no: z.string(),
      head_name: z.string(),
      due_on: dateText,
      floor: yuanText,
      received: yuanText,
    }),
  ),
});
export const reportPage = z.object({
  items: z.array(reportReply.extend({ enterprise_name: z.string() })),
  next: digits.nullable(),
});
export const yearQuery = z.strictObject({
  ...pageQuery,
  enterprise_id: id().optional(),
  year: year().optional(),
  quarter: quarter().optional(),
  state: reportState.optional(),
  county_code: countyCode().optional(),
});

export const reportDecisionBody = z
  .strictObject({ outcome: z.enum(['accepted', 'returned']), reason: line(200, 4).optional() })
  .refine((body) => body.outcome === 'accepted' || body.reason !== undefined, {
    path: ['reason'],
    message: '退回须写明原因',
  });
