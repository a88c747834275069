import { z } from 'zod';
import { countyCode, dateText, digits, id, line, pageQuery, plainDate } from '../../platform/http/shapes.ts';
import { FACT_KINDS, HOUSE_GRADES } from './core/household-fact.ts';
import { HOUSEHOLD_STATUSES, LEAVE_REASONS, RELATIONS } from './core/household-terms.ts';

const phone = () =>
  z
    .string()
    .trim()
    .regex(/^[\d-]{7,20}$/, '电话为 7 至 20 位数字或连字符');
const warnings = z.array(z.string());

export const householdParams = z.strictObject({ id: id<'household'>() });
export const memberParams = z.strictObject({ id: id<'household'>(), member_id: id<'household-member'>() });
export const factParams = z.strictObject({ fact_id: id<'household-fact'>() });
export const statusParams = z.strictObject({ status_id: id<'household-status'>() });

export const householdsQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  township_code: z
    .string()
    .regex(/^\d{9}$/, '乡镇代码应为 9 位数字')
    .optional(),
  household_no: line(40).optional(),
  name: line(60).optional(),
  unreviewed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

export const searchBody = z.strictObject({ id_no: line(40) });

const standing = {
  status: z.enum(HOUSEHOLD_STATUSES).nullable(),
  status_effective_on: dateText.nullable(),
  status_unreviewed: z.boolean().nullable(),
};

const listed = {
  id: digits,
  county_code: z.string(),
  township_code: z.string().nullable(),
  township_name: z.string(),
  village_name: z.string(),
  group_no: z.string().nullable(),
  household_no: z.string(),
  head_name: z.string(),
  member_count: z.number().int(),
  card_account_last4: z.string().nullable(),
  registered_on: dateText,
  ...standing,
};

export const householdsReply = z.object({ items: z.array(z.object(listed)), next: digits.nullable() });

const memberReply = z.object({
  id: digits,
  name: z.string(),
  id_no_masked: z.string(),
  birth_date: dateText,
  sex: z.enum(['male', 'female']),
  relation: z.enum(RELATIONS),
  is_head: z.boolean(),
  joined_on: dateText,
  left_on: dateText.nullable(),
  left_reason: z.enum(LEAVE_REASONS).nullable(),
});

/** Who entered it and who looked at it. */
const reviewedEntry = {
  entered_by: digits,
  entered_by_name: z.string().nullable(),
  entered_at: z.string(),
  accepted: z.boolean().nullable(),
  reviewed_by: digits.nullable(),
  reviewed_by_name: z.string().nullable(),
  reviewed_at: z.string().nullable(),
  remark: z.string().nullable(),
};

const statusEntry = z.object({
  id: digits,
  status: z.enum(HOUSEHOLD_STATUSES),
  effective_on: dateText,
  source: z.enum(['register', 'ledger_import']),
  ...reviewedEntry,
});

const factEntry = z.object({
  id: digits,
  kind: z.enum(FACT_KINDS),
  holds: z.boolean(),
  grade: z.enum(HOUSE_GRADES).nullable(),
  member_id: digits.nullable(),
  member_name: z.string().nullable(),
  effective_on: dateText,
  ends_on: dateText.nullable(),
  document_no: z.string(),
  ...reviewedEntry,
});

export const householdReply = z.object({
  ...listed,
  card_account_name: z.string().nullable(),
  card_bank_name: z.string().nullable(),
  has_phone: z.boolean(),
  members: z.array(memberReply),
  statuses: z.array(statusEntry),
  facts: z.array(factEntry),
  helpers: z.array(
    z.object({
      id: digits,
      name: z.string(),
      organisation_name: z.string(),
      position: z.string().nullable(),
      from_on: dateText,
      to_on: dateText.nullable(),
    }),
  ),
});

const member = {
  name: line(60),
  id_no: line(40),
  relation: z.enum(RELATIONS),
};

export const cardBody = z.strictObject({
  account_no: line(50),
  account_type: z.enum(['card', 'passbook']).optional(),
  account_name: line(60),
  bank_name: line(80),
});

export const householdBody = z.strictObject({
  household_no: line(40, 2),
  region_code: z.string().regex(/^\d{12}$/, '区划代码应为 12 位数字'),
  group_no: line(20).nullish(),
  members: z.array(z.strictObject(member)).min(1, '至少一名成员').max(30, '最多 30 名成员'),
  phone: phone().nullish(),
  card: cardBody.nullish(),
  registered_on: plainDate(),
  status: z.enum(HOUSEHOLD_STATUSES),
});

export const registeredReply = z.object({ id: digits, status_id: digits, warnings });

export const memberBody = z.strictObject({ ...member, joined_on: plainDate() });
export const memberAddedReply = z.object({ id: digits, warnings });

export const leaveBody = z.strictObject({
  left_on: plainDate(),
  reason: z.enum(LEAVE_REASONS),
  new_head_id: id<'household-member'>().nullish(),
});

export const statusBody = z.strictObject({ status: z.enum(HOUSEHOLD_STATUSES), effective_on: plainDate() });

export const factBody = z
  .strictObject({
    kind: z.enum(FACT_KINDS),
    /** False: from its day on it holds no longer. */
    holds: z.boolean().default(true),
    /** 录取或在读: who studies. */
    member_id: id<'household-member'>().nullable().default(null),
    /** 危房: its grade. */
    grade: z.enum(HOUSE_GRADES).nullable().default(null),
    effective_on: plainDate(),
    /** 录取或在读: first day after the studies. */
    ends_on: plainDate().nullable().default(null),
    document_no: line(60, 2),
  })
  .transform((body) => ({
    kind: body.kind,
    holds: body.holds,
    memberId: body.member_id,
    grade: body.grade,
    effectiveOn: body.effective_on,
    endsOn: body.ends_on,
    documentNo: body.document_no,
  }));

export const reviewBody = z
  .strictObject({ accepted: z.boolean(), remark: line(200).nullish() })
  .refine(({ accepted, remark }) => accepted || Boolean(remark), {
    path: ['remark'],
    message: '不通过时须写明原因',
  });
export const reviewReply = z.object({ id: digits, accepted: z.boolean() });

export const helperBody = z.strictObject({
  name: line(60),
  organisation_name: line(80),
  position: line(40).nullish(),
  phone: phone().nullish(),
  from_on: plainDate(),
});

export const cardReply = z.object({ id: digits, card_account_last4: z.string(), warnings });

export const revealBody = z.strictObject({ reason: line(200, 4) });
export const revealReply = z.object({
  members: z.array(z.object({ id: digits, name: z.string(), id_no: z.string() })),
  card_account_no: z.string().nullable(),
  phone: z.string().nullable(),
});

export const idReply = z.object({ id: digits });
