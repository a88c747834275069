import { z } from 'zod';
import { payeeAccount } from '../payment/index.ts';
import {
  dateText,
  digits,
  id,
  line,
  percent,
  plainDate,
  positiveYuan,
  yuanText,
} from '../../platform/http/shapes.ts';

const serial = () => z.string().regex(/^[\w-]{4,40}$/, '流水号为 4 至 40 位字母或数字');
const voucher = { on_date: plainDate(), document_no: line(60, 4) };

export const writeOffBody = z.strictObject({ document_no: line(60, 4), reason: line(300, 4) });
export const writeOffDecisionBody = z
  .strictObject({
    outcome: z.enum(['confirmed', 'refused']),
    refusal: line(300, 4).nullable().default(null),
  })
  .refine((body) => (body.outcome === 'refused') === (body.refusal !== null), {
    path: ['refusal'],
    message: '否决须写明理由，同意不写',
  });
export const writeOffReply = z.object({
  id: digits,
  claim_id: digits,
  loan_id: digits,
  /** The household's debt, which stays. */
  outstanding: yuanText,
  fund_lacks: yuanText,
  others_lack: yuanText,
  document_no: z.string(),
  reason: z.string(),
  state: z.enum(['proposed', 'confirmed', 'refused']),
  refusal: z.string().nullable(),
  proposed_on: dateText,
});

/** Who pays a policy's premium, apart from who bears a loss. */
export const premiumShares = () =>
  z
    .array(z.strictObject({ party: z.string().trim().min(1).max(60), percent: percent() }))
    .min(1)
    .max(10)
    .refine(
      (shares) => shares.reduce((sum, share) => sum + share.percent, 0) === 1_000_000,
      '保费分担之和须为 100%',
    )
    .refine((shares) => new Set(shares.map(({ party }) => party)).size === shares.length, '分担方不得重复')
    .refine(
      (shares) => shares.some(({ party, percent: own }) => party === 'county' && own > 0),
      '须列明县级（county）补贴的比例',
    );

export const premiumBody = z.strictObject({
  insurer: line(60, 2),
  policy_no: z.string().regex(/^[\w-]{4,40}$/, '保单号为 4 至 40 位字母或数字'),
  premium: positiveYuan(),
  /** The insurer's account for premiums, as the policy names it. */
  payee_account: payeeAccount,
  payee_bank: line(100, 2),
  ...voucher,
});
export const loanParams = z.strictObject({ id: id<'loan'>() });

export const advanceBody = z
  .strictObject({
    kind: z.enum(['advance', 'advance_repaid']),
    amount: positiveYuan(),
    ...voucher,
    bank_serial: serial().nullable().default(null),
  })
  .refine((body) => (body.kind === 'advance_repaid') === (body.bank_serial !== null), {
    path: ['bank_serial'],
    message: '收回须写银行流水号；垫付由付款指令和银行回单入账，不写',
  });

/** What was instructed, and what the bank said of it. */
export const outlayPaymentReply = z.object({
  order_id: digits,
  order_no: z.string(),
  amount: yuanText,
  state: z.enum(['sent', 'paid', 'returned', 'corrected']),
  bank_serial: z.string().nullable(),
  answered_on: dateText.nullable(),
});

export const countyPaymentReply = z.object({
  id: digits,
  kind: z.enum(['premium_subsidy', 'advance', 'advance_repaid']),
  fund_id: digits,
  loan_id: digits,
  claim_id: digits.nullable(),
  amount: yuanText,
  insurer: z.string().nullable(),
  policy_no: z.string().nullable(),
  premium: yuanText.nullable(),
  parts: z.array(z.object({ party: z.string(), amount: yuanText })).nullable(),
  on_date: dateText,
  document_no: z.string(),
  bank_serial: z.string().nullable(),
  payee_account_last4: z.string().nullable(),
  payee_bank_name: z.string().nullable(),
  payments: z.array(outlayPaymentReply),
  state: z.enum(['entered', 'confirmed', 'rejected']),
  entered_on: dateText,
});
export const countyPaymentList = z.object({ items: z.array(countyPaymentReply) });
