import { z } from 'zod';
import { countyCode, dateText, digits, id, pageQuery, yuanText } from '../../platform/http/shapes.ts';

export const dueQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  bank_id: id<'organisation'>().optional(),
  fund_id: id<'risk-fund'>().optional(),
  state: z.enum(['open', 'late']).optional(),
});

const sums = {
  /** Repaid by households since the compensation was ordered. */
  received: yuanText,
  /** Entered as a recovery, and waiting for finance. */
  waiting: yuanText,
  /** Entered and confirmed. */
  returned: yuanText,
  /** Not even entered. */
  short: yuanText,
  /** Of what is not returned, what is past its last day. */
  late: yuanText,
};

export const duePage = z.object({
  items: z.array(
    z.object({
      claim_id: digits,
      claim_no: z.string(),
      fund_id: digits,
      county_code: z.string(),
      bank_id: digits,
      bank_name: z.string(),
      loan_id: digits,
      household_no: z.string(),
      borrower_name: z.string(),
      ...sums,
      /** The fund's part of what is not returned, by the terms; null until it is known who bears a part. */
      fund_due: yuanText.nullable(),
      return_by: dateText.nullable(),
      late_days: z.number(),
    }),
  ),
  next: digits.nullable(),
});

export const fundDues = z.object({
  banks: z.array(
    z.object({
      bank_id: digits,
      bank_name: z.string(),
      claims: z.number(),
      ...sums,
      fund_due: yuanText,
      /** Claims of which it is not known yet who bears a part. */
      undecided: z.number(),
    }),
  ),
});

/** One repayment after the compensation, as the detail of its claim shows it. */
export const recoveryDue = z.object({
  id: digits,
  received_on: dateText,
  amount: yuanText,
  return_by: dateText,
  recorded: yuanText,
  returned: yuanText,
  settled_on: dateText.nullable(),
  late_days: z.number(),
});

const REMINDED = ['bank_officer', 'bank_reviewer', 'county_office', 'finance_reviewer'] as const;

export const reminderQuery = z.strictObject({
  ...pageQuery,
  /** The post that was told; one's own when none is named. */
  role: z.enum(REMINDED).optional(),
  /** Money not returned since. */
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

export const reminderPage = z.object({
  items: z.array(
    z.object({
      id: digits,
      claim_id: digits,
      claim_no: z.string(),
      bank_name: z.string(),
      county_code: z.string(),
      role: z.enum(REMINDED),
      level: z.enum(['received', 'late']),
      received_on: dateText,
      amount: yuanText,
      returned: yuanText,
      return_by: dateText,
      noted_on: dateText,
      open: z.boolean(),
    }),
  ),
  next: digits.nullable(),
});
