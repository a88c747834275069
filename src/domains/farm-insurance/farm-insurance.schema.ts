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
  positiveYuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { noticeReply, objectionPage as pageOfObjections } from '../notice/index.ts';
import {
  INSURED_KINDS,
  INSURED_UNITS,
  POLICY_KINDS,
  POLICY_STATES,
  POOR_STATUSES,
  PUBLICITY_KINDS,
} from './core/insurance-rows.ts';
import { ENDORSEMENT_PREMIUMS } from './core/endorsement.ts';
import type { PremiumShares } from './core/levels.ts';
import { OWN_PARTS } from './core/proof-rows.ts';

export { workReply } from '../countersign/index.ts';

/** A village list fits into one request; more households make a second policy. */
const MOST_LINES = 1_000;
const MOST_OBJECTS = 200;

export const idParams = z.strictObject({ id: id() });
export const emptyBody = z.strictObject({});
export const reasonBody = z.strictObject({ reason: line(200, 4) });
export const termsQuery = z.strictObject({ county_code: countyCode().optional() });
export const policyQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  state: z.enum(POLICY_STATES).optional(),
});

const part = () => percent().refine((units) => units <= 1_000_000, '比例不能超过 100%');
const shares = () =>
  z
    .strictObject({
      ...{ central_percent: part(), province_percent: part(), city_percent: part(), county_percent: part() },
      household_percent: part(),
    })
    .transform((given): PremiumShares => [
      ...([given.central_percent, given.province_percent, given.city_percent, given.county_percent] as const),
      given.household_percent,
    ]);

export const productCode = () =>
  z.string().regex(/^[a-z][a-z-]{1,30}$/, '险种代码为小写字母和连字符，例如 "potato"');

const stage = z.strictObject({
  name: line(20),
  most_percent: part().refine((units) => units > 0, '最高赔偿标准应大于零'),
});

export const termsBody = z
  .strictObject({
    county_code: countyCode(),
    product_code: productCode(),
    product: line(30, 2),
    kind: z.enum(INSURED_KINDS),
    unit: z.enum(INSURED_UNITS),
    unit_places: z.int().min(0).max(2),
    document_no: line(60, 2),
    effective_from: plainDate(),
    effective_to: plainDate(),
    sum_insured: positiveYuan(),
    premium_percent: part().refine((units) => units > 0, '费率应大于零'),
    poor_shares: shares(),
    other_shares: shares(),
    least_loss_percent: part(),
    total_loss_percent: part().refine((units) => units > 0, '比例应大于零'),
    deductible_percent: part().refine((units) => units < 1_000_000, '免赔率应小于 100%'),
    publicity_days: z.int().min(1).max(60),
    publicity_day_kind: z.enum(PUBLICITY_KINDS),
    pay_within_days: z.int().min(1).max(180),
    remind_before_days: z.int().min(0).max(60).default(3),
    // 摘帽不摘政策: who left and keeps its policies pays as the poor do, unless the terms say otherwise
    poor_statuses: z
      .array(z.enum(POOR_STATUSES))
      .min(1)
      .max(POOR_STATUSES.length)
      .refine((named) => named.includes('registered_poor'), '享受减免的须包括在册贫困户')
      .default([...POOR_STATUSES]),
    // 代缴: who pays the own part in their place; null: they themselves, with the bank's proof
    poor_own_payer: line(60, 2).nullable().default(null),
    other_own_payer: line(60, 2).nullable().default(null),
    endorsement_premium: z.enum(ENDORSEMENT_PREMIUMS).default('by_days'),
    stages: z.array(stage).max(12).default([]),
  })
  .transform(({ county_code: county, sum_insured: insured, stages, ...terms }) => ({
    county,
    terms: {
      ...terms,
      sum_insured_fen: insured,
      stage_names: stages.map(({ name }) => name),
      stage_percents: stages.map(({ most_percent: most }) => most),
    },
  }));

const sharesReply = z.object({
  ...{ central_percent: z.string(), province_percent: z.string(), city_percent: z.string() },
  ...{ county_percent: z.string(), household_percent: z.string() },
});
export const termsReply = z.object({
  id: digits,
  county_code: z.string(),
  product_code: z.string(),
  product: z.string(),
  kind: z.enum(INSURED_KINDS),
  unit: z.enum(INSURED_UNITS),
  unit_places: z.int(),
  document_no: z.string(),
  effective_from: dateText,
  effective_to: dateText,
  sum_insured: yuanText,
  premium_percent: z.string(),
  poor_shares: sharesReply,
  other_shares: sharesReply,
  least_loss_percent: z.string(),
  total_loss_percent: z.string(),
  deductible_percent: z.string(),
  publicity_days: z.int(),
  publicity_day_kind: z.enum(PUBLICITY_KINDS),
  pay_within_days: z.int(),
  remind_before_days: z.int(),
  poor_statuses: z.array(z.enum(POOR_STATUSES)),
  poor_own_payer: z.string().nullable(),
  other_own_payer: z.string().nullable(),
  endorsement_premium: z.enum(ENDORSEMENT_PREMIUMS),
  stages: z.array(z.object({ name: z.string(), most_percent: z.string() })),
  published_on: dateText,
});
export const termsList = z.object({ items: z.array(termsReply) });

const unitsText = () => z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, '数量写作 "12.50"，最多两位小数');
export const objectNo = () =>
  z.string().regex(/^[0-9A-Za-z-]{2,40}$/, '地块号或耳标号为 2 至 40 位字母、数字或连字符');
export const insuredObject = () => z.strictObject({ object_no: objectNo(), units: unitsText() });

export const policyBody = z.strictObject({
  policy_no: z.string().regex(/^[0-9A-Za-z-]{4,40}$/, '保单号为 4 至 40 位字母、数字或连字符'),
  village_code: z.string().regex(/^\d{12}$/, '村代码应为 12 位数字'),
  product_code: productCode(),
  kind: z.enum(POLICY_KINDS),
  signed_on: plainDate(),
  covers_from: plainDate(),
  covers_to: plainDate(),
  own_paid_on: plainDate().nullable().default(null),
  own_receipt_no: line(40, 2).nullable().default(null),
  lines: z
    .array(
      z.strictObject({
        household_no: line(40),
        objects: z.array(insuredObject()).min(1, '每户至少写明一块地或一头牲畜').max(MOST_OBJECTS),
      }),
    )
    .min(1, '至少一户')
    .max(MOST_LINES),
});

const premiumParts = {
  premium: yuanText,
  central: yuanText,
  province: yuanText,
  city: yuanText,
  county: yuanText,
  household: yuanText,
};
const policyFacts = {
  id: digits,
  policy_no: z.string(),
  county_code: z.string(),
  village_code: z.string(),
  township_name: z.string(),
  village_name: z.string(),
  insurer_id: digits,
  insurer_name: z.string(),
  product_code: z.string(),
  product: z.string(),
  unit: z.enum(INSURED_UNITS),
  kind: z.enum(POLICY_KINDS),
  signed_on: dateText,
  covers_from: dateText,
  covers_to: dateText,
  year: z.int(),
  line_count: z.int(),
  units: z.string(),
  sum_insured: yuanText,
  ...premiumParts,
  own_paid_on: dateText.nullable(),
  own_receipt_no: z.string().nullable(),
  state: z.enum(POLICY_STATES),
  entered_on: dateText,
  confirmed_on: dateText.nullable(),
  reason: z.string().nullable(),
};
export const policyReply = z.object(policyFacts);
export const policyPage = z.object({ items: z.array(policyReply), next: digits.nullable() });
export const policyDetail = z.object({
  ...policyFacts,
  lines: z.array(
    z.object({
      id: digits,
      line_no: z.int(),
      household_id: digits,
      household_no: z.string(),
      head_name: z.string(),
      poor: z.boolean(),
      units: z.string(),
      sum_insured: yuanText,
      premium: yuanText,
      household: yuanText,
      own_part: z.enum(OWN_PARTS),
      claimed: yuanText,
      received: yuanText,
      objects: z.array(z.object({ object_no: z.string(), units: z.string() })),
    }),
  ),
  notices: z.array(noticeReply),
});

export {
  noticeReply,
  objectionBody,
  objectionDecisionBody,
  objectionQuery,
  objectionReply,
} from '../notice/index.ts';
export const objectionPage = pageOfObjections({
  subject_kind: z.enum(['insurance_policy', 'insurance_payout', 'insurance_subsidy_claim']),
  subject_id: digits,
  subject_no: z.string(),
  insurer_id: digits,
  insurer_name: z.string(),
});
export const decidedObjection = z.object({
  id: digits,
  state: z.enum(['upheld', 'dismissed']),
  /** What became of the list: taken back, or posted again. */
  list_state: z.string(),
});
