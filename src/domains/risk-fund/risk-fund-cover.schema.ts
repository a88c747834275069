import { z } from 'zod';
import { dateText, id, yuanText } from '../../platform/http/shapes.ts';

export const loanParams = z.strictObject({ id: id<'loan'>() });

export const coverList = z.object({
  items: z.array(
    z.object({
      measured_on: dateText,
      cause: z.enum(['disbursement', 'injection']),
      document_no: z.string(),
      excess_loses_subsidy: z.boolean(),
      pool: yuanText,
      cap: yuanText,
      earlier: yuanText,
      total: yuanText,
      outstanding: yuanText,
      covered: yuanText,
    }),
  ),
});
