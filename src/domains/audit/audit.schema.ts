import { z } from 'zod';
import { countyCode, digits, id, line, pageQuery, plainDate } from '../../platform/http/shapes.ts';

export const entriesQuery = z.strictObject({
  ...pageQuery,
  act: line(80).optional(),
  subject_kind: line(60).optional(),
  subject_id: line(60).optional(),
  person_id: id<'person'>().optional(),
  request_id: line(64).optional(),
  county_code: countyCode().optional(),
  from: plainDate().optional(),
  until: plainDate().optional(),
});

const entry = z.object({
  id: digits,
  at: z.string(),
  request_id: z.string(),
  account_id: digits.nullable(),
  person_id: digits.nullable(),
  person_name: z.string().nullable(),
  role: z.string(),
  county_code: z.string().nullable(),
  act: z.string(),
  subject_kind: z.string(),
  subject_id: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});

export const entriesReply = z.object({ items: z.array(entry), next: digits.nullable() });
