import { z } from 'zod';
import { countyCode, dateText, digits, id, line, pageQuery } from '../../platform/http/shapes.ts';

/** A posting as whoever posted it is answered, whatever it is about. */
export const noticeReply = z.object({
  id: digits,
  level: z.enum(['village', 'township', 'county']),
  posting: z.number(),
  posted_on: dateText,
  starts_on: dateText,
  ends_on: dateText,
  free_on: dateText,
  provisional: z.boolean(),
  state: z.enum(['posted', 'suspended', 'superseded', 'completed']),
});

/** An objection to money that was posted; a slice adds what it is about. */
export const objectionBody = z.strictObject({
  reason: line(500, 4),
  objector_kind: z.enum(['named', 'anonymous']),
  /** The letter from the public that this objection takes up. */
  letter_id: id<'notice-letter'>().optional(),
});
export const objectionReply = z.object({ id: digits, state: z.enum(['open']) });

export const objectionDecisionBody = z.strictObject({
  outcome: z.enum(['upheld', 'dismissed']),
  reason: line(500, 4),
});
/** A slice adds what became of its list or claim. */
export const objectionDecisionReply = z.object({
  id: digits,
  state: z.enum(['upheld', 'dismissed']),
  free_on: dateText.nullable(),
});

export const OBJECTION_STATES = ['open', 'upheld', 'dismissed'] as const;

export const objectionQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(OBJECTION_STATES).optional(),
  county_code: countyCode().optional(),
});
/** An objection as a list tells it; a slice adds what it is about. */
export const listedObjection = z.object({
  id: digits,
  county_code: z.string(),
  level: z.enum(['village', 'township', 'county']),
  objector_kind: z.enum(['named', 'anonymous']),
  reason: z.string(),
  raised_on: dateText,
  state: z.enum(OBJECTION_STATES),
  decided_on: dateText.nullable(),
  decision_reason: z.string().nullable(),
});
/** A page of them; a slice names the fields that it adds. */
export const objectionPage = <Shape extends z.ZodRawShape>(about: Shape) =>
  z.object({ items: z.array(listedObjection.extend(about)), next: digits.nullable() });
