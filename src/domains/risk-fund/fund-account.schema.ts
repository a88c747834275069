import { z } from 'zod';
import { payeeAccount } from '../payment/index.ts';
import { dateText, digits, id, plainDate, yuanText } from '../../platform/http/shapes.ts';

export const accountParams = z.strictObject({ id: id() });

export const accountBody = z.strictObject({
  bank_id: id<'organisation'>(),
  account_no: payeeAccount,
  opened_on: plainDate(),
});

export const accountReply = z.object({
  id: digits,
  fund_id: digits,
  bank_id: digits,
  account_no: z.string().nullable(),
  opened_on: dateText,
  closed_on: dateText.nullable(),
});

/** An account as its fund shows it, with what lies in it. */
export const accountView = accountReply.extend({
  bank_name: z.string(),
  balance: yuanText,
  pending: yuanText,
  free: yuanText,
});

/** A span of days of one account; what moved between accounts is no figure of the fund. */
export const accountFiguresReply = z.object({
  account_id: digits,
  bank_id: digits,
  opening: yuanText,
  injections: yuanText,
  interest: yuanText,
  recoveries: yuanText,
  received: yuanText,
  compensation: yuanText,
  returned: yuanText,
  sent: yuanText,
  closing: yuanText,
});
