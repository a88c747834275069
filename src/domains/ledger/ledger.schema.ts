import { z } from 'zod';
import { countyCode, digits, pageQuery, yuanText } from '../../platform/http/shapes.ts';

export const balancesQuery = z.strictObject({ ...pageQuery, county_code: countyCode().optional() });

export const balancesReply = z.object({
  items: z.array(
    z.object({
      id: digits,
      code: z.string(),
      name: z.string(),
      county_code: z.string().nullable(),
      posted: yuanText,
      pending: yuanText,
    }),
  ),
  next: digits.nullable(),
});
