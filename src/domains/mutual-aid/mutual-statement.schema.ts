import { z } from 'zod';
import { dateText, digits, line, plainDate, yuanText } from '../../platform/http/shapes.ts';
import { documentReply } from '../document/index.ts';
import { ENTRY_KINDS, type EntryKindName } from './core/entry-kinds.ts';
import { WARNINGS } from './core/society-ratios.ts';
import { DISTRIBUTION_STATES } from './core/society-rows.ts';

const KINDS = Object.keys(ENTRY_KINDS) as [EntryKindName, ...EntryKindName[]];
const month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, '月份写作 2015-03');

export const statementBody = z.strictObject({ month });
const pockets = z.array(z.object({ pocket: z.string(), amount: yuanText }));
export const statementReply = z.object({
  id: digits,
  society_id: digits,
  month: z.string(),
  opening: pockets,
  closing: pockets,
  state: z.enum(DISTRIBUTION_STATES),
  drawn_on: dateText,
  decided_on: dateText.nullable(),
});
export const statementList = z.object({ items: z.array(statementReply) });

/** A paper as the register of documents shows it. */
export const paperReply = documentReply;

export const postingBody = z.strictObject({
  place: line(80, 2),
  posted_on: plainDate(),
  until_on: plainDate(),
});
export const postingReply = z.object({
  id: digits,
  place: z.string(),
  posted_on: dateText,
  until_on: dateText,
  poster_name: z.string(),
});

export const statementDetail = statementReply.extend({
  lines: z.array(
    z.object({
      on_date: dateText,
      kind: z.enum(KINDS),
      amount: yuanText,
      fee: yuanText,
      staff: yuanText,
      member_name: z.string().nullable(),
      proof_no: z.string(),
    }),
  ),
  loans: z.array(
    z.object({
      loan_no: z.string(),
      member_name: z.string(),
      amount: yuanText,
      disbursed_on: dateText,
      due_on: dateText,
      outstanding: yuanText,
      extended: z.boolean(),
    }),
  ),
  lending_percent: z.string().nullable(),
  bad_percent: z.string().nullable(),
  warnings: z.array(z.enum(WARNINGS)),
  postings: z.array(postingReply),
});
