import { z } from 'zod';
import { dateText, digits, id, line, pageQuery, plainDate } from '../../platform/http/shapes.ts';
import { objectionPage as pageOfObjections } from '../notice/index.ts';
import { CHANGE_KINDS, CHANGE_STATES, REVIEW_STATES, REVIEW_STEPS } from './core/share-change.ts';
import { LOT_REASONS, SHARE_CLASSES } from './core/share-row.ts';
import { issueParams, sharesText, termsReply, termsShape, weightText } from './share.schema.ts';

/** Most villagers a meeting may have. */
const MOST_PEOPLE = 20_000;

export { issueParams, termsReply };
export const changeParams = z.strictObject({ id: id<'share-change'>() });
export const reviewParams = z.strictObject({ id: id<'share-review'>() });
export const objectionParams = z.strictObject({ id: id<'objection'>() });
export const termsParams = z.strictObject({ id: id<'share-terms'>() });
const year = z.coerce.number().int().min(2010, '年度应为 2010 至 2100').max(2100, '年度应为 2010 至 2100');
export const recordParams = z.strictObject({ id: id<'share-issue'>(), year });

export const changesQuery = z.strictObject({ ...pageQuery, state: z.enum(CHANGE_STATES).optional() });

export const changeBody = z
  .strictObject({
    kind: z.enum(CHANGE_KINDS),
    household_id: id<'household'>(),
    to_household_id: id<'household'>().nullable().default(null),
    shares: z
      .string()
      .regex(/^\d{1,12}(\.\d{1,4})?$/, '股数写作 "1.934"')
      .nullable()
      .default(null),
    weight: weightText().nullable().default(null),
    cause_on: plainDate(),
    remark: line(200, 2).nullable().default(null),
  })
  .transform((body) => ({
    kind: body.kind,
    householdId: body.household_id,
    toHouseholdId: body.to_household_id,
    shares: body.shares,
    weight: body.weight,
    causeOn: body.cause_on,
    remark: body.remark,
  }));

export const reviewBody = z.strictObject({ year: z.int().min(2010).max(2100) });
export const recordBody = reviewBody;
const people = () => z.int().min(1).max(MOST_PEOPLE);
export const meetingBody = z
  .strictObject({ minutes_no: line(60, 2), entitled: people(), attended: people(), in_favour: people() })
  .transform((body) => ({
    minutesNo: body.minutes_no,
    entitled: body.entitled,
    attended: body.attended,
    inFavour: body.in_favour,
  }));
export const documentBody = z
  .strictObject({ document_no: line(60, 2) })
  .transform((body) => ({ documentNo: body.document_no }));
export const reasonBody = z.strictObject({ reason: line(300, 4) });
export const objectionBody = z
  .strictObject({
    household_id: id<'household'>(),
    reason: line(300, 4),
    objector_kind: z.enum(['named', 'anonymous']),
    letter_id: id<'notice-letter'>().optional(),
  })
  .transform((body) => ({
    householdId: body.household_id,
    reason: body.reason,
    objectorKind: body.objector_kind,
    letterId: body.letter_id,
  }));
export const objectionDecisionBody = z.strictObject({
  outcome: z.enum(['upheld', 'dismissed']),
  reason: line(300, 4),
});
export const newTermsBody = z.strictObject({ terms: termsShape });
export const termsDecisionBody = z.strictObject({ outcome: z.enum(['confirmed', 'refused']) });

const changeFacts = {
  id: digits,
  issue_id: digits,
  kind: z.enum(CHANGE_KINDS),
  household_id: digits,
  to_household_id: digits.nullable(),
  shares: sharesText.nullable(),
  weight: z.string().nullable(),
  cause_on: dateText,
  remark: z.string().nullable(),
  state: z.enum(CHANGE_STATES),
  proposed_by: digits.nullable(),
  proposed_on: dateText,
};
export const changeReply = z.object(changeFacts);
export const changesReply = z.object({
  items: z.array(z.object({ ...changeFacts, household_no: z.string(), head_name: z.string() })),
  next: digits.nullable(),
});

const reviewFacts = {
  id: digits,
  issue_id: digits,
  year: z.int(),
  effective_on: dateText,
  state: z.enum(REVIEW_STATES),
  changes: z.int(),
  listed_on: dateText,
  return_reason: z.string().nullable(),
  /** The first day on which the township may look at the list. */
  free_on: dateText.nullable(),
};
export const reviewReply = z.object(reviewFacts);
export const reviewsReply = z.object({ items: z.array(reviewReply) });
export const reviewInFull = z.object({
  ...reviewFacts,
  steps: z.array(
    z.object({
      step: z.enum(REVIEW_STEPS),
      person_id: digits,
      person_name: z.string().nullable(),
      on_date: dateText,
      document_no: z.string().nullable(),
      entitled: z.int().nullable(),
      attended: z.int().nullable(),
      in_favour: z.int().nullable(),
    }),
  ),
  lines: z.array(
    z.object({
      household_id: digits.nullable(),
      household_no: z.string().nullable(),
      head_name: z.string().nullable(),
      share_class: z.enum(SHARE_CLASSES),
      shares_before: sharesText,
      shares_after: sharesText,
      weight: z.string().nullable(),
      reason: z.enum(LOT_REASONS),
    }),
  ),
});
export const objectionReply = z.object({ id: digits, state: z.string() });
export const objectionDecisionReply = z.object({
  id: digits,
  state: z.string(),
  review_state: z.enum(REVIEW_STATES),
  free_on: dateText.nullable(),
});
export { objectionQuery } from '../notice/index.ts';
export const objectionPage = pageOfObjections({
  review_id: digits,
  year: z.int(),
  issue_id: digits,
  issue_no: z.string(),
  household_id: digits,
  household_no: z.string(),
  head_name: z.string(),
});
export const recordsReply = z.object({
  items: z.array(
    z.object({
      issue_id: digits,
      dividend_year: z.int(),
      record_on: dateText,
      frozen_on: dateText,
      holders: z.number(),
      total_shares: sharesText,
    }),
  ),
});
export const recordReply = z.object({
  issue_id: digits,
  dividend_year: z.int(),
  record_on: dateText,
  frozen_on: dateText,
  total_shares: sharesText,
  items: z.array(
    z.object({
      household_id: digits.nullable(),
      household_no: z.string().nullable(),
      head_name: z.string().nullable(),
      share_class: z.enum(SHARE_CLASSES),
      shares: sharesText,
      certificate_no: z.string().nullable(),
    }),
  ),
});
