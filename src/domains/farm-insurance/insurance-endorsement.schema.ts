import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  yuanText,
} from '../../platform/http/shapes.ts';
import { ENDORSEMENT_STATES, OBJECT_CHANGES } from './core/endorsement.ts';
import { insuredObject, objectNo } from './farm-insurance.schema.ts';

const MOST_LINES = 1_000;
const MOST_OBJECTS = 200;

export const endorsementQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  policy_id: id().optional(),
  state: z.enum(ENDORSEMENT_STATES).optional(),
});

export const endorsementBody = z.strictObject({
  policy_id: id(),
  endorsement_no: z.string().regex(/^[0-9A-Za-z-]{4,40}$/, '批单号为 4 至 40 位字母、数字或连字符'),
  signed_on: plainDate(),
  from_on: plainDate(),
  reason: line(200, 4),
  lines: z
    .array(
      z.strictObject({
        household_no: line(40),
        added: z.array(insuredObject()).max(MOST_OBJECTS).default([]),
        ended: z.array(objectNo()).max(MOST_OBJECTS).default([]),
      }),
    )
    .min(1, '至少一户')
    .max(MOST_LINES),
});

const facts = {
  id: digits,
  endorsement_no: z.string(),
  policy_id: digits,
  policy_no: z.string(),
  county_code: z.string(),
  village_name: z.string(),
  insurer_id: digits,
  insurer_name: z.string(),
  reason: z.string(),
  signed_on: dateText,
  from_on: dateText,
  row_count: z.int(),
  new_lines: z.int(),
  units: z.string(),
  sum_insured: yuanText,
  premium: yuanText,
  central: yuanText,
  province: yuanText,
  city: yuanText,
  county: yuanText,
  household: yuanText,
  state: z.enum(ENDORSEMENT_STATES),
  entered_on: dateText,
  decided_on: dateText.nullable(),
};
export const endorsementReply = z.object(facts);
export const endorsementPage = z.object({ items: z.array(endorsementReply), next: digits.nullable() });
export const endorsementDetail = z.object({
  ...facts,
  lines: z.array(
    z.object({
      household_id: digits,
      household_no: z.string(),
      head_name: z.string(),
      poor: z.boolean(),
      units_before: z.string(),
      units: z.string(),
      sum_insured: yuanText,
      premium: yuanText,
      household: yuanText,
      objects: z.array(
        z.object({ object_no: z.string(), change: z.enum(OBJECT_CHANGES), units: z.string() }),
      ),
    }),
  ),
});
