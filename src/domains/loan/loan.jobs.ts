import { z } from 'zod';
import { parseId, type Id } from '../../kernel/ids.ts';
import { defineJob } from '../../platform/queue/define-job.ts';

const importPayload = z.strictObject({
  import_id: z.string().transform((text, ctx): Id<'loan-import'> => {
    const id = parseId<'loan-import'>(text);
    if (id) return id;
    ctx.addIssue({ code: 'custom', message: 'not an id' });
    return z.NEVER;
  }),
});

/** Dry run of a file handed in; follows the news `loan.import-received`. */
export const checkImportJob = defineJob({ name: 'loan.check-import', payload: importPayload });

/** Brings in a checked file; follows the news `loan.import-confirmed`. */
export const commitImportJob = defineJob({ name: 'loan.commit-import', payload: importPayload });

/** Rings again for files whose job was lost. */
export const sweepImportsJob = defineJob({ name: 'loan.sweep-imports', payload: z.strictObject({}) });
