import { z } from 'zod';
import { countyCode, dateText, digits, id, line, pageQuery } from '../../platform/http/shapes.ts';

const STATES = ['received', 'taken_up', 'set_aside'] as const;

export const letterParams = z.strictObject({ id: id<'notice-letter'>() });
export const letterQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(STATES).optional(),
  county_code: countyCode().optional(),
});
export const setAsideBody = z.strictObject({ reason: line(500, 4) });
export const setAsideReply = z.object({ id: digits, state: z.enum(['set_aside']) });

/** What anyone wrote about a posted list, and what became of it. */
const letter = z.object({
  id: digits,
  notice_id: digits,
  county_code: z.string(),
  subject_kind: z.enum([
    'subsidy_batch',
    'dividend_payout',
    'risk_fund_claim',
    'share_review',
    'insurance_policy',
    'insurance_subsidy_claim',
    'insurance_payout',
  ]),
  subject_id: digits,
  subject_ref: digits.nullable(),
  reason: z.string(),
  received_on: dateText,
  state: z.enum(STATES),
  objection_id: digits.nullable(),
  answered_on: dateText.nullable(),
  answer: z.string().nullable(),
});
export const letterPage = z.object({ items: z.array(letter), next: digits.nullable() });

/** What stands in the form below a list that hangs. */
export const letterForm = z.object({
  line: z
    .string()
    .trim()
    .regex(/^\d{0,7}$/, '序号应为数字，对整份名单有异议的不填'),
  reason: line(500, 4),
  form_key: z.uuid(),
});
