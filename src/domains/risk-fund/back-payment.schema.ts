import { z } from 'zod';
import { dateText, digits, line, plainDate, positiveYuan, yuanText } from '../../platform/http/shapes.ts';
import { RECOVERY_STATES } from './core/claim-row.ts';

export const backPaymentBody = z.strictObject({
  /** Who owes it, as `claim_backs` of the claim names it, and to whom. */
  party: z.string().trim().min(1, '请填写付款方').max(60, '付款方最多 60 个字'),
  to_party: z.enum(['fund', 'bank']),
  amount: positiveYuan(),
  received_on: plainDate(),
  document_no: line(60, 4),
  bank_serial: z.string().regex(/^[\w-]{4,40}$/, '流水号为 4 至 40 位字母或数字'),
});

export const backPaymentView = z.object({
  id: digits,
  party: z.string(),
  to_party: z.enum(['fund', 'bank']),
  amount: yuanText,
  received_on: dateText,
  document_no: z.string(),
  bank_serial: z.string(),
  state: z.enum(RECOVERY_STATES),
  entered_on: dateText,
  /** 冲正: taken back by two persons, and why. */
  reversed_on: dateText.nullable(),
  reversal_reason: z.string().nullable(),
});
export const backPaymentReply = backPaymentView.extend({ claim_id: digits });
