import { z } from 'zod';
import { countyCode, dateText, digits, id, line, pageQuery, plainDate } from '../../platform/http/shapes.ts';
import { CHANGE_STATES } from './core/loan-change.ts';

const LONGEST_RELIEF_MONTHS = 36;

export const reliefParams = z.strictObject({ id: id<'relief-order'>() });

export const reliefUndoingParams = z.strictObject({ id: id<'relief-undoing'>() });

export const proposeReliefUndoingBody = z.strictObject({
  reason: line(300, 4),
  /** One loan of the order; left out: all that still stands of it. */
  loan_id: id<'loan'>().nullable().default(null),
});

export const proposeReliefBody = z
  .strictObject({
    county_code: countyCode(),
    programme_code: z.string().regex(/^P[1-9]$/, '项目编号写作 P1'),
    document_no: line(60, 2),
    reason: line(300, 4),
    due_from: plainDate(),
    /** The first day no longer moved. */
    due_to: plainDate(),
    months_at_most: z.int().min(1).max(LONGEST_RELIEF_MONTHS).nullable().default(null),
    not_after: plainDate().nullable().default(null),
    subsidised: z.boolean(),
  })
  .transform((body) => ({
    countyCode: body.county_code,
    programmeCode: body.programme_code,
    documentNo: body.document_no,
    reason: body.reason,
    dueFrom: body.due_from,
    dueTo: body.due_to,
    monthsAtMost: body.months_at_most,
    notAfter: body.not_after,
    subsidised: body.subsidised,
  }));

export const reliefListQuery = z.strictObject({ ...pageQuery, state: z.enum(CHANGE_STATES).optional() });

const reliefFacts = {
  id: digits,
  county_code: z.string(),
  programme_code: z.string(),
  document_no: z.string(),
  reason: z.string(),
  due_from: dateText,
  due_to: dateText,
  months_at_most: z.int().nullable(),
  not_after: dateText.nullable(),
  subsidised: z.boolean(),
  state: z.enum(CHANGE_STATES),
  proposed_by: digits,
  proposed_on: dateText,
  decided_by: digits.nullable(),
  decided_on: dateText.nullable(),
  refusal: z.string().nullable(),
  loans_moved: z.int().nullable(),
  loans_compensated: z.int().nullable(),
};

export const reliefReply = z.object(reliefFacts);
export const reliefListReply = z.object({ items: z.array(reliefReply), next: digits.nullable() });

export const reliefUndoingReply = z.object({
  id: digits,
  relief_id: digits,
  county_code: z.string(),
  loan_id: digits.nullable(),
  reason: z.string(),
  state: z.enum(CHANGE_STATES),
  proposed_by: digits,
  proposed_on: dateText,
  decided_by: digits.nullable(),
  decided_on: dateText.nullable(),
  refusal: z.string().nullable(),
  loans_undone: z.int().nullable(),
});
export const reliefUndoingListReply = z.object({
  items: z.array(reliefUndoingReply),
  next: digits.nullable(),
});
