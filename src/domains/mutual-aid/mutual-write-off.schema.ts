import { z } from 'zod';
import { dateText, digits, line, plainDate, positiveYuan, yuanText } from '../../platform/http/shapes.ts';
import { ENTRY_STATES } from './core/society-rows.ts';
import { voteRecord } from './mutual-vote.schema.ts';

export const writeOffBody = z.strictObject({ reason: line(200, 4), ...voteRecord });
export const consentBody = z.strictObject({ document_no: line(60, 4) });
export const writeOffReply = z.object({
  id: digits,
  loan_id: digits,
  amount: yuanText,
  reason: z.string(),
  voted_on: dateText,
  minutes_no: z.string(),
  member_count: z.number(),
  present: z.number(),
  yes: z.number(),
  against: z.number(),
  state: z.enum(ENTRY_STATES),
  consent_no: z.string().nullable(),
  consented_on: dateText.nullable(),
  decided_on: dateText.nullable(),
  from_risk: yuanText,
  from_reserve: yuanText,
  from_gift: yuanText,
  from_grant: yuanText,
});
export const writeOffView = writeOffReply.extend({ recovered: yuanText });
export const lateMoneyBody = z.strictObject({
  amount: positiveYuan(),
  on_date: plainDate(),
  bank_serial: line(60, 4),
});
