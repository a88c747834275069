import { z } from 'zod';
import { parseYuan, type Fen } from '../../kernel/money.ts';
import {
  dateText,
  digits,
  id,
  line,
  plainDate,
  positiveYuan,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';

import { PRINCIPAL_PAYEES } from './core/principal-payee.ts';

export { workReply } from '../countersign/index.ts';

export const lifeParams = z.strictObject({ id: id<'agreement'>() });

export const returnBody = z.strictObject({
  amount: positiveYuan(),
  returned_on: plainDate(),
  bank_serial: z.string().regex(/^[\w-]{4,40}$/, '银行流水号应为 4 至 40 位字母或数字'),
});
export const returnReply = z.object({
  id: digits,
  agreement_id: digits,
  amount: yuanText,
  returned_on: dateText,
  bank_serial: z.string(),
  recorded_on: dateText,
  paid_to: z.enum(PRINCIPAL_PAYEES).nullable(),
  undoes_id: digits.nullable(),
  reason: z.string().nullable(),
});

export const serviceBody = z.strictObject({
  member_id: id(),
  kind: z.enum(['training', 'employment']),
  content: line(60, 2),
  on_date: plainDate(),
  days: z.int('应为整数天').min(1).max(366),
  wage: yuan().optional(),
});
export const wageOf = (body: z.output<typeof serviceBody>): Fen => body.wage ?? (parseYuan('0.00') as Fen);
export const serviceReply = z.object({
  id: digits,
  agreement_id: digits,
  member_id: digits,
  member_name: z.string(),
  kind: z.enum(['training', 'employment']),
  content: z.string(),
  on_date: dateText,
  days: z.number(),
  wage: yuanText,
  recorded_on: dateText,
});
export const lifeReply = z.object({ returns: z.array(returnReply), services: z.array(serviceReply) });
