import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  regionCode,
  yuanText,
} from '../../platform/http/shapes.ts';
import { USAGE_MODES } from './core/eligibility-input.ts';
import { CO_BORROWER_RELATIONS } from './core/co-borrower.ts';
import { FUNDING_SOURCES, SECURITY_KINDS } from './core/loan-kind.ts';
import { productCode } from './loan-request.schema.ts';
import { LOAN_STATES } from './core/loan-states.ts';
import { REPAYMENT_METHODS } from './core/repayment-plan.ts';

export const loanParams = z.strictObject({ id: id<'loan'>() });

/** Numbers a bank gives: letters, digits and the signs banks use in them. */
export const bankNumber = z
  .string()
  .regex(/^[\p{Script=Han}A-Za-z0-9()（）〔〕[\]_/.-]{4,60}$/u, '编号为 4 至 60 个字母、数字或汉字');

export const approvalBody = z
  .strictObject({ approved_on: plainDate().optional() })
  .transform((body) => ({ approvedOn: body.approved_on }));

export const reasonBody = z.strictObject({ reason: line(300, 4) });

export const signingBody = z
  .strictObject({ signed_on: plainDate(), contract_no: bankNumber.nullable().default(null) })
  .transform((body) => ({ signedOn: body.signed_on, contractNo: body.contract_no }));

export const disbursementBody = z
  .strictObject({ disbursed_on: plainDate(), voucher_no: bankNumber.nullable().default(null) })
  .transform((body) => ({ disbursedOn: body.disbursed_on, voucherNo: body.voucher_no }));

export const loanListQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(LOAN_STATES).optional(),
  bank_id: id<'organisation'>().optional(),
  county_code: countyCode().optional(),
  region_code: regionCode().optional(),
  /** Loans that mature in these days, both included. */
  matures_from: plainDate().optional(),
  matures_until: plainDate().optional(),
  household_id: id<'household'>().optional(),
  enterprise_id: id<'organisation'>().optional(),
  usage_mode: z.enum(USAGE_MODES).optional(),
  product_code: productCode.optional(),
  funding_source: z.enum(FUNDING_SOURCES).optional(),
  security: z.enum(SECURITY_KINDS).optional(),
  bridge: z.enum(['true', 'false']).optional(),
  /** Contract number, voucher number, household number or a name's beginning. */
  q: line(60).optional(),
});

export const loanTotalsQuery = loanListQuery.omit({ after: true, limit: true });

export const loanTotalsReply = z.object({
  rows: z.int(),
  households: z.int(),
  principal: yuanText,
  outstanding: yuanText,
});

export const eventListQuery = z.strictObject(pageQuery);

const dateOrNull = dateText.nullable();
const percentText = z.string().regex(/^\d+(\.\d{1,4})?$/);

export const coBorrowerReply = z.object({
  name: z.string(),
  id_no_masked: z.string(),
  relation: z.enum(CO_BORROWER_RELATIONS),
});

const loanFacts = {
  id: digits,
  county_code: z.string(),
  township_code: z.string().nullable(),
  household_id: digits,
  borrower_id: digits,
  heir_id: digits.nullable(),
  bank_id: digits,
  programme_code: z.string(),
  product_code: z.string(),
  terms_id: digits.nullable(),
  contract_no: z.string().nullable(),
  voucher_no: z.string().nullable(),
  state: z.enum(LOAN_STATES),
  principal: yuanText,
  term_months: z.int(),
  annual_percent: percentText,
  cap: yuanText.nullable(),
  max_term_months: z.int().nullable(),
  ceiling_percent: percentText.nullable(),
  /** The published rate without the float of the terms: no more is subsidised. */
  subsidy_ceiling_percent: percentText.nullable(),
  settlement_calendar: z.string().nullable(),
  sole: z.boolean(),
  purpose_code: z.string(),
  purpose_text: z.string(),
  usage_mode: z.enum(USAGE_MODES),
  enterprise_id: digits.nullable(),
  repayment_method: z.enum(REPAYMENT_METHODS),
  applied_on: dateText,
  approved_on: dateOrNull,
  signed_on: dateOrNull,
  disbursed_on: dateOrNull,
  matures_on: dateOrNull,
  contract_matures_on: dateOrNull,
  closed_on: dateOrNull,
  repaid: yuanText,
  outstanding: yuanText,
  subsidy_from: dateOrNull,
  settled_through: dateOrNull,
  facts_version: z.int(),
  import_id: digits.nullable(),
  registered_by: digits,
  approved_by: digits.nullable(),
  ended_reason: z.string().nullable(),
  renews_loan_id: digits.nullable(),
  renewal_no: z.int(),
  pays_out_renewed: z.boolean(),
  funding_source: z.enum(FUNDING_SOURCES),
  security: z.enum(SECURITY_KINDS),
  bridge: z.boolean(),
  top_up: z.boolean(),
  studies_end_on: dateOrNull,
};

export const loanReply = z.object(loanFacts);

/** A step with what is to be looked at though it does not stop the loan. */
export const warnedLoanReply = z.object({
  ...loanFacts,
  warnings: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
});

export const loanDetailReply = z.object({
  ...loanFacts,
  household_no: z.string(),
  head_name: z.string(),
  township_name: z.string(),
  village_name: z.string(),
  borrower_name: z.string(),
  borrower_id_no_masked: z.string(),
  bank_name: z.string(),
  enterprise_name: z.string().nullable(),
  terms_code: z.string().nullable(),
  /** By the changes confirmed until today; `studies_end_on` is that of the contract. */
  studies_end_now_on: dateOrNull,
  /** Who answers for the debt beside the borrower. */
  co_borrower: coBorrowerReply.nullable(),
  dunnings: z.int(),
  last_dunned_on: dateOrNull,
});

export const loanListReply = z.object({
  items: z.array(
    loanDetailReply.pick({
      id: true,
      county_code: true,
      household_id: true,
      household_no: true,
      head_name: true,
      village_name: true,
      borrower_name: true,
      bank_id: true,
      bank_name: true,
      programme_code: true,
      product_code: true,
      contract_no: true,
      voucher_no: true,
      state: true,
      principal: true,
      outstanding: true,
      term_months: true,
      annual_percent: true,
      usage_mode: true,
      funding_source: true,
      security: true,
      bridge: true,
      applied_on: true,
      signed_on: true,
      disbursed_on: true,
      matures_on: true,
    }),
  ),
  next: digits.nullable(),
});

export const eventListReply = z.object({
  items: z.array(
    z.object({
      id: digits,
      kind: z.string(),
      on_date: dateText,
      amount: yuanText.nullable(),
      annual_percent: percentText.nullable(),
      matures_on: dateOrNull,
      studies_end_on: dateOrNull,
      reason: z.string().nullable(),
      bank_serial: z.string().nullable(),
      import_id: digits.nullable(),
      change_id: digits.nullable(),
      reverses_id: digits.nullable(),
      recorded_on: dateText,
    }),
  ),
  next: digits.nullable(),
});

export const planReply = z.object({
  loan_id: digits,
  method: z.enum(REPAYMENT_METHODS),
  instalment: yuanText.nullable(),
  total_interest: yuanText,
  total: yuanText,
  rows: z.array(
    z.object({
      no: z.int(),
      due_on: dateText,
      days: z.int(),
      principal: yuanText,
      interest: yuanText,
      total: yuanText,
      balance: yuanText,
    }),
  ),
});
