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
import {
  CALL_REASONS,
  CHANGE_KINDS,
  CHANGE_STATES,
  ENTITLEMENTS,
  RATE_BASES,
  REVERSIBLES,
  STUDY_TURNS,
} from './core/loan-change.ts';
import { bankNumber } from './loan.schema.ts';

export const changeParams = z.strictObject({ id: id<'loan-change'>() });

export const proposeChangeBody = z
  .strictObject({
    kind: z.enum(CHANGE_KINDS),
    on_date: plainDate(),
    reason: line(280, 4),
    document_no: line(60, 2).nullable().default(null),
    /** Extension only. */
    matures_on: plainDate().nullable().default(null),
    /** Change of rate only. */
    annual_percent: percent().nullable().default(null),
    rate_basis: z.enum(RATE_BASES).nullable().default(null),
    /** Death only: the member of the household who takes the debt over; none ends the subsidy. */
    heir_id: id<'household-member'>().nullable().default(null),
    /** Entitlement only. */
    entitlement: z.enum(ENTITLEMENTS).nullable().default(null),
    /** Studies only: why, and the first day after them from now on. */
    studies_turn: z.enum(STUDY_TURNS).nullable().default(null),
    studies_end_on: plainDate().nullable().default(null),
    /** Misuse only: the principal misused, which bears the heavier penalty; none = all that is owed. */
    misused: positiveYuan().nullable().default(null),
    /**
     * Reversal only: what is taken back, with the bank's number and the day (`on_date`) it was recorded
     * under.
     */
    reverses: z.enum(REVERSIBLES).nullable().default(null),
    bank_serial: bankNumber.nullable().default(null),
    /** Acceleration only: why, and the dunning by which the notice of it was served, with its scan. */
    called_for: z.enum(CALL_REASONS).nullable().default(null),
    notice_id: id<'dunning'>().nullable().default(null),
    /** Undoing only: the confirmed extension or call, whose day is `on_date`. */
    undoes_id: id<'loan-change'>().nullable().default(null),
  })
  .transform((body) => ({
    kind: body.kind,
    onDate: body.on_date,
    reason: body.reason,
    documentNo: body.document_no,
    maturesOn: body.matures_on,
    annualPercent: body.annual_percent,
    rateBasis: body.rate_basis,
    heirId: body.heir_id,
    entitlement: body.entitlement,
    studiesTurn: body.studies_turn,
    studiesEndOn: body.studies_end_on,
    misused: body.misused,
    reverses: body.reverses,
    bankSerial: body.bank_serial,
    calledFor: body.called_for,
    noticeId: body.notice_id,
    undoesId: body.undoes_id,
  }));

export const changeListQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(CHANGE_STATES).optional(),
  kind: z.enum(CHANGE_KINDS).optional(),
  county_code: countyCode().optional(),
  loan_id: id<'loan'>().optional(),
});

const percentText = z.string().regex(/^\d+(\.\d{1,4})?$/);
const dateOrNull = dateText.nullable();

const changeFacts = {
  id: digits,
  loan_id: digits,
  county_code: z.string(),
  bank_id: digits,
  kind: z.enum(CHANGE_KINDS),
  on_date: dateText,
  reason: z.string(),
  document_no: z.string().nullable(),
  matures_on: dateOrNull,
  was_matures_on: dateOrNull,
  latest_on: dateOrNull,
  extension_no: z.int().nullable(),
  annual_percent: percentText.nullable(),
  ceiling_percent: percentText.nullable(),
  rate_basis: z.enum(RATE_BASES).nullable(),
  heir_id: digits.nullable(),
  entitlement: z.enum(ENTITLEMENTS).nullable(),
  studies_turn: z.enum(STUDY_TURNS).nullable(),
  studies_end_on: dateOrNull,
  was_studies_end_on: dateOrNull,
  studies_latest_on: dateOrNull,
  misused: yuanText.nullable(),
  reverses: z.enum(REVERSIBLES).nullable(),
  bank_serial: z.string().nullable(),
  reversed: yuanText.nullable(),
  called_for: z.enum(CALL_REASONS).nullable(),
  notice_id: digits.nullable(),
  undoes_id: digits.nullable(),
  state: z.enum(CHANGE_STATES),
  proposed_by: digits,
  proposed_on: dateText,
  decided_by: digits.nullable(),
  decided_on: dateOrNull,
  refusal: z.string().nullable(),
};

export const changeReply = z.object(changeFacts);

export const changeDetailReply = z.object({
  ...changeFacts,
  contract_no: z.string().nullable(),
  borrower_name: z.string(),
  heir_name: z.string().nullable(),
});

export const changeListReply = z.object({ items: z.array(changeDetailReply), next: digits.nullable() });
