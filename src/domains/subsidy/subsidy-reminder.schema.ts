import { z } from 'zod';
import { dateText, digits, pageQuery } from '../../platform/http/shapes.ts';

/** Posts whose turn it can be, and those above them. */
const REMINDED = [
  ...(['bank_reviewer', 'county_office', 'finance_reviewer', 'finance_approver'] as const),
  ...(['finance_payer', 'province_supervisor'] as const),
] as const;

export const reminderQuery = z.strictObject({
  ...pageQuery,
  /** The post that was reminded; one's own when none is named. */
  role: z.enum(REMINDED).optional(),
  /** Steps that have not been taken since. */
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

export const reminderPage = z.object({
  items: z.array(
    z.object({
      id: digits,
      batch_id: digits,
      batch_no: z.string(),
      bank_name: z.string(),
      county_code: z.string(),
      step_name: z.string(),
      role: z.enum(REMINDED),
      /** The post whose turn it is, or the level above it. */
      level: z.enum(['post', 'above']),
      due_on: dateText,
      noted_on: dateText,
      open: z.boolean(),
    }),
  ),
  next: digits.nullable(),
});
