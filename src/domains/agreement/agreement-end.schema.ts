import { z } from 'zod';
import { countyCode, dateText, digits, id, line, pageQuery, plainDate } from '../../platform/http/shapes.ts';
import { AGREEMENT_STATES } from './core/agreement-states.ts';
import { PAPER_KINDS, TERMINATION_GROUNDS } from './core/agreement-end.ts';
import { PARTIES } from './core/parties.ts';

export const terminationParams = z.strictObject({ id: id<'termination'>() });
export const paperParams = z.strictObject({ id: id<'agreement-paper'>() });

export const terminationBody = z.strictObject({
  ground: z.enum(TERMINATION_GROUNDS),
  requested_by: z.enum(PARTIES),
  requested_on: plainDate(),
  reason: line(200, 4),
  ends_on: plainDate(),
  settle_by: plainDate(),
});

export const terminationInputOf = (body: z.output<typeof terminationBody>) => ({
  ground: body.ground,
  requestedBy: body.requested_by,
  requestedOn: body.requested_on,
  reason: body.reason,
  endsOn: body.ends_on,
  settleBy: body.settle_by,
});

export const terminationDecisionBody = z.strictObject({ outcome: z.enum(['confirmed', 'rejected']) });

export const terminationReply = z.object({
  id: digits,
  agreement_id: digits,
  ground: z.enum(TERMINATION_GROUNDS),
  requested_by: z.enum(PARTIES),
  requested_on: dateText,
  reason: z.string(),
  ends_on: dateText,
  settle_by: dateText,
  state: z.enum(['proposed', 'confirmed', 'rejected']),
  proposed_by: digits,
  proposed_on: dateText,
  decided_by: digits.nullable(),
  decided_on: dateText.nullable(),
});

export const terminationQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['proposed', 'confirmed', 'rejected']).optional(),
  enterprise_id: id().optional(),
  county_code: countyCode().optional(),
});
export const terminationPage = z.object({
  items: z.array(
    terminationReply.extend({
      agreement_no: z.string(),
      household_id: digits,
      head_name: z.string(),
      enterprise_id: digits,
      enterprise_name: z.string(),
    }),
  ),
  next: digits.nullable(),
});

export const keptBody = z.strictObject({
  kind: z.enum(PAPER_KINDS),
  /** Of a signed copy the version, of an attachment its number on the agreement. */
  no: z.coerce.number().int().min(1).max(99),
  title: line(60, 2),
});

export const keptReply = z.object({
  id: digits,
  agreement_id: digits,
  kind: z.enum(PAPER_KINDS),
  no: z.number(),
  title: z.string(),
  file_sha256: z.string(),
  file_name: z.string(),
  media_type: z.string(),
  recorded_by: digits,
  recorded_on: dateText,
});

export const archivingBody = z.strictObject({});

export const fileReply = z.object({
  agreement_id: digits,
  state: z.enum(AGREEMENT_STATES),
  archived_on: dateText.nullable(),
  complete: z.boolean(),
  items: z.array(
    z.object({
      item: z.string(),
      no: z.number(),
      title: z.string().nullable(),
      label: z.string(),
      present: z.boolean(),
    }),
  ),
  papers: z.array(keptReply),
  terminations: z.array(terminationReply),
});
