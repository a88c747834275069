import { z } from 'zod';
import { LIFT_REASONS, WARNING_ENDS } from './core/breaker.ts';
import { workReply } from '../countersign/index.ts';
import { dateText, digits, id, line, pageQuery, yuanText } from '../../platform/http/shapes.ts';

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

const WARNING_STATES = ['open', 'ended'] as const;

export const warningQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(WARNING_STATES).optional(),
  fund_id: id().optional(),
});
export const warningPage = z.object({
  items: z.array(
    z.object({
      id: digits,
      fund_id: digits,
      county_code: z.string(),
      bank_id: digits.nullable(),
      bank_name: z.string().nullable(),
      product_code: z.string().nullable(),
      state: z.enum(WARNING_STATES),
      /** The ratio that reached the level. */
      numerator: yuanText,
      denominator: yuanText,
      warned_on: dateText,
      ended_on: dateText.nullable(),
      end_reason: z.enum(WARNING_ENDS).nullable(),
    }),
  ),
  next: digits.nullable(),
});

export const liftReply = workReply;
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
