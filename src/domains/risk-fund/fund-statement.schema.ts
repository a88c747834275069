import { z } from 'zod';
import { dateText, digits, line, yuan, yuanText } from '../../platform/http/shapes.ts';
import { accountFiguresReply } from './fund-account.schema.ts';
import { LINE_KINDS, STATEMENT_PARTIES } from './core/statement-figures.ts';

export const drawBody = z.strictObject({
  year: z
    .int('年度应为四位整数')
    .min(2000, '年度应在 2000 至 2100 之间')
    .max(2100, '年度应在 2000 至 2100 之间'),
});

export const confirmBody = z.strictObject({
  /** By the institution's own books. */
  closing: yuan(),
  reason: line(200, 4).nullable().default(null),
});

export const statementReply = z.object({
  id: digits,
  fund_id: digits,
  year: z.number(),
  version: z.number(),
  opening: yuanText,
  injections: yuanText,
  interest: yuanText,
  recoveries: yuanText,
  compensation: yuanText,
  returned: yuanText,
  closing: yuanText,
  line_count: z.number(),
  /** Repayments after compensation that banks had not returned on the day it was drawn. */
  unreturned: yuanText,
  /** The fund's part of them. */
  unreturned_fund: yuanText,
  state: z.enum(['drawn', 'disputed', 'superseded', 'confirmed']),
  drawn_on: dateText,
  confirmed_on: dateText.nullable(),
});
export const statementList = z.object({ items: z.array(statementReply) });

export const statementDetail = statementReply.extend({
  accounts: z.array(accountFiguresReply.extend({ bank_name: z.string(), account_no: z.string().nullable() })),
  lines: z.array(
    z.object({
      no: z.number(),
      account_id: digits,
      on_date: dateText,
      kind: z.enum(LINE_KINDS),
      amount: yuanText,
      proof_no: z.string(),
      detail: z.string().nullable(),
      /** The day on which the money moved, where that was in a year before (以前年度调整). */
      value_on: dateText.nullable(),
    }),
  ),
  confirmations: z.array(
    z.object({
      party: z.enum(STATEMENT_PARTIES),
      organisation: z.string(),
      person_name: z.string(),
      closing: yuanText,
      difference: yuanText,
      reason: z.string().nullable(),
      confirmed_on: dateText,
    }),
  ),
});
