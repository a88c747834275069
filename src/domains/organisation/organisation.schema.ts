import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { ORGANISATION_KINDS, STANDINGS } from './core/kinds.ts';
import { REGION_LEVELS } from './core/region-level.ts';

const regionCode = () => z.string().regex(/^\d{12}$/, '区划代码应为 12 位数字');

export const organisationsQuery = z.strictObject({
  ...pageQuery,
  county_code: countyCode().optional(),
  kind: z.enum(ORGANISATION_KINDS).optional(),
  standing: z.enum(STANDINGS).optional(),
  q: line(80).optional(),
});

export const organisationParams = z.strictObject({ id: id<'organisation'>() });

const listed = {
  id: digits,
  kind: z.enum(ORGANISATION_KINDS),
  name: z.string(),
  uscc: z.string().nullable(),
  county_code: z.string().nullable(),
  parent_id: digits.nullable(),
  standing: z.enum(STANDINGS),
  region_code: z.string(),
  region_name: z.string(),
};

export const organisationsReply = z.object({ items: z.array(z.object(listed)), next: digits.nullable() });

export const organisationReply = z.object({
  ...listed,
  head_name: z.string().nullable(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  account_name: z.string().nullable(),
  account_no: z.string().nullable(),
  account_bank: z.string().nullable(),
  paid_in_capital: yuanText.nullable(),
});

export const organisationBody = z
  .strictObject({
    kind: z.enum(ORGANISATION_KINDS),
    name: line(80, 2),
    uscc: line(30).nullish(),
    region_code: regionCode(),
    parent_id: id<'organisation'>().nullish(),
    head_name: line(60).nullish(),
    address: line(120).nullish(),
    phone: line(30).nullish(),
    account_name: line(80).nullish(),
    account_no: line(40).nullish(),
    account_bank: line(80).nullish(),
    paid_in_capital: yuan().nullish(),
  })
  .transform(({ paid_in_capital, ...rest }) => ({ ...rest, paid_in_capital_fen: paid_in_capital }));

export const registeredReply = z.object({ id: digits });

export const standingBody = z.strictObject({ standing: z.enum(STANDINGS), reason: line(200, 4) });

export const standingReply = z.object({ id: digits, standing: z.enum(STANDINGS) });

export const regionsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(200),
  parent_code: regionCode().optional(),
  level: z.enum(REGION_LEVELS).optional(),
  county_code: countyCode().optional(),
  q: line(40).optional(),
  on: plainDate().optional(),
});

export const regionsReply = z.object({
  items: z.array(
    z.object({
      id: digits,
      code: z.string(),
      edition: z.string(),
      level: z.enum(REGION_LEVELS),
      name: z.string(),
      parent_code: z.string().nullable(),
      valid_from: dateText,
      valid_to: dateText.nullable(),
    }),
  ),
});
