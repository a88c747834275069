import { z } from 'zod';
import { parseId, type Id } from '../../kernel/ids.ts';
import { defineJob } from '../../platform/queue/define-job.ts';

const id = <Name extends string>() =>
  z.string().transform((text, ctx): Id<Name> => {
    const value = parseId<Name>(text);
    if (value) return value;
    ctx.addIssue({ code: 'custom', message: 'not an id' });
    return z.NEVER;
  });

const importPayload = z.strictObject({ import_id: id<'loan-import'>() });

/** Dry run of a file handed in; follows the news `loan.import-received`. */
export const checkImportJob = defineJob({ name: 'loan.check-import', payload: importPayload });

/** Brings in a checked file; follows the news `loan.import-confirmed`. */
export const commitImportJob = defineJob({ name: 'loan.commit-import', payload: importPayload });

/** Brings loans in step with a status of their household that was reviewed. */
export const followStatusJob = defineJob({
  name: 'loan.follow-household-status',
  payload: z.strictObject({
    household_id: id<'household'>(),
    status_id: id<'household-status'>(),
  }),
});

/** Counts what is overdue over the whole book as of today. */
export const countArrearsJob = defineJob({ name: 'loan.count-arrears', payload: z.strictObject({}) });

/** Tells the bank which rates are due to be reset and have not been. */
export const remindResetsJob = defineJob({ name: 'loan.remind-resets', payload: z.strictObject({}) });

/** Rings again for files whose job was lost. */
export const sweepImportsJob = defineJob({ name: 'loan.sweep-imports', payload: z.strictObject({}) });

/** Rings again for statuses of households whose job was lost. */
export const sweepStatusesJob = defineJob({ name: 'loan.sweep-statuses', payload: z.strictObject({}) });
