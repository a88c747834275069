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
import { paperReply, templateVersion } from './agreement-paper.schema.ts';
import { AGREEMENT_STATES } from './core/agreement-states.ts';
import { FUND_SOURCES } from './core/agreement-facts.ts';
import { MANNERS, PARTIES } from './core/parties.ts';
import { particulars } from './particulars.schema.ts';

export { workReply } from '../countersign/index.ts';

const MAX_AT_ONCE = 500;

export const agreementParams = z.strictObject({ id: id<'agreement'>() });

export const agreementQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(AGREEMENT_STATES).optional(),
  loan_id: id().optional(),
  share_issue_id: id().optional(),
  household_id: id().optional(),
  enterprise_id: id().optional(),
  county_code: countyCode().optional(),
});

const frequency = z.enum(['yearly', 'half_yearly', 'quarterly']);

/** What the parties negotiate, wherever the money comes from. */
export const proposal = {
  amount: positiveYuan().optional(),
  term_months: z.int().min(1).max(120).optional(),
  floor_percent: percent().optional(),
  dividend_frequency: frequency.optional(),
  government_id: id<'organisation'>().optional(),
  project: line(100, 2),
  particulars,
};

export const drawingBody = z.strictObject({
  loan_id: id<'loan'>(),
  arrived_on: z.union([z.literal('disbursement'), plainDate()]).optional(),
  ...proposal,
});

const distinct = (ids: readonly bigint[]): boolean => new Set(ids).size === ids.length;
export const idList = <Name extends string>() =>
  z
    .array(id<Name>())
    .min(1, '请至少选择一项')
    .max(MAX_AT_ONCE, `一次最多 ${MAX_AT_ONCE} 项，请分次提交`)
    .refine(distinct, '同一项重复出现');

export const drawingsBody = z.strictObject({
  loan_ids: idList<'loan'>(),
  arrived_on: z.literal('disbursement').optional(),
  ...proposal,
});

type Drawing = Omit<z.output<typeof drawingBody>, 'loan_id'>;

/** What the action takes: null for whatever the request leaves to loan and terms. */
export const proposalOf = (body: Drawing) => ({
  amountFen: body.amount ?? null,
  termMonths: body.term_months ?? null,
  floorPercent: body.floor_percent ?? null,
  frequency: body.dividend_frequency ?? null,
  governmentId: body.government_id ?? null,
  arrivedOn: body.arrived_on ?? null,
  project: body.project,
  particulars: body.particulars,
});

export const issuesBody = z.strictObject({
  agreement_ids: idList<'agreement'>(),
  template_version: templateVersion('v2'),
});

export const signatureBody = z.strictObject({
  party: z.enum(PARTIES),
  signer_name: line(60, 2),
  manner: z.enum(MANNERS),
  signed_on: plainDate(),
});

export const arrivalBody = z.strictObject({ arrived_on: plainDate() });
export const cancellationBody = z.strictObject({ reason: line(200, 4) });

const state = z.enum(AGREEMENT_STATES);
export const fieldErrors = z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }));

export const agreementReply = z.object({
  id: digits,
  agreement_no: z.string(),
  county_code: z.string(),
  /** Null where the money is of shares. */
  loan_id: digits.nullable(),
  household_id: digits,
  /** Null: signed by three. */
  bank_id: digits.nullable(),
  enterprise_id: digits,
  government_id: digits,
  terms_id: digits,
  regime: z.string(),
  fund_source: z.enum(FUND_SOURCES),
  share_issue_id: digits.nullable(),
  fund_reference: z.string().nullable(),
  amount: yuanText,
  principal: yuanText,
  floor_percent: z.string(),
  floor_year: yuanText,
  profit_share_percent: z.string(),
  term_months: z.number(),
  dividend_due_day: z.string(),
  dividend_frequency: frequency,
  arrived_on: dateText.nullable(),
  state,
  document_id: digits.nullable(),
  project: z.string(),
  particulars: z.record(z.string(), z.unknown()),
  cancel_reason: z.string().nullable(),
  drawn_up_by: digits,
  drawn_up_on: dateText,
  in_force_on: dateText.nullable(),
  ended_on: dateText.nullable(),
  settle_by: dateText.nullable(),
  archived_on: dateText.nullable(),
});

const names = {
  /** Contract of the loan, or number of the issue of shares. */
  fund_no: z.string(),
  loan_contract_no: z.string().nullable(),
  household_no: z.string(),
  head_name: z.string(),
  township_name: z.string(),
  village_name: z.string(),
  government_name: z.string(),
  bank_name: z.string().nullable(),
  enterprise_name: z.string(),
};

export const agreementDetailReply = agreementReply.extend({
  ...names,
  signatures: z.array(
    z.object({
      agreement_id: digits,
      party: z.enum(PARTIES),
      signer_name: z.string(),
      manner: z.enum(MANNERS),
      signed_on: dateText,
      recorded_by: digits,
    }),
  ),
  documents: z.array(paperReply),
});

export const agreementPage = z.object({
  items: z.array(
    agreementReply
      .pick({
        id: true,
        agreement_no: true,
        county_code: true,
        loan_id: true,
        fund_source: true,
        household_id: true,
        bank_id: true,
        enterprise_id: true,
        amount: true,
        floor_percent: true,
        floor_year: true,
        term_months: true,
        state: true,
        document_id: true,
        drawn_up_on: true,
        in_force_on: true,
      })
      .extend({ ...names, signatures: z.number() }),
  ),
  next: digits.nullable(),
});

export const drawingsReply = z.object({
  drawn: z.array(agreementReply),
  refused: z.array(z.object({ loan_id: digits, errors: fieldErrors })),
});

export const issuesReply = z.object({
  issued: z.array(z.object({ agreement_id: digits, document: paperReply })),
  refused: z.array(
    z.object({ agreement_id: digits, code: z.string(), detail: z.string(), errors: fieldErrors }),
  ),
});

export const signatureReply = z.object({
  agreement_id: digits,
  party: z.enum(PARTIES),
  state,
  in_force_on: dateText.nullable(),
  waiting_for: z.array(z.enum(PARTIES)),
});
