import { z } from 'zod';
import { checkBankAccount } from '../../kernel/identifiers.ts';
import { PAYEE_KINDS } from './core/payment-row.ts';
import { dateText, digits, id, line, pageQuery, yuanText } from '../../platform/http/shapes.ts';

export const orderParams = z.strictObject({ id: id() });
export const lineParams = z.strictObject({ id: id() });

export const orderQuery = z.strictObject({
  ...pageQuery,
  batch_id: id().optional(),
  state: z.enum(['instructed', 'settled']).optional(),
});

export const lineQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['sent', 'paid', 'returned', 'corrected']).optional(),
});

export const orderReply = z.object({
  id: digits,
  order_no: z.string(),
  county_code: z.string(),
  bank_id: digits,
  subject_kind: z.string(),
  subject_id: digits,
  round: z.number(),
  state: z.enum(['instructed', 'settled']),
  line_count: z.number(),
  total: yuanText,
  instructed_on: dateText,
  bank_file_ready: z.boolean(),
});
export const orderPage = z.object({ items: z.array(orderReply), next: digits.nullable() });

export const linePage = z.object({
  items: z.array(
    z.object({
      id: digits,
      line_no: z.number(),
      loan_id: digits.nullable(),
      subject_ref: z.string(),
      payee_kind: z.enum(PAYEE_KINDS),
      payee_name: z.string(),
      payee_account_last4: z.string(),
      payee_bank_name: z.string(),
      booking_ref: z.string(),
      amount: yuanText,
      state: z.enum(['sent', 'paid', 'returned', 'corrected']),
      return_reason: z.string().nullable(),
      bank_serial: z.string().nullable(),
      answered_on: dateText.nullable(),
      replaces_id: digits.nullable(),
    }),
  ),
  next: digits.nullable(),
});

export const receiptReply = z.object({
  id: digits,
  order_id: digits,
  line_count: z.number(),
  paid_count: z.number(),
  returned_count: z.number(),
  paid: yuanText,
  recorded_on: dateText,
  already_booked: z.boolean(),
  order_state: z.enum(['instructed', 'settled']),
});

/** An account to pay into, checked and without blanks. */
export const payeeAccount = z
  .string()
  .max(40)
  .transform((text, ctx) => {
    const checked = checkBankAccount(text);
    if (checked.fault === null) return checked.normalised;
    ctx.addIssue({ code: 'custom', message: '收款账号不对：卡号须通过校验位，存折账号须为 8 至 32 位数字' });
    return z.NEVER;
  });

export const correctionBody = z
  .strictObject({
    payee_name: line(80).optional(),
    payee_account: payeeAccount.optional(),
    payee_bank_name: line(80).optional(),
    booking_ref: line(60).optional(),
    remark: line(200, 2),
  })
  .refine(
    (body) => body.payee_name ?? body.payee_account ?? body.payee_bank_name ?? body.booking_ref,
    '请至少更正户名、账号、银行或记账依据中的一项',
  );

export const correctionReply = z.object({ id: digits, state: z.string() });
