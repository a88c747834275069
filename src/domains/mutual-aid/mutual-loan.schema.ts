import { z } from 'zod';
import {
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  positiveYuan,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { ENTERED_KINDS, ENTRY_KINDS, type EntryKindName } from './core/entry-kinds.ts';
import { ENTRY_STATES, MANNERS, MUTUAL_LOAN_STATES } from './core/society-rows.ts';
import { voteRecord } from './mutual-vote.schema.ts';
import { writeOffView } from './mutual-write-off.schema.ts';

const KINDS = Object.keys(ENTRY_KINDS) as [EntryKindName, ...EntryKindName[]];

export const entryBody = z.strictObject({
  kind: z.enum(ENTERED_KINDS),
  amount: positiveYuan(),
  staff_amount: yuan().default('0' as never),
  member_id: id().nullable().default(null),
  on_date: plainDate(),
  bank_serial: line(60, 4).nullable().default(null),
  document_no: line(60, 2).nullable().default(null),
  note: line(200).nullable().default(null),
});
export const entryQuery = z.strictObject({ ...pageQuery, state: z.enum(ENTRY_STATES).optional() });
export const entryReply = z.object({
  id: digits,
  society_id: digits,
  kind: z.enum(KINDS),
  amount: yuanText,
  fee: yuanText,
  fee_months: z.number(),
  staff: yuanText,
  member_id: digits.nullable(),
  loan_id: digits.nullable(),
  distribution_id: digits.nullable(),
  credit_id: digits.nullable(),
  write_off_id: digits.nullable(),
  on_date: dateText,
  bank_serial: z.string().nullable(),
  document_no: z.string().nullable(),
  note: z.string().nullable(),
  state: z.enum(ENTRY_STATES),
  entered_on: dateText,
});
export const entryPage = z.object({ items: z.array(entryReply), next: digits.nullable() });
export const entryDecision = z.strictObject({ outcome: z.enum(['confirmed', 'rejected']) });

export const exitBody = z.strictObject({ on_date: plainDate(), bank_serial: line(60, 4) });

export const loanBody = z.strictObject({
  member_id: id(),
  amount: positiveYuan(),
  months: z.int().min(1).max(36),
  purpose: line(80, 2),
});
export const loanQuery = z.strictObject({ ...pageQuery, state: z.enum(MUTUAL_LOAN_STATES).optional() });
export const loanReply = z.object({
  id: digits,
  loan_no: z.string(),
  society_id: digits,
  member_id: digits,
  group_id: digits,
  cycle: z.number(),
  limit: yuanText,
  amount: yuanText,
  months: z.number(),
  purpose: z.string(),
  own: yuanText,
  state: z.enum(MUTUAL_LOAN_STATES),
  applied_on: dateText,
  disbursed_on: dateText.nullable(),
  due_on: dateText.nullable(),
  first_due_on: dateText.nullable(),
  outstanding: yuanText,
  fee_months: z.number(),
  extensions: z.number(),
  closed_on: dateText.nullable(),
  refusal: z.string().nullable(),
});
export const extensionBody = z.strictObject({
  months: z.int().min(1).max(12),
  ...voteRecord,
});
export const extensionReply = z.object({
  id: digits,
  loan_id: digits,
  number: z.number(),
  from_due_on: dateText,
  to_due_on: dateText,
  voted_on: dateText,
  minutes_no: z.string(),
  member_count: z.number(),
  present: z.number(),
  yes: z.number(),
  against: z.number(),
  state: z.enum(ENTRY_STATES),
});
export const signatureBody = z.strictObject({
  member_id: id(),
  signed_on: plainDate(),
  manner: z.enum(MANNERS),
});
export const signatureReply = z.object({
  id: digits,
  loan_id: digits,
  member_id: digits,
  signed_on: dateText,
  manner: z.enum(MANNERS),
  noter_name: z.string(),
  noted_on: dateText,
});
const guarantorView = z.object({
  member_id: digits,
  member_name: z.string(),
  signed_on: dateText.nullable(),
  manner: z.enum(MANNERS).nullable(),
  noter_name: z.string().nullable(),
  noted_on: dateText.nullable(),
});
const loanView = loanReply.extend({ member_name: z.string() });
export const loanShown = loanView;
export const loanPage = z.object({ items: z.array(loanView), next: digits.nullable() });
export const loanDetail = loanView.extend({
  decisions: z.array(
    z.object({ act: z.string(), person_name: z.string(), role: z.string(), decided_on: dateText }),
  ),
  entries: z.array(entryReply),
  vote_records: z.array(extensionReply),
  write_offs: z.array(writeOffView),
  guarantors: z.array(guarantorView),
});
export const refusalBody = z.strictObject({ reason: line(200, 4) });

export const disbursementBody = z.strictObject({ on_date: plainDate(), bank_serial: line(60, 4) });
export const repaymentBody = disbursementBody.extend({
  amount: positiveYuan(),
  payer_member_id: id().nullable().default(null),
});
export const quoteQuery = z.strictObject({ on: plainDate().optional() });
export const quoteReply = z.object({
  on: dateText,
  months: z.number(),
  fee: yuanText,
  principal: yuanText,
  total: yuanText,
});
