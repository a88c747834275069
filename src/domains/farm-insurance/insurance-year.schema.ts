import { z } from 'zod';
import { countyCode, dateText, digits, pageQuery, yuanText } from '../../platform/http/shapes.ts';
import { documentReply } from '../document/index.ts';
import { INSURED_UNITS } from './core/insurance-rows.ts';

const year = () => z.coerce.number().int().min(2000).max(2100);
export const yearQuery = z.strictObject({ county_code: countyCode(), year: year() });
export const householdsQuery = z.strictObject({ county_code: countyCode(), year: year(), ...pageQuery });
export const paperBody = z.strictObject({ county_code: countyCode(), year: z.int().min(2000).max(2100) });

/** A paper as the register of documents shows it. */
export const paperReply = documentReply;

const sums = {
  policies: z.int(),
  households: z.int(),
  poor_households: z.int(),
  sum_insured: yuanText,
  premium: yuanText,
  central: yuanText,
  province: yuanText,
  city: yuanText,
  county: yuanText,
  household: yuanText,
  claimed: yuanText,
  received: yuanText,
  received_households: z.int(),
  claims_percent: z.string().nullable(),
};
export const yearReply = z.object({
  county_code: z.string(),
  county_name: z.string(),
  year: z.int(),
  items: z.array(
    z.object({
      product_code: z.string(),
      product: z.string(),
      unit: z.enum(INSURED_UNITS),
      insurer_id: digits,
      insurer_name: z.string(),
      units: z.string(),
      ...sums,
    }),
  ),
  totals: z.object(sums),
});
export const householdsReply = z.object({
  items: z.array(
    z.object({
      id: digits,
      household_no: z.string(),
      head_name: z.string(),
      village_name: z.string(),
      poor: z.boolean(),
      policies: z.int(),
      sum_insured: yuanText,
      premium: yuanText,
      household: yuanText,
      claimed: yuanText,
      received: yuanText,
      receipts: z.array(z.object({ received_on: dateText, amount: yuanText, account_last4: z.string() })),
    }),
  ),
  next: digits.nullable(),
});
