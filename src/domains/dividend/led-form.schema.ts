import { z } from 'zod';
import { FORM_FORMATS } from '../../platform/http/form-reply.ts';
import { line } from '../../platform/http/shapes.ts';
import { loanListQuery } from '../loan/index.ts';

/** Filters of the list of loans that an enterprise's loans may be narrowed by. */
export const ledFormQuery = loanListQuery
  .pick({ county_code: true, bank_id: true, enterprise_id: true, q: true })
  .extend({
    format: z.enum(FORM_FORMATS).default('xlsx'),
    numbers: z.enum(['masked', 'full']).default('masked'),
    reason: line(100, 4).nullable().default(null),
  });
