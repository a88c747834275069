import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  percent,
  plainDate,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { isTenorBand, RATE_SERIES } from './core/reference-rates.ts';
import { parameterSet } from './parameters.schema.ts';

export { workReply } from '../countersign/index.ts';

const programmeCode = () => z.string().regex(/^P[1-9]$/, '项目编号为 P1 至 P9');
const productCode = () => z.string().regex(/^[a-z][a-z0-9-]{2,39}$/, '产品代码用小写字母、数字和连字符');
const codeText = z.string();

export const programmesReply = z.object({
  items: z.array(z.object({ code: codeText, name: z.string(), document_no: z.string() })),
  next: z.null(),
});

export const termsQuery = z.strictObject({
  ...pageQuery,
  programme_code: programmeCode().optional(),
  product_code: productCode().optional(),
  county_code: countyCode().optional(),
  on: plainDate().optional(),
});

export const termsParams = z.strictObject({ id: id<'terms'>() });

const termsItem = {
  id: digits,
  code: codeText,
  title: z.string(),
  document_no: z.string(),
  programme_code: codeText,
  product_code: codeText,
  county_code: z.string().nullable(),
  bank_id: digits.nullable(),
  effective_from: dateText,
  effective_to: dateText,
  replaced_by: digits.nullable(),
  repealed_from: dateText.nullable(),
  published_on: dateText,
  parameters_hash: z.string(),
};

export const termsListReply = z.object({ items: z.array(z.object(termsItem)), next: digits.nullable() });

/** The parameters read back exactly as they are written when publishing. */
export const termsReply = z.object({
  ...termsItem,
  parameters: z.record(z.string(), z.record(z.string(), z.unknown())),
});

export const termsBody = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{2,59}$/, '版本代码用小写字母、数字和连字符，3 至 60 个字符'),
  programme_code: programmeCode(),
  product_code: productCode(),
  title: line(80),
  document_no: line(80),
  effective_from: plainDate(),
  effective_to: plainDate(),
  county_code: countyCode().nullish(),
  bank_id: id<'organisation'>().nullish(),
  replaces: id<'terms'>().nullish(),
  parameters: parameterSet,
});

export const quotaQuery = z.strictObject({
  ...pageQuery,
  programme_code: programmeCode().optional(),
  county_code: countyCode().optional(),
});

export const quotasReply = z.object({
  items: z.array(
    z.object({
      id: digits,
      programme_code: codeText,
      county_code: z.string().nullable(),
      bank_id: digits.nullable(),
      parent_id: digits.nullable(),
      limit: yuanText,
      allocated: yuanText,
      used: yuanText,
      remaining: yuanText,
    }),
  ),
  next: digits.nullable(),
});

export const quotaBody = z.strictObject({
  programme_code: programmeCode(),
  county_code: countyCode().nullish(),
  bank_id: id<'organisation'>().nullish(),
  limit: yuan(),
});

export const quotaReply = z.object({ id: digits, limit: yuanText });

const tenorBand = z.string().refine(isTenorBand, '期限档次不在目录中');

export const ratesQuery = z.strictObject({ series: z.enum(RATE_SERIES) });

export const ratesReply = z.object({
  items: z.array(
    z.object({
      series: z.enum(RATE_SERIES),
      effective_from: dateText,
      tenor_band: z.string(),
      annual_percent: z.string(),
      source: z.string(),
    }),
  ),
  next: z.null(),
});

export const ratesBody = z.strictObject({
  series: z.enum(RATE_SERIES),
  effective_from: plainDate(),
  source: line(80),
  rates: z
    .array(z.strictObject({ tenor_band: tenorBand, annual_percent: percent() }))
    .min(2)
    .max(5),
});

export const ratesPublishedReply = z.object({
  series: z.enum(RATE_SERIES),
  effective_from: dateText,
  count: z.number().int(),
});

export const workingDaysQuery = z.strictObject({
  from: plainDate(),
  days: z.coerce.number().int('应为整数').min(0, '不能为负').max(365, '最多 365 个工作日'),
});

export const workingDaysReply = z.object({ date: dateText, provisional: z.boolean() });
