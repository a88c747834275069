import { z } from 'zod';
import {
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { documentReply } from '../document/index.ts';
import { DUNNING_KINDS } from './core/dunning.ts';
import { CHANGE_STATES } from './core/loan-change.ts';

export const dunningParams = z.strictObject({ id: id<'loan'>(), dunning_id: id<'dunning'>() });
export const proofParams = z.strictObject({ id: id<'loan'>(), proof_id: id<'dunning-proof'>() });

export const dunningBody = z
  .strictObject({
    kind: z.enum(DUNNING_KINDS),
    dunned_on: plainDate(),
    /** What proves it, in words: number of the registered letter, witness. */
    proof: line(200, 2),
    /** Who served, posted or called; left out, the person who enters it. */
    served_by: line(60, 2).nullable().default(null),
    /** The printed notice that was served. */
    notice_id: id<'dunning-notice'>().nullable().default(null),
  })
  .transform((body) => ({
    kind: body.kind,
    dunnedOn: body.dunned_on,
    proof: body.proof,
    servedBy: body.served_by,
    noticeId: body.notice_id,
  }));

const dunningFacts = {
  id: digits,
  loan_id: digits,
  kind: z.enum(DUNNING_KINDS),
  dunned_on: dateText,
  proof: z.string(),
  served_by: z.string(),
  notice_id: digits.nullable(),
  recorded_on: dateText,
};

const proofFacts = {
  id: digits,
  file_name: z.string(),
  media_type: z.string(),
  bytes: z.int(),
  file_sha256: z.string(),
  recorded_on: dateText,
};

export const noticeBody = z
  .strictObject({
    pay_by: plainDate(),
    /** Of the interest computed, what the bank asks for; left out, all of it. */
    interest: yuan().nullable().default(null),
  })
  .transform((body) => ({ payBy: body.pay_by, interest: body.interest }));

export const noticeReply = z.object({
  id: digits,
  notice_no: z.string(),
  loan_id: digits,
  no: z.int(),
  due_on: dateText,
  principal: yuanText,
  interest: yuanText,
  penalty: yuanText,
  compound: yuanText,
  pay_by: dateText,
  issued_on: dateText,
  document: documentReply,
});

const strikeFacts = {
  id: digits,
  state: z.enum(CHANGE_STATES),
  reason: z.string(),
  proposed_on: dateText,
  decided_on: dateText.nullable(),
  refusal: z.string().nullable(),
};
export const strikeParams = z.strictObject({ id: id<'dunning-strike'>() });
export const strikeListQuery = z.strictObject({ ...pageQuery, state: z.enum(CHANGE_STATES).optional() });
export const strikeReply = z.object({
  ...strikeFacts,
  dunning_id: digits,
  loan_id: digits,
  county_code: z.string(),
  proposed_by: digits,
  decided_by: digits.nullable(),
});
export const strikeListReply = z.object({ items: z.array(strikeReply), next: digits.nullable() });

export const dunningReply = z.object(dunningFacts);
export const proofReply = z.object({ ...proofFacts, dunning_id: digits });
export const dunningList = z.object({
  items: z.array(
    z.object({
      ...dunningFacts,
      proofs: z.array(z.object(proofFacts)),
      strikes: z.array(z.object(strikeFacts)),
    }),
  ),
});
