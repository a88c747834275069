import { z } from 'zod';
import { countyCode, dateText, digits, id, line, pageQuery, yuanText } from '../../platform/http/shapes.ts';
import { WORK_KINDS, WORK_STATES } from './core/work.ts';

export const workParams = z.strictObject({ id: id<'countersign'>() });
export const refusalBody = z.strictObject({ reason: line(200, 4) });
export const workQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(WORK_STATES).optional(),
  kind: z.enum(WORK_KINDS).optional(),
  county_code: countyCode().optional(),
});

const workFacts = {
  id: digits,
  kind: z.enum(WORK_KINDS),
  county_code: z.string().nullable(),
  bank_id: digits.nullable(),
  subject_id: digits.nullable(),
  amount: yuanText.nullable(),
  content: z.record(z.string(), z.unknown()),
  state: z.enum(WORK_STATES),
  entered_by: digits,
  entered_on: dateText,
  decided_by: digits.nullable(),
  decided_on: dateText.nullable(),
  refusal: z.string().nullable(),
};

/** What one person entered and another is to confirm. */
export const workReply = z.object(workFacts);
export const confirmedReply = z.object({ ...workFacts, result: z.record(z.string(), z.unknown()) });
export const workPage = z.object({ items: z.array(workReply), next: digits.nullable() });
