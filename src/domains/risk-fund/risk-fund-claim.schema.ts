import { z } from 'zod';
import { ZERO_FEN } from '../../kernel/money.ts';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  positiveYuan,
  regionCode,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { backPaymentView } from './back-payment.schema.ts';
import {
  noticeReply,
  objectionBody,
  objectionDecisionBody,
  objectionDecisionReply as decisionReply,
  objectionPage as pageOfObjections,
  objectionQuery,
  objectionReply,
} from '../notice/index.ts';
import { writeOffReply } from './aftermath.schema.ts';
import { fileReply } from './claim-file.schema.ts';
import { CLAIM_EXCLUSIONS, CLAIM_STATES } from './core/claim-row.ts';
import { LOAN_CLASSES } from './core/claim-trigger.ts';
import { CLAIM_DOCUMENTS } from './core/fund-terms.ts';
import { RECOVERY_STATES } from './core/claim-row.ts';
import { recoveryDue } from './recovery-due.schema.ts';
import { claimBackView } from './recovery-reversal.schema.ts';
import { transferView } from './waterfall.schema.ts';

export const claimBody = z
  .strictObject({
    loan_id: id<'loan'>(),
    principal: positiveYuan(),
    interest: yuan(),
    disposed: yuan().default(ZERO_FEN),
    loss_determined_on: plainDate().nullable().default(null),
    documents: z.array(z.enum(CLAIM_DOCUMENTS)).max(CLAIM_DOCUMENTS.length),
    remark: line(200).optional(),
  })
  .transform((body) => ({
    loanId: body.loan_id,
    principal: body.principal,
    interest: body.interest,
    disposed: body.disposed,
    lossDeterminedOn: body.loss_determined_on,
    documents: body.documents,
    remark: body.remark,
  }));

export const claimQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(CLAIM_STATES).optional(),
  county_code: countyCode().optional(),
  region_code: regionCode().optional(),
  fund_id: id().optional(),
  /** Claims whose next step is past its last day. */
  overdue: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

export const claimTotalsQuery = claimQuery.omit({ after: true, limit: true });
export const claimTotalsReply = z.object({ rows: z.int(), loss: yuanText, fund: yuanText, paid: yuanText });

export const claimReply = z.object({
  id: digits,
  claim_no: z.string(),
  fund_id: digits,
  terms_id: digits,
  county_code: z.string(),
  bank_id: digits,
  loan_id: digits,
  state: z.enum(CLAIM_STATES),
  due_on: dateText,
  triggered_on: dateText,
  dunning_count: z.number(),
  loan_class: z.enum(LOAN_CLASSES).nullable(),
  graded_on: dateText.nullable(),
  loss_determined_on: dateText.nullable(),
  /** By instalments: how much of the loan's principal lies before what is claimed; null = claimed whole. */
  principal_from: yuanText.nullable(),
  principal: yuanText,
  covered: yuanText,
  interest: yuanText,
  disposed: yuanText,
  loss: yuanText,
  fund: yuanText,
  /** What the fund pays for payers that wait, beside its own part. */
  advance: yuanText,
  layer_premium: yuanText.nullable(),
  layer_before: yuanText.nullable(),
  layer_claim: yuanText.nullable(),
  documents: z.array(z.string()),
  remark: z.string().nullable(),
  filed_on: dateText,
  step_due_on: dateText,
  step_provisional: z.boolean(),
  exclusion: z.enum(CLAIM_EXCLUSIONS).nullable(),
  reason: z.string().nullable(),
  paid: yuanText,
  paid_on: dateText.nullable(),
  settled_on: dateText.nullable(),
});

const claimView = claimReply.extend({
  bank_name: z.string(),
  household_no: z.string(),
  borrower_name: z.string(),
  contract_no: z.string(),
  voucher_no: z.string(),
  /** The household's debt: compensation does not touch it. */
  outstanding: yuanText,
  /** The next step is past its last day, by so many working days. */
  overdue: z.boolean(),
  late_days: z.number(),
});
export const claimPage = z.object({ items: z.array(claimView), next: digits.nullable() });

const recoveryFacts = {
  id: digits,
  received_on: dateText,
  return_by: dateText,
  gross: yuanText,
  cost: yuanText,
  bank_serial: z.string(),
  state: z.enum(RECOVERY_STATES),
  fund: yuanText.nullable(),
  others: yuanText.nullable(),
  /** The bank's, for what the loan owed beside the shared loss. */
  beyond: yuanText,
  /** The household's. */
  rest: yuanText.nullable(),
  /** Of the others' part, what pays back the fund's advance. */
  advance: yuanText,
  entered_on: dateText,
  /** 冲正: taken back by two persons, and why. */
  reversed_on: dateText.nullable(),
  reversal_reason: z.string().nullable(),
};

export const claimDetail = claimView.extend({
  fund_words: z.string(),
  /** The instalments that it holds. */
  instalments: z.object({ first: z.int(), last: z.int() }).nullable(),
  shares: z.array(
    z.object({
      path: z.string(),
      party: z.string(),
      share_percent: z.string(),
      amount: yuanText,
      recovered: yuanText,
      settled: yuanText.nullable(),
    }),
  ),
  decisions: z.array(
    z.object({
      act: z.string(),
      step: z.number(),
      person_name: z.string(),
      role: z.string(),
      remark: z.string().nullable(),
      decided_on: dateText,
      decided_at: z.iso.datetime(),
      /** The last day of the step, and by how many working days the decision came late. */
      due_on: dateText.nullable(),
      late_days: z.number(),
    }),
  ),
  notices: z.array(noticeReply.extend({ objections: z.number() })),
  recoveries: z.array(z.object(recoveryFacts)),
  claim_backs: z.array(claimBackView),
  back_payments: z.array(backPaymentView),
  recovery_dues: z.array(recoveryDue),
  files: z.array(fileReply),
  write_offs: z.array(writeOffReply),
  transfers: z.array(transferView),
});

export const stepBody = z.strictObject({ remark: line(200).optional() });
export const returnBody = z.strictObject({ remark: line(200, 2) });
export const exclusionBody = z.strictObject({
  // an upheld objection excludes by itself
  exclusion: z.enum(CLAIM_EXCLUSIONS).exclude(['objection']),
  remark: line(200, 2),
});
export const noticePosted = z.object({ id: digits, state: z.string(), notices: z.array(noticeReply) });

export { objectionBody, objectionDecisionBody, objectionQuery, objectionReply };
export const objectionPage = pageOfObjections({
  claim_id: digits,
  claim_no: z.string(),
  loan_id: digits,
  contract_no: z.string(),
  borrower_name: z.string(),
});
export const objectionDecisionReply = decisionReply.extend({ claim_state: z.enum(CLAIM_STATES) });

export const orderReply = z.object({
  id: digits,
  order_no: z.string(),
  round: z.number(),
  state: z.string(),
  line_count: z.number(),
  total: yuanText,
  instructed_on: dateText,
});

export const recoveryBody = z.strictObject({
  received_on: plainDate(),
  gross: positiveYuan(),
  cost: yuan(),
  bank_serial: z.string().regex(/^[\w-]{4,40}$/, '流水号为 4 至 40 位字母或数字'),
});
export const recoveryReply = z.object({ ...recoveryFacts, claim_id: digits });
