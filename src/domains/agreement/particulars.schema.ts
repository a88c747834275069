import { z } from 'zod';
import { formatYuan } from '../../kernel/money.ts';
import { MAX_WORDS_FEN } from '../../kernel/money-words.ts';
import { line, percent, positiveYuan } from '../../platform/http/shapes.ts';

const days = z.int('应为整数天').min(0).max(365);
const optionalLine = (max: number) => line(max).nullable().default(null);

/** Kept as yuan, null: none. */
export const deposit = positiveYuan()
  .refine((amount) => amount <= MAX_WORDS_FEN, '金额过大，无法写成人民币大写')
  .transform((amount) => formatYuan(amount))
  .nullable();

/** What the four negotiated beside amount and return. */
export const particulars = z.strictObject({
  principal_lead_days: days,
  inspection_days: days,
  exit_notice_days: days,
  exit_settle_days: days,
  /** A day. */
  late_fee_percent: percent(),
  rectification_days: days,
  reinvested_percent: percent()
    .refine((part) => part < 1_000_000, '转投比例应小于 100%')
    .optional(),
  training_sessions: z.int().min(1).max(100).nullable().default(null),
  job_promise: optionalLine(60),
  mediation_body: line(40, 2),
  dispute: z.strictObject({ way: z.enum(['arbitration', 'court']), body: line(40, 2) }),
  copies: z.union([z.literal(3), z.literal(4), z.literal(5), z.literal(6)]),
  attachments: z.array(line(40, 2)).min(1, '请至少列出一份附件').max(20),
  security: z
    .strictObject({
      mortgage: optionalLine(120),
      deposit: deposit.default(null),
      guarantor: optionalLine(60),
      insurance: optionalLine(60),
    })
    .default({ mortgage: null, deposit: null, guarantor: null, insurance: null }),
});
