import { z } from 'zod';
import { dateText, digits } from '../../platform/http/shapes.ts';
import { BATCH_STATES, linePage } from './subsidy.schema.ts';

/** Who did what with a batch, with the days it waited for each, and whose turn it is. */
export const flowReply = z.object({
  id: digits,
  batch_no: z.string(),
  state: z.enum(BATCH_STATES),
  round: z.number(),
  steps: z.array(
    z.object({
      act: z.enum(['submit', 'review', 'post', 'approve', 'instruct', 'return']),
      round: z.number(),
      on: dateText,
      at: z.iso.datetime().nullable(),
      person_name: z.string().nullable(),
      role: z.string().nullable(),
      organisation_name: z.string().nullable(),
      remark: z.string().nullable(),
      due_on: dateText.nullable(),
      late_days: z.number(),
      /** Days since the step before it, of the first one since the list was drawn up. */
      waited_days: z.number(),
    }),
  ),
  next_step: z
    .object({
      act: z.enum(['submit', 'review', 'post', 'approve', 'instruct', 'answer']),
      step_name: z.string(),
      role: z.string(),
      organisation_name: z.string().nullable(),
      due_on: dateText.nullable(),
      waited_days: z.number(),
    })
    .nullable(),
  /** Whether who asks took a step of this round: the database takes no second one of the same person. */
  decided_by_me: z.boolean(),
});

export const sampleQuery = z.strictObject({
  seed: z
    .string()
    .regex(/^[0-9A-Za-z-]{1,32}$/, '抽样种子应为 1 至 32 位的字母、数字或连字符')
    .default('1'),
  count: z.coerce.number().int().min(1).max(50).default(5),
});

/** Loans of a batch drawn by a seed, in the order they were drawn, with their lines. */
export const sampleReply = z.object({
  id: digits,
  seed: z.string(),
  count: z.number(),
  drawn_from: z.number(),
  items: linePage.shape.items,
});
