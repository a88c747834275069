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
import { noticeReply } from '../notice/index.ts';
import { LEVELS } from './core/levels.ts';
import { CLAIM_STATES, FUNDING_STATES } from './core/subsidy-claim-row.ts';

export const countyQuery = z.strictObject({ county_code: countyCode().optional() });
const year = () => z.int().min(2000).max(2100);

export const fundingBody = z.strictObject({
  county_code: countyCode(),
  level: z.enum(LEVELS),
  amount: positiveYuan(),
  received_on: plainDate(),
  document_no: line(60, 2),
  bank_serial: z.string().regex(/^[\w-]{4,40}$/, '流水号为 4 至 40 位字母或数字'),
});
export const decisionBody = z.strictObject({ outcome: z.enum(['confirmed', 'rejected']) });
export const fundingReply = z.object({
  id: digits,
  county_code: z.string(),
  level: z.enum(LEVELS),
  amount: yuanText,
  received_on: dateText,
  document_no: z.string(),
  bank_serial: z.string(),
  state: z.enum(FUNDING_STATES),
  entered_on: dateText,
  decided_on: dateText.nullable(),
});
export const fundingList = z.object({
  items: z.array(fundingReply),
  levels: z.array(
    z.object({
      county_code: z.string(),
      level: z.enum(LEVELS),
      received: yuanText,
      paid: yuanText,
      free: yuanText,
    }),
  ),
});

export const claimQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  state: z.enum(CLAIM_STATES).optional(),
});
export const claimBody = z.strictObject({
  county_code: countyCode(),
  year: year(),
  policy_ids: z.array(id()).min(1, '至少一份保单').max(5_000).nullable().default(null),
});
export const stepBody = z.strictObject({ remark: line(200).optional() });
export const instructBody = z.strictObject({ bank_id: id<'organisation'>(), remark: line(200).optional() });

const claimFacts = {
  id: digits,
  claim_no: z.string(),
  county_code: z.string(),
  insurer_id: digits,
  insurer_name: z.string(),
  year: z.int(),
  policy_count: z.int(),
  endorsement_count: z.int(),
  premium: yuanText,
  household: yuanText,
  total: yuanText,
  state: z.enum(CLAIM_STATES),
  bank_id: digits.nullable(),
  filed_on: dateText,
  paid: yuanText,
  paid_on: dateText.nullable(),
  reason: z.string().nullable(),
};
const share = z.object({
  id: digits,
  level: z.enum(LEVELS),
  amount: yuanText,
  state: z.enum(['pending', 'paid']),
  paid_on: dateText.nullable(),
});
export const claimReply = z.object({ ...claimFacts, shares: z.array(share) });
export const claimPage = z.object({ items: z.array(z.object(claimFacts)), next: digits.nullable() });
export const claimDetail = z.object({
  ...claimFacts,
  shares: z.array(share),
  policies: z.array(
    z.object({
      id: digits,
      policy_no: z.string(),
      village_name: z.string(),
      premium: yuanText,
      household: yuanText,
    }),
  ),
  endorsements: z.array(
    z.object({
      ...{ id: digits, endorsement_no: z.string(), policy_no: z.string(), from_on: dateText },
      ...{ premium: yuanText, household: yuanText },
    }),
  ),
  decisions: z.array(
    z.object({
      act: z.enum(['file', 'review', 'approve', 'instruct']),
      person_name: z.string(),
      role: z.string(),
      remark: z.string().nullable(),
      decided_on: dateText,
    }),
  ),
  notices: z.array(noticeReply),
  orders: z.array(
    z.object({
      id: digits,
      order_no: z.string(),
      level: z.enum(LEVELS),
      round: z.int(),
      state: z.enum(['instructed', 'settled']),
      total: yuanText,
    }),
  ),
});
export const ordersReply = z.object({
  orders: z.array(
    z.object({
      id: digits,
      order_no: z.string(),
      bank_id: digits,
      round: z.int(),
      state: z.enum(['instructed', 'settled']),
      line_count: z.int(),
      total: yuanText,
      instructed_on: dateText,
    }),
  ),
});
