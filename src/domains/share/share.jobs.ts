import { z } from 'zod';
import { parseId, type Id } from '../../kernel/ids.ts';
import { defineJob } from '../../platform/queue/define-job.ts';

/** Enters what a household's reviewed standing means for its shares. */
export const followShareholderJob = defineJob({
  name: 'share.follow-household',
  payload: z.strictObject({
    household_id: z.string().transform((text, ctx): Id<'household'> => {
      const value = parseId<'household'>(text);
      if (value) return value;
      ctx.addIssue({ code: 'custom', message: 'not an id' });
      return z.NEVER;
    }),
  }),
});

/** The same for every household: a lost job, and what the passing of days brings. */
export const sweepShareholdersJob = defineJob({
  name: 'share.sweep-households',
  payload: z.strictObject({}),
});

/** Freezes the holders of the issues whose record date has come. */
export const freezeRecordsJob = defineJob({ name: 'share.freeze-records', payload: z.strictObject({}) });
