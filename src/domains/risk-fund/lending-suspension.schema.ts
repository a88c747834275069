import { z } from 'zod';
import { LIFT_REASONS } from './core/breaker.ts';
import { dateText, digits, line, pageQuery, yuanText } from '../../platform/http/shapes.ts';

const STATES = ['suspended', 'lifted'] as const;

export const suspensionQuery = z.strictObject({ ...pageQuery, state: z.enum(STATES).optional() });

export const suspensionReply = z.object({
  id: digits,
  fund_id: digits,
  county_code: z.string(),
  bank_id: digits.nullable(),
  product_code: z.string().nullable(),
  state: z.enum(STATES),
  numerator: yuanText,
  denominator: yuanText,
  suspended_on: dateText,
  lifted_on: dateText.nullable(),
  lift_document_no: z.string().nullable(),
  lift_reason: z.enum(LIFT_REASONS).nullable(),
});
export const suspensionPage = z.object({
  items: z.array(suspensionReply.extend({ bank_name: z.string().nullable() })),
  next: digits.nullable(),
});

export const liftBody = z.strictObject({ document_no: line(60, 4) });

export const checkBody = z.strictObject({});
export const checkReply = z.object({
  items: z.array(
    z.object({
      bank_id: digits.nullable(),
      product_code: z.string().nullable(),
      numerator: yuanText,
      denominator: yuanText,
      verdict: z.enum(['normal', 'warned', 'suspended']),
    }),
  ),
});
