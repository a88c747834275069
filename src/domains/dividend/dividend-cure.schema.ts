import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  positiveYuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { PRINCIPAL_PAYEES } from '../agreement/index.ts';
import { documentReply } from '../document/index.ts';
import { DUE_KINDS, DUE_STATES } from './core/due-row.ts';

export { workReply } from '../countersign/index.ts';

export const dueParams = z.strictObject({ id: id() });
export const demandBody = z.strictObject({
  due_ids: z
    .array(id())
    .min(1, '请至少选择一笔')
    .max(500, '一次最多 500 笔，请分次催缴')
    .refine((ids) => new Set(ids).size === ids.length, '同一笔重复出现'),
  addressee: z.enum(['enterprise', 'guarantor']).default('enterprise'),
  remark: line(200).optional(),
});
export const demandReply = z.object({
  id: digits,
  demand_no: z.string(),
  county_code: z.string(),
  enterprise_id: digits,
  addressee: z.enum(['enterprise', 'guarantor']),
  issued_on: dateText,
  answer_by: dateText,
  line_count: z.number(),
  short: yuanText,
  remark: z.string().nullable(),
});
export const principalBody = z.strictObject({
  amount: positiveYuan(),
  paid_to: z.enum(PRINCIPAL_PAYEES),
  paid_on: plainDate(),
  bank_serial: z.string().regex(/^[\w-]{4,40}$/, '银行流水号应为 4 至 40 位字母或数字'),
});
export const undoneBody = z.strictObject({ reason: line(200, 4) });
export const defaultBody = z.strictObject({ reason: line(200, 4) });
export const defaultReply = z.object({
  id: digits,
  state: z.string(),
  default_reason: z.string().nullable(),
});

export const recoveryBody = z.strictObject({
  enterprise_id: id<'organisation'>(),
  amount: positiveYuan(),
  received_on: plainDate(),
  bank_serial: z.string().regex(/^[\w-]{4,40}$/, '银行流水号应为 4 至 40 位字母或数字'),
  remark: line(200).optional(),
});
export const recoveryReply = z.object({
  id: digits,
  county_code: z.string(),
  enterprise_id: digits,
  amount: yuanText,
  received_on: dateText,
  bank_serial: z.string(),
  remark: z.string().nullable(),
  state: z.enum(['entered', 'confirmed', 'rejected']),
  entered_on: dateText,
  decided_on: dateText.nullable(),
});
export const recoveryQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['entered', 'confirmed', 'rejected']).optional(),
  enterprise_id: id().optional(),
  county_code: countyCode().optional(),
});
export const recoveryPage = z.object({
  items: z.array(recoveryReply.extend({ enterprise_name: z.string() })),
  next: digits.nullable(),
});
export const recoveryDecisionBody = z.strictObject({ outcome: z.enum(['confirmed', 'rejected']) });

export const paperBody = z.strictObject({});
export const paperReply = documentReply;

export const arrearsQuery = z.strictObject({
  ...pageQuery,
  enterprise_id: id().optional(),
  household_id: id().optional(),
  county_code: countyCode().optional(),
});
export const arrearsPage = z.object({
  items: z.array(
    z.object({
      id: digits,
      kind: z.enum(DUE_KINDS),
      source_no: z.string(),
      enterprise_id: digits,
      enterprise_name: z.string(),
      household_id: digits,
      household_no: z.string(),
      head_name: z.string(),
      village_name: z.string(),
      due_on: dateText,
      days_late: z.number(),
      floor: yuanText,
      due: yuanText,
      reinvested: yuanText,
      cash: yuanText,
      received: yuanText,
      from_enterprise: yuanText,
      from_deposit: yuanText,
      from_guarantor: yuanText,
      advanced: yuanText,
      short: yuanText,
      paid: yuanText,
      late_fee: yuanText,
      late_fee_charged: yuanText,
      late_fee_received: yuanText,
      state: z.enum(DUE_STATES),
      demands: z.array(
        z.object({
          id: digits,
          demand_no: z.string(),
          addressee: z.enum(['enterprise', 'guarantor']),
          issued_on: dateText,
          answer_by: dateText,
        }),
      ),
    }),
  ),
  next: digits.nullable(),
});

export const standingQuery = z.strictObject({ enterprise_id: id().optional() });
export const standingReply = z.object({
  items: z.array(
    z.object({
      enterprise_id: digits,
      enterprise_name: z.string(),
      county_code: z.string(),
      dues: z.number(),
      households: z.number(),
      cash: yuanText,
      received: yuanText,
      paid: yuanText,
      overdue: z.number(),
      overdue_amount: yuanText,
      principal: yuanText,
      principal_short: yuanText,
      deposit: yuanText,
      guarantor: yuanText,
      advanced: yuanText,
      recovered: yuanText,
      recourse: yuanText,
    }),
  ),
});
