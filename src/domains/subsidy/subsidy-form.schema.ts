import { z } from 'zod';
import { FORM_FORMATS } from '../../platform/http/form-reply.ts';
import { countyCode, id, line, plainDate } from '../../platform/http/shapes.ts';
import { loanListQuery } from '../loan/index.ts';

const format = z.enum(FORM_FORMATS).default('xlsx');

export const formQuery = z.strictObject({ format });

/** The filters of the list of loans. */
export const ledgerQuery = loanListQuery.omit({ after: true, limit: true }).extend({
  format,
  numbers: z.enum(['masked', 'full']).default('masked'),
  reason: line(100, 4).nullable().default(null),
  /** Households that should have a microloan and have none (应贷未贷) follow the loans. */
  unlent: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
});

export const ledgerSummaryQuery = z.strictObject({
  format,
  on: plainDate().optional(),
  county_code: countyCode().optional(),
  bank_id: id<'organisation'>().optional(),
  product_code: loanListQuery.shape.product_code,
});
