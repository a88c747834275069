import { z } from 'zod';
import { fen } from '../../kernel/money.ts';
import {
  countyCode,
  dateText,
  digits,
  id,
  pageQuery,
  plainDate,
  positiveYuan,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { REVERSIBLES } from './core/loan-change.ts';
import { RECEIPT_STATES } from './core/receipt.ts';
import { bankNumber } from './loan.schema.ts';

const NOTHING = fen(0n);
const amount = () => yuan().default(NOTHING);

export const receiptParams = z.strictObject({ id: id<'loan-receipt'>() });

export const repaymentBody = z
  .strictObject({ on_date: plainDate(), principal: amount(), interest: amount(), bank_serial: bankNumber })
  .transform((body) => ({
    kind: 'repayment' as const,
    onDate: body.on_date,
    principal: body.principal,
    interest: body.interest,
    penalty: NOTHING,
    compound: NOTHING,
    bankSerial: body.bank_serial,
  }));

export const penaltyPaymentBody = z
  .strictObject({ on_date: plainDate(), penalty: amount(), compound: amount(), bank_serial: bankNumber })
  .transform((body) => ({
    kind: 'penalty_payment' as const,
    onDate: body.on_date,
    principal: NOTHING,
    interest: NOTHING,
    penalty: body.penalty,
    compound: body.compound,
    bankSerial: body.bank_serial,
  }));

/** 控制总数: how many, and what they come to by the bank's own books. */
export const controlTotals = {
  count: z.int().min(1).max(100_000),
  total: positiveYuan(),
};

const MOST_RECEIPTS = 1000;

export const confirmReceiptsBody = z
  .strictObject({
    ...controlTotals,
    /** Either these, or all that one person entered on one day. */
    receipt_ids: z.array(id<'loan-receipt'>()).min(1).max(MOST_RECEIPTS).nullable().default(null),
    entered_by: id<'person'>().nullable().default(null),
    entered_on: plainDate().nullable().default(null),
  })
  .transform((body) => ({
    count: body.count,
    total: body.total,
    receiptIds: body.receipt_ids,
    enteredBy: body.entered_by,
    enteredOn: body.entered_on,
  }));

export const receiptListQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(RECEIPT_STATES).optional(),
  county_code: countyCode().optional(),
  loan_id: id<'loan'>().optional(),
  entered_by: id<'person'>().optional(),
  entered_on: plainDate().optional(),
  confirmation_id: id().optional(),
});

const receiptFacts = {
  id: digits,
  loan_id: digits,
  county_code: z.string(),
  bank_id: digits,
  kind: z.enum(REVERSIBLES),
  on_date: dateText,
  principal: yuanText,
  interest: yuanText,
  penalty: yuanText,
  compound: yuanText,
  bank_serial: z.string(),
  import_id: digits.nullable(),
  state: z.enum(RECEIPT_STATES),
  entered_by: digits,
  entered_on: dateText,
  decided_by: digits.nullable(),
  decided_on: dateText.nullable(),
  reason: z.string().nullable(),
  confirmation_id: digits.nullable(),
};

export const receiptReply = z.object(receiptFacts);

export const receiptDetailReply = z.object({
  ...receiptFacts,
  contract_no: z.string().nullable(),
  borrower_name: z.string(),
});

export const receiptListReply = z.object({ items: z.array(receiptDetailReply), next: digits.nullable() });

export const confirmationReply = z.object({
  id: digits,
  county_code: z.string(),
  bank_id: digits,
  receipts: z.int(),
  total: yuanText,
  import_id: digits.nullable(),
  confirmed_by: digits,
  confirmed_on: dateText,
});
