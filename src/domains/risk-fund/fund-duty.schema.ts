import { z } from 'zod';
import { dateText, digits, id, pageQuery, yuanText } from '../../platform/http/shapes.ts';
import { TOP_UP_MODES } from './core/top-up.ts';

const REMINDED = [
  ...(['bank_officer', 'bank_reviewer', 'county_office', 'finance_reviewer'] as const),
  ...(['finance_approver', 'finance_payer', 'province_supervisor'] as const),
] as const;
const KINDS = ['claim_step', 'claim_ripe', 'top_up'] as const;

const yesNo = () =>
  z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional();

export const fundReminderQuery = z.strictObject({
  ...pageQuery,
  /** The post that was told; one's own when none is named. */
  role: z.enum(REMINDED).optional(),
  kind: z.enum(KINDS).optional(),
  /** What has not been done since. */
  open: yesNo(),
});

export const fundReminderPage = z.object({
  items: z.array(
    z.object({
      id: digits,
      fund_id: digits,
      fund_name: z.string(),
      county_code: z.string(),
      kind: z.enum(KINDS),
      claim_id: digits.nullable(),
      claim_no: z.string().nullable(),
      loan_id: digits.nullable(),
      top_up_id: digits.nullable(),
      bank_name: z.string().nullable(),
      step: z.string(),
      role: z.enum(REMINDED),
      level: z.enum(['post', 'above']),
      due_on: dateText,
      noted_on: dateText,
      open: z.boolean(),
    }),
  ),
  next: digits.nullable(),
});

export const topUpListQuery = z.strictObject({ ...pageQuery, fund_id: id().optional(), open: yesNo() });

export const topUpPage = z.object({
  items: z.array(
    z.object({
      id: digits,
      fund_id: digits,
      fund_name: z.string(),
      county_code: z.string(),
      document_no: z.string(),
      mode: z.enum(TOP_UP_MODES),
      measured_on: dateText,
      outstanding: yuanText,
      balance: yuanText,
      due: yuanText,
      paid: yuanText,
      pay_by: dateText,
      /** Working days since then. */
      late_days: z.int(),
      open: z.boolean(),
    }),
  ),
  next: digits.nullable(),
});
