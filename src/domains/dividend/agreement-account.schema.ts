import { z } from 'zod';
import { dateText, digits, id, pageQuery, plainDate, yuanText } from '../../platform/http/shapes.ts';
import { templateVersion } from '../agreement/index.ts';
import { documentReply } from '../document/index.ts';
import { DUE_KINDS, DUE_STATES } from './core/due-row.ts';

export const accountParams = z.strictObject({ id: id() });
export const noticeReply = documentReply;
export const noticeBody = z.strictObject({ template_version: templateVersion('v1') });

export const accountReply = z.object({
  agreement_id: digits,
  agreement_no: z.string(),
  enterprise_id: digits,
  enterprise_name: z.string(),
  head_name: z.string(),
  household_no: z.string(),
  state: z.string(),
  placed: yuanText,
  arrived_on: dateText.nullable(),
  ended_on: dateText.nullable(),
  returned: yuanText,
  open_principal: yuanText,
  principal_due_on: dateText.nullable(),
  /** Of the dividends: paid from deposit, by the guarantor, advanced by the county. */
  deposit: yuanText,
  guarantor: yuanText,
  advanced: yuanText,
  dues: z.array(
    z.object({
      id: digits,
      kind: z.enum(DUE_KINDS),
      year_no: z.number(),
      part_no: z.number(),
      due_on: dateText,
      cash: yuanText,
      paid: yuanText,
      open: yuanText,
      state: z.enum(DUE_STATES),
    }),
  ),
  open_dividends: yuanText,
  open: yuanText,
});

export const principalQuery = z.strictObject({
  through: plainDate().optional(),
  limit: pageQuery.limit,
});
export const principalReply = z.object({
  items: z.array(
    z.object({
      agreement_id: digits,
      agreement_no: z.string(),
      enterprise_id: digits,
      enterprise_name: z.string(),
      household_no: z.string(),
      head_name: z.string(),
      due_on: dateText,
      placed: yuanText,
      open: yuanText,
      days_late: z.number(),
      notes: z.array(z.object({ noted_on: dateText, days_before: z.number().nullable() })),
    }),
  ),
});
