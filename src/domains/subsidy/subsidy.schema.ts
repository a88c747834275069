import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  regionCode,
  yuanText,
} from '../../platform/http/shapes.ts';
import * as notice from '../notice/index.ts';

export const BATCH_STATES = [
  'accruing',
  'drafted',
  'submitted',
  'reviewed',
  'noticed',
  'approved',
  'instructed',
  'paid',
  'returned',
] as const;

export const idParams = z.strictObject({ id: id() });

export const batchQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(BATCH_STATES).optional(),
  bank_id: id().optional(),
  county_code: countyCode().optional(),
  /** A township's are those it gathered itself. */
  region_code: regionCode().optional(),
  period_to: plainDate().optional(),
  /** Approved, whether on its way, paid or neither yet. */
  approved: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Claims whose review or payment is past its day. */
  overdue: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

export const batchTotalsQuery = batchQuery.omit({ after: true, limit: true });
export const batchTotalsReply = z.object({
  rows: z.int(),
  line_count: z.int(),
  payable_count: z.int(),
  subsidy: yuanText,
  adjusted: yuanText,
  paid: yuanText,
});

export const lineQuery = z.strictObject({
  ...pageQuery,
  excluded: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

/** The hash of the list the person saw: decisions on a list that has changed since are refused. */
const linesHash = z.string().regex(/^[0-9a-f]{64}$/, '清单校验码应为 64 位十六进制字符');

export const stepBody = z.strictObject({ lines_hash: linesHash, remark: line(200).optional() });
export const returnBody = z.strictObject({ lines_hash: linesHash, remark: line(200, 2) });

const percentText = z.string();

export const batchReply = z.object({
  id: digits,
  batch_no: z.string(),
  programme_code: z.string(),
  product_code: z.string(),
  settlement_calendar: z.string(),
  county_code: z.string(),
  bank_id: digits,
  bank_name: z.string(),
  /** Who draws it up and submits it; a township's claim names the township. */
  gatherer: z.enum(['bank', 'township', 'county_office', 'household']),
  township_code: z.string().nullable(),
  period_from: dateText,
  period_to: dateText,
  state: z.enum(BATCH_STATES),
  /** Claimed before its period was over (预计贴息): trued up in the next run. */
  projected: z.boolean(),
  funding: z.enum(['none', 'queued', 'reserved']),
  round: z.number(),
  line_count: z.number(),
  adjustment_count: z.number(),
  payable_count: z.number(),
  interest: yuanText,
  /** What adjusts earlier periods (补差、扣回), within `subsidy`. */
  adjusted: yuanText,
  subsidy: yuanText,
  paid_count: z.number(),
  paid: yuanText,
  lines_hash: z.string().nullable(),
  return_reason: z.string().nullable(),
  opened_on: dateText,
  /** Last day of the review that is next, and of the payment order where the version sets one. */
  review_due_on: dateText.nullable(),
  pay_by: dateText.nullable(),
  /** Past one of them, by so many working days. */
  overdue: z.boolean(),
  late_days: z.number(),
});
export const batchPage = z.object({ items: z.array(batchReply), next: digits.nullable() });

/** Of the round of the list that was posted. */
const noticeReply = notice.noticeReply.extend({ round: z.number() });

/** The batch with the words of its total, its decisions and its notices. */
export const batchDetail = batchReply.extend({
  subsidy_words: z.string().nullable(),
  /** Reviews the programme version asks for, in order, with the last day of each once it is known. */
  review_steps: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      working_days: z.number(),
      decided_on: dateText.nullable(),
      due_on: dateText.nullable(),
    }),
  ),
  decisions: z.array(
    z.object({
      act: z.string(),
      round: z.number(),
      step: z.number(),
      person_name: z.string(),
      role: z.string(),
      lines_hash: z.string(),
      remark: z.string().nullable(),
      decided_on: dateText,
      decided_at: z.iso.datetime(),
      due_on: dateText.nullable(),
      /** Working days after it. */
      late_days: z.number(),
    }),
  ),
  notices: z.array(noticeReply.extend({ objections: z.number() })),
});

const adjustedLine = z.object({
  batch_id: digits,
  batch_no: z.string(),
  period_from: dateText,
  period_to: dateText,
  due: yuanText,
  settled: yuanText,
});

export const linePage = z.object({
  items: z.array(
    z.object({
      id: digits,
      loan_id: digits,
      household_no: z.string(),
      township_name: z.string(),
      village_name: z.string(),
      head_name: z.string(),
      borrower_name: z.string(),
      id_no_masked: z.string(),
      contract_no: z.string(),
      voucher_no: z.string(),
      period_from: dateText,
      period_to: dateText,
      /** Drawn up before its end (预计): trued up in the next run. */
      projected: z.boolean(),
      days: z.number(),
      principal: yuanText,
      subsidised_principal: yuanText,
      annual_percent: percentText,
      subsidy_percent: percentText,
      ratio_percent: percentText,
      interest: yuanText,
      penalty: yuanText,
      /** Of an adjusting line its amount: 补差 above zero, 扣回 below. */
      subsidy: yuanText,
      /** Kept back of it to recover what was overpaid (抵扣), and what is left to pay. */
      offset: yuanText,
      /** Not paid for want of money (按比例拨付); stays due. */
      cut: yuanText,
      payable: yuanText,
      excluded: z.string().nullable(),
      remark: z.string().nullable(),
      /**
       * Of an adjusting line: the paid line it adjusts, what that is worth now and what it came to before.
       */
      adjusts: adjustedLine.nullable(),
    }),
  ),
  next: digits.nullable(),
});

export const stateReply = z.object({
  id: digits,
  state: z.enum(BATCH_STATES),
  round: z.number(),
  funding: z.enum(['none', 'queued', 'reserved']),
  subsidy: yuanText,
  lines_hash: z.string().nullable(),
});

export const noticePosted = z.object({ id: digits, state: z.string(), notices: z.array(noticeReply) });

export const objectionBody = notice.objectionBody.extend({ loan_id: id<'loan'>() });
export const { objectionReply, objectionDecisionBody, objectionQuery } = notice;
export const objectionPage = notice.objectionPage({
  batch_id: digits,
  batch_no: z.string(),
  loan_id: digits,
  contract_no: z.string(),
  borrower_name: z.string(),
});
export const objectionDecisionReply = notice.objectionDecisionReply.extend({
  lines_hash: z.string().nullable(),
});

/** Without a number where all that was due was kept back: then nothing is to be paid. */
export const orderReply = z.object({
  id: digits.nullable(),
  order_no: z.string().nullable(),
  round: z.number(),
  state: z.string(),
  line_count: z.number(),
  total: yuanText,
  instructed_on: dateText,
});
