import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  positiveYuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { documentReply } from '../document/index.ts';
import { workReply } from '../countersign/index.ts';
import { CLAWBACK_STATES } from './core/clawback.ts';

export const clawbackPaperReply = documentReply;
export const clawbackParams = z.strictObject({ id: id<'clawback'>() });
export const clawbackLoanParams = z.strictObject({ id: id<'loan'>() });

export const proposeClawbackBody = z
  .strictObject({
    reason: line(300, 4),
    document_no: line(60, 2).nullable().default(null),
    /** Last day on which the money is to be back. */
    due_on: plainDate(),
  })
  .transform((body) => ({ reason: body.reason, documentNo: body.document_no, dueOn: body.due_on }));

export const refuseClawbackBody = z.strictObject({ reason: line(300, 4) });

export const clawbackPaymentReply = workReply;
export const clawbackPaymentBody = z
  .strictObject({
    paid_on: plainDate(),
    amount: positiveYuan(),
    bank_serial: z
      .string()
      .regex(/^[\p{Script=Han}A-Za-z0-9()（）〔〕[\]_/.-]{4,60}$/u, '流水号为 4 至 60 个字母、数字或汉字'),
  })
  .transform((body) => ({ paidOn: body.paid_on, amount: body.amount, bankSerial: body.bank_serial }));

export const clawbackQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(CLAWBACK_STATES).optional(),
  county_code: countyCode().optional(),
});
export const differenceQuery = z.strictObject({ ...pageQuery, county_code: countyCode().optional() });

export const clawbackReply = z.object({
  id: digits,
  clawback_no: z.string(),
  loan_id: digits,
  county_code: z.string(),
  bank_id: digits,
  programme_code: z.string(),
  amount: yuanText,
  repaid: yuanText,
  reason: z.string(),
  document_no: z.string().nullable(),
  due_on: dateText,
  state: z.enum(CLAWBACK_STATES),
  proposed_by: digits,
  proposed_on: dateText,
  decided_by: digits.nullable(),
  decided_on: dateText.nullable(),
  refusal: z.string().nullable(),
});

const named = {
  contract_no: z.string().nullable(),
  head_name: z.string(),
  household_no: z.string(),
};
const listed = clawbackReply.extend({ ...named, township_name: z.string(), village_name: z.string() });
export const clawbackPage = z.object({ items: z.array(listed), next: digits.nullable() });

export const clawbackDetail = listed.extend({
  /** The paid lines it takes back: what each is worth now, what it came to, what is asked of it. */
  lines: z.array(
    z.object({
      batch_id: digits,
      batch_no: z.string(),
      period_from: dateText,
      period_to: dateText,
      due: yuanText,
      settled: yuanText,
      amount: yuanText,
    }),
  ),
  payments: z.array(
    z.object({
      id: digits,
      paid_on: dateText,
      amount: yuanText,
      bank_serial: z.string(),
      recorded_on: dateText,
    }),
  ),
});

export const differencePage = z.object({
  items: z.array(
    z.object({
      id: digits,
      loan_id: digits,
      county_code: z.string(),
      bank_id: digits,
      ...named,
      /** First day that an event touched after it was paid. */
      from_on: dateText,
      /** Still to be paid; below zero, still to be recovered. */
      rest: yuanText,
      /** Events came in since: the figure is being counted again. */
      counting: z.boolean(),
    }),
  ),
  next: digits.nullable(),
});
