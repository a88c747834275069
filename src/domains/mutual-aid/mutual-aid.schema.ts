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
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { WARNINGS } from './core/society-ratios.ts';
import { WRITE_OFF_CONSENTS } from './core/society-rows.ts';

export const idParams = z.strictObject({ id: id() });
export const pageOnly = z.strictObject({ ...pageQuery });
export const societyQuery = z.strictObject({ ...pageQuery, county_code: countyCode().optional() });

export const societyBody = z.strictObject({
  village_code: z.string().regex(/^\d{12}$/, '区划代码应为 12 位数字'),
  organisation_id: id<'organisation'>(),
  deposit_bank_id: id<'organisation'>(),
});

export const societyOpened = z.object({
  id: digits,
  county_code: z.string(),
  village_code: z.string(),
  organisation_id: digits,
  deposit_bank_id: digits,
  opened_on: dateText,
});

const societyView = societyOpened.extend({
  name: z.string(),
  deposit_bank_name: z.string(),
  closed_through: dateText.nullable(),
  cash: yuanText,
  loans: yuanText,
});
export const societyPage = z.object({ items: z.array(societyView), next: digits.nullable() });

/** A share of something: at most all of it. */
const ratio = () => percent().refine((units) => units <= 1_000_000, '比例不能超过 100%');
const some = () => ratio().refine((units) => units > 0, '比例应大于零');

export const termsBody = z
  .strictObject({
    document_no: line(60, 4),
    effective_from: plainDate(),
    effective_to: plainDate().nullable().default(null),
    fee_per_mille: percent(),
    // the most that the rules the village goes by allow a month
    fee_cap_per_mille: ratio(),
    own_money_exempt: z.boolean().default(true),
    base_share_exempt: z.boolean().default(true),
    reserve_percent: ratio(),
    welfare_percent: ratio(),
    running_percent: ratio(),
    dividend_percent: ratio().default(0),
    risk_percent: ratio().default(0),
    dividends_allowed: z.boolean().default(false),
    staff_cap_percent: ratio(),
    lending_warn_percent: ratio(),
    bad_stop_percent: ratio(),
    group_min: z.int().min(2).max(10),
    group_max: z.int().min(2).max(10),
    exit_after_months: z.int().min(0).max(36),
    contribution_unit: positiveYuan(),
    min_units: z.int().min(1).max(1000),
    max_units: z.int().min(1).max(1000),
    start_total: yuan(),
    base_share: yuan(),
    first_loan: positiveYuan(),
    loan_step: yuan(),
    loan_max: positiveYuan(),
    min_months: z.int().min(1).max(36),
    max_months: z.int().min(1).max(36),
    extension_count: z.int().min(0).max(3),
    extension_months: z.int().min(0).max(12),
    quorum_percent: some(),
    yes_percent: some(),
    posting_days: z.int().min(1).max(60).default(10),
    write_off_after_months: z.int().min(0).max(60).default(12),
    write_off_consent: z.enum(WRITE_OFF_CONSENTS).default('fiscal'),
    leverage_times: percent()
      .refine((units) => units >= 10_000 && units <= 100_000, '担保倍数应在 1 至 10 之间')
      .nullable()
      .default(null),
  })
  .transform((body) => {
    const {
      fee_per_mille,
      fee_cap_per_mille,
      contribution_unit,
      start_total,
      base_share,
      first_loan,
      loan_step,
      loan_max,
      ...rest
    } = body;
    return {
      ...rest,
      fee_units: fee_per_mille,
      fee_cap_units: fee_cap_per_mille,
      unit_fen: contribution_unit,
      start_total_fen: start_total,
      base_share_fen: base_share,
      first_loan_fen: first_loan,
      loan_step_fen: loan_step,
      loan_max_fen: loan_max,
    };
  });

export const termsReply = z.object({
  id: digits,
  society_id: digits,
  document_no: z.string(),
  effective_from: dateText,
  effective_to: dateText.nullable(),
  fee_per_mille: z.string(),
  fee_cap_per_mille: z.string(),
  own_money_exempt: z.boolean(),
  base_share_exempt: z.boolean(),
  reserve_percent: z.string(),
  welfare_percent: z.string(),
  running_percent: z.string(),
  dividend_percent: z.string(),
  risk_percent: z.string(),
  dividends_allowed: z.boolean(),
  staff_cap_percent: z.string(),
  lending_warn_percent: z.string(),
  bad_stop_percent: z.string(),
  group_min: z.number(),
  group_max: z.number(),
  exit_after_months: z.number(),
  contribution_unit: yuanText,
  min_units: z.number(),
  max_units: z.number(),
  start_total: yuanText,
  base_share: yuanText,
  first_loan: yuanText,
  loan_step: yuanText,
  loan_max: yuanText,
  min_months: z.number(),
  max_months: z.number(),
  extension_count: z.number(),
  extension_months: z.number(),
  quorum_percent: z.string(),
  yes_percent: z.string(),
  leverage_times: z.string().nullable(),
  posting_days: z.number(),
  write_off_after_months: z.number(),
  write_off_consent: z.enum(WRITE_OFF_CONSENTS),
});

export const societyDetail = societyView.extend({
  pockets: z.array(z.object({ pocket: z.string(), amount: yuanText })),
  terms: z.array(termsReply),
});

export const ratiosReply = z.object({
  on: dateText,
  fund: yuanText,
  outstanding: yuanText,
  overdue: yuanText,
  last_lent_on: dateText.nullable(),
  lending_percent: z.string().nullable(),
  bad_percent: z.string().nullable(),
  warnings: z.array(z.enum(WARNINGS)),
});

export const memberBody = z.strictObject({
  household_no: line(40),
  name: line(60),
  joined_on: plainDate(),
});
export const memberReply = z.object({
  id: digits,
  name: z.string(),
  household_no: z.string(),
  poor: z.boolean(),
  joined_on: dateText,
  left_on: dateText.nullable(),
  own: yuanText,
  base: yuanText,
  group_id: digits.nullable(),
});
export const memberPage = z.object({ items: z.array(memberReply), next: digits.nullable() });

export const groupBody = z.strictObject({
  name: line(40, 2),
  agreement_no: line(60, 2),
  formed_on: plainDate(),
  member_ids: z
    .array(id())
    .min(2, '联保小组至少两名会员')
    .max(10, '联保小组最多十名会员')
    .refine((ids) => new Set(ids).size === ids.length, '会员不得重复'),
});
export const groupReply = z.object({
  id: digits,
  name: z.string(),
  agreement_no: z.string(),
  formed_on: dateText,
  dissolved_on: dateText.nullable(),
  members: z.array(z.object({ id: digits, name: z.string() })),
});
export const groupPage = z.object({ items: z.array(groupReply), next: digits.nullable() });
export const emptyBody = z.strictObject({});
