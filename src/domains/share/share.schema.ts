import { z } from 'zod';
import {
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
import { ISSUE_STATES, LOT_REASONS, SHARE_CLASSES, SHARE_SOURCES } from './core/share-row.ts';
import * as choice from './core/share-terms.ts';

const DECIDED = ['proposed', 'confirmed', 'refused'] as const;
/** Decimal places a share may be counted in. */
const MOST_PLACES = 4;
/** A village has no more households than this. */
const MOST_HOUSEHOLDS = 5_000;

export const issueParams = z.strictObject({ id: id<'share-issue'>() });
export const allotmentParams = z.strictObject({ id: id<'share-allotment'>() });
export const issuesQuery = z.strictObject({ ...pageQuery, state: z.enum(ISSUE_STATES).optional() });
export const holdingsQuery = z.strictObject({ on: plainDate().optional() });
export const reasonBody = z.strictObject({ reason: line(300, 4) });

export const weightText = () =>
  z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, '权重写作正数，最多六位小数，例如 "1.5"');
const monthDay = () =>
  z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '登记日写作 12-01')
    .transform((text) => ({ record_month: Number(text.slice(0, 2)), record_day: Number(text.slice(3)) }));

const atMostWhole = (units: number): boolean => units <= 1_000_000;

export const termsShape = z
  .strictObject({
    document_no: line(60, 2),
    effective_from: plainDate(),
    policy: z.enum(choice.SHARE_POLICIES),
    exit_rule: z.enum(choice.EXIT_RULES),
    support_months: z.int().min(0).max(120).default(0),
    allot_key: z.enum(choice.ALLOT_KEYS),
    categories: z
      .array(z.strictObject({ name: line(20), weight: weightText() }))
      .max(20)
      .default([]),
    collective_percent: percent(),
    residual_to_collective: z.boolean(),
    record_date: monthDay(),
    preferred_percent: percent().nullable(),
    participating_percent: percent().refine(atMostWhole, '比例不能超过 100%'),
    ratio_mode: z.enum(choice.RATIO_MODES),
    cap_percent: percent().nullable(),
    income_split: z
      .array(z.strictObject({ party: line(20), holders: z.boolean(), percent: percent() }))
      .min(1, '至少一项')
      .max(12),
    publicity_days: z.int().min(1).max(60),
    publicity_day_kind: z.enum(choice.PUBLICITY_KINDS),
    payout_memo_length: z.int().min(2).max(20).default(4),
    withholding_percent: percent().refine(atMostWhole, '比例不能超过 100%').default(0),
    reminder_days: z.array(z.int().min(1).max(180)).max(6).default([60, 30, 7]),
    rectification_days: z.int().min(1).max(180).default(15),
  })
  .transform(({ record_date: recordDate, ...terms }) => ({ ...terms, ...recordDate }));

export const issueBody = z
  .strictObject({
    village_code: z.string().regex(/^\d{12}$/, '村代码应为 12 位数字'),
    issue_no: line(40, 2),
    project: line(60, 2),
    source: z.enum(SHARE_SOURCES),
    source_document_no: line(60, 2),
    operator_id: id<'organisation'>().nullable().default(null),
    asset: line(60, 2).nullable().default(null),
    total_amount: positiveYuan(),
    par: positiveYuan(),
    share_places: z.int().min(0).max(MOST_PLACES),
    terms: termsShape,
  })
  .transform((body) => ({
    villageCode: body.village_code,
    issueNo: body.issue_no,
    project: body.project,
    source: body.source,
    sourceDocumentNo: body.source_document_no,
    operatorId: body.operator_id,
    asset: body.asset,
    total: body.total_amount,
    par: body.par,
    sharePlaces: body.share_places,
    terms: body.terms,
  }));

export const allotBody = z
  .strictObject({
    effective_on: plainDate(),
    households: z
      .array(
        z
          .strictObject({
            household_id: id<'household'>(),
            weight: weightText().nullable().default(null),
            category: line(20).nullable().default(null),
            shares: z
              .string()
              .regex(/^\d{1,12}(\.\d{1,4})?$/, '股数写作 "1.934"')
              .nullable()
              .default(null),
            certificate_no: line(40, 2).nullable().default(null),
          })
          .transform((row) => ({
            householdId: row.household_id,
            weight: row.weight,
            category: row.category,
            shares: row.shares,
            certificateNo: row.certificate_no,
          })),
      )
      .min(1, '至少一户')
      .max(MOST_HOUSEHOLDS)
      .nullable()
      .default(null),
  })
  .transform((body) => ({ effectiveOn: body.effective_on, households: body.households }));

export const sharesText = z.string().regex(/^\d+(\.\d+)?$/);
const percentText = z.string();

export const termsReply = z.object({
  id: digits,
  document_no: z.string(),
  effective_from: dateText,
  policy: z.enum(choice.SHARE_POLICIES),
  exit_rule: z.enum(choice.EXIT_RULES),
  support_months: z.int(),
  allot_key: z.enum(choice.ALLOT_KEYS),
  categories: z.array(z.object({ name: z.string(), weight: z.string() })),
  collective_percent: percentText,
  residual_to_collective: z.boolean(),
  record_date: z.string(),
  preferred_percent: percentText.nullable(),
  participating_percent: percentText,
  ratio_mode: z.enum(choice.RATIO_MODES),
  cap_percent: percentText.nullable(),
  income_split: z.array(z.object({ party: z.string(), holders: z.boolean(), percent: percentText })),
  publicity_days: z.int(),
  publicity_day_kind: z.enum(choice.PUBLICITY_KINDS),
  payout_memo_length: z.int(),
  withholding_percent: percentText,
  reminder_days: z.array(z.int()),
  rectification_days: z.int(),
  state: z.enum(DECIDED),
});

const issueFacts = {
  id: digits,
  county_code: z.string(),
  township_name: z.string(),
  village_name: z.string(),
  issue_no: z.string(),
  project: z.string(),
  source: z.enum(SHARE_SOURCES),
  source_document_no: z.string(),
  operator_id: digits.nullable(),
  operator_name: z.string().nullable(),
  asset: z.string().nullable(),
  total_amount: yuanText,
  par: yuanText,
  total_shares: sharesText,
  share_places: z.int(),
  state: z.enum(ISSUE_STATES),
  entered_on: dateText,
};

const allotmentFacts = {
  id: digits,
  issue_id: digits,
  effective_on: dateText,
  households: z.int(),
  household_shares: sharesText,
  village_shares: sharesText,
  state: z.enum(DECIDED),
  allotted_by: digits,
  allotted_on: dateText,
};

const heldLine = {
  household_id: digits,
  household_no: z.string(),
  head_name: z.string(),
  weight: z.string().nullable(),
  shares: sharesText,
};

export const issueReply = z.object(issueFacts);
export const issuesReply = z.object({ items: z.array(issueReply), next: digits.nullable() });
export const allotmentReply = z.object(allotmentFacts);
export const issueInFull = z.object({
  ...issueFacts,
  terms: z.array(termsReply),
  allotments: z.array(allotmentReply),
});
export const allotmentInFull = z.object({
  ...allotmentFacts,
  lines: z.array(z.object({ ...heldLine, certificate_no: z.string().nullable() })),
});
export const previewReply = z.object({
  issue_id: digits,
  total_shares: sharesText,
  village_shares: sharesText,
  household_shares: sharesText,
  lines: z.array(z.object(heldLine)),
});
export const holdingsReply = z.object({
  issue_id: digits,
  on: dateText,
  total_shares: sharesText,
  items: z.array(
    z.object({
      lot_id: digits,
      household_id: digits.nullable(),
      household_no: z.string().nullable(),
      head_name: z.string().nullable(),
      share_class: z.enum(SHARE_CLASSES),
      shares: sharesText,
      from_on: dateText,
      reason: z.enum(LOT_REASONS),
      certificate_no: z.string().nullable(),
    }),
  ),
});
