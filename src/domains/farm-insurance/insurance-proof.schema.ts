import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  pageQuery,
  plainDate,
  positiveYuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { PROOF_STATES } from './core/proof-rows.ts';

const MOST_POLICIES = 50;
const MOST_LINES = 1_000;

export const proofQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  state: z.enum(PROOF_STATES).optional(),
});

export const proofBody = z.strictObject({
  bank_id: id<'organisation'>(),
  bank_serial: z.string().regex(/^[\w-]{4,40}$/, '流水号为 4 至 40 位字母或数字'),
  paid_on: plainDate(),
  amount: positiveYuan(),
  policies: z
    .array(
      z.strictObject({
        policy_id: id(),
        // null: every line of the policy whose own part waits for its proof
        line_nos: z.array(z.int().min(1).max(MOST_LINES)).min(1).max(MOST_LINES).nullable().default(null),
      }),
    )
    .min(1, '至少一份保单')
    .max(MOST_POLICIES),
});

const proofFacts = {
  id: digits,
  county_code: z.string(),
  village_code: z.string(),
  insurer_id: digits,
  insurer_name: z.string(),
  bank_id: digits,
  bank_name: z.string(),
  bank_serial: z.string(),
  paid_on: dateText,
  amount: yuanText,
  state: z.enum(PROOF_STATES),
  entered_on: dateText,
  decided_on: dateText.nullable(),
};
export const proofReply = z.object(proofFacts);
export const proofPage = z.object({ items: z.array(proofReply), next: digits.nullable() });
export const proofDetail = z.object({
  ...proofFacts,
  lines: z.array(
    z.object({
      policy_id: digits,
      policy_no: z.string(),
      line_no: z.int(),
      household_id: digits,
      household_no: z.string(),
      head_name: z.string(),
      amount: yuanText,
    }),
  ),
});
