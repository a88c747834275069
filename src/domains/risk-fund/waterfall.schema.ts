import { z } from 'zod';
import { formatYuan } from '../../kernel/money.ts';
import {
  dateText,
  digits,
  line,
  percent,
  plainDate,
  positiveYuan,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { LOSS_BASES } from './core/share-loss.ts';

const party = () => z.string().trim().min(1, '请填写赔付方').max(60, '赔付方最多 60 个字');

const layer = z.strictObject({
  above_percent: percent(),
  ceded_percent: percent().refine((units) => units <= 1_000_000, '比例不能超过 100%'),
  payer: party(),
});

/** How each bearer but the bank pays, in the order in which they stand. */
export const waterfallTerms = () =>
  z
    .array(
      z.strictObject({
        party: party(),
        basis: z.enum(LOSS_BASES),
        cap: yuan().transform(formatYuan).nullable().default(null),
        advances: z.boolean().default(false),
        waiting_months: z.int().min(0).max(24).default(0),
        waiting_days: z.int().min(0).max(360).default(0),
        layer: layer.nullable().default(null),
      }),
    )
    .min(1, '赔付顺位至少列一方')
    .max(10);

export const payerReply = z.object({
  party: z.string(),
  basis: z.enum(LOSS_BASES),
  cap: yuanText.nullable(),
  advances: z.boolean(),
  waiting_months: z.number(),
  waiting_days: z.number(),
  layer: z.object({ above_percent: z.string(), ceded_percent: z.string(), payer: z.string() }).nullable(),
});

const OUTCOMES = ['paid', 'refused'] as const;
const ENTERED_STATES = ['entered', 'confirmed', 'rejected'] as const;

const answer = z.object({
  id: digits,
  outcome: z.enum(OUTCOMES),
  amount: yuanText.nullable(),
  answered_on: dateText,
  document_no: z.string(),
  bank_serial: z.string().nullable(),
  reason: z.string().nullable(),
  state: z.enum(ENTERED_STATES),
  entered_on: dateText,
});

export const transferView = z.object({
  id: digits,
  from_party: z.string(),
  to_party: z.string(),
  amount: yuanText,
  due_on: dateText,
  state: z.enum(['waiting', 'paid', 'refused']),
  /** Of the amount, what recoveries of the waiting time covered. */
  offset: yuanText,
  paid: yuanText,
  /** Still to be paid now, recoveries counted. */
  owed: yuanText,
  answers: z.array(answer),
});

export const answerBody = z
  .strictObject({
    outcome: z.enum(OUTCOMES),
    amount: positiveYuan().nullable().default(null),
    answered_on: plainDate(),
    document_no: line(60, 4),
    bank_serial: z
      .string()
      .regex(/^[\w-]{4,40}$/, '流水号为 4 至 40 位字母或数字')
      .nullable()
      .default(null),
    reason: line(200, 2).nullable().default(null),
  })
  .refine((body) => (body.outcome === 'paid') === (body.amount !== null), {
    path: ['amount'],
    message: '赔付须写明金额，拒赔不写',
  })
  .refine((body) => (body.outcome === 'paid') === (body.bank_serial !== null), {
    path: ['bank_serial'],
    message: '赔付须写明到账流水号，拒赔不写',
  })
  .refine((body) => (body.outcome === 'refused') === (body.reason !== null), {
    path: ['reason'],
    message: '拒赔须写明理由，赔付不写',
  });
export const answerReply = answer.extend({ transfer_id: digits, claim_id: digits });

export const reportBody = z.strictObject({
  party: party(),
  on_date: plainDate(),
  premium: yuan(),
  claims: yuan(),
  document_no: line(60, 4),
});
export const reportReply = z.object({
  id: digits,
  fund_id: digits,
  party: z.string(),
  on_date: dateText,
  premium: yuanText,
  claims: yuanText,
  document_no: z.string(),
  state: z.enum(ENTERED_STATES),
  entered_on: dateText,
});
export const reportList = z.object({ items: z.array(reportReply) });
