import { z } from 'zod';
import { yuanText } from '../../platform/http/shapes.ts';

export const balancesReply = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      county_code: z.string().nullable(),
      posted: yuanText,
      pending: yuanText,
    }),
  ),
});
