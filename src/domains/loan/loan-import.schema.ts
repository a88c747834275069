import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  pageQuery,
  plainDate,
  yuanText,
} from '../../platform/http/shapes.ts';

import { FUNDING_SOURCES, SECURITY_KINDS } from './core/loan-kind.ts';
import { controlTotals } from './loan-receipt.schema.ts';

export const importParams = z.strictObject({ id: id<'loan-import'>() });

/** Fields of the form beside the file. */
export const importBody = z
  .strictObject({
    kind: z.enum(['loan_ledger', 'repayments']).default('loan_ledger'),
    county_code: countyCode(),
    bank_id: id<'organisation'>().optional(),
    programme_code: z
      .string()
      .regex(/^P[1-9]$/, '项目编号写作 P1')
      .default('P1'),
    product_code: z
      .string()
      .regex(/^[a-z][a-z_-]{1,39}$/, '产品代码不对')
      .default('microloan'),
    /** Of every loan whose row says nothing of it. */
    funding_source: z.enum(FUNDING_SOURCES).default('own'),
    security: z.enum(SECURITY_KINDS).default('none'),
    bridge: z.enum(['true', 'false']).default('false'),
    /** Unit of amounts whose heading names none. */
    unit: z.enum(['元', '万元']),
    /** Day the file speaks of. */
    as_of: plainDate(),
    mode: z.enum(['good_rows', 'all_or_nothing']).default('good_rows'),
    settled_through: plainDate().optional(),
    layout: z.literal('auto').default('auto'),
  })
  .transform((body) => ({
    kind: body.kind,
    countyCode: body.county_code,
    bankId: body.bank_id ?? null,
    options: {
      unit: body.unit,
      as_of: body.as_of,
      mode: body.mode,
      settled_through: body.settled_through ?? null,
      programme_code: body.programme_code,
      product_code: body.product_code,
      funding_source: body.funding_source,
      security: body.security,
      bridge: body.bridge === 'true',
    },
  }));

/** 控制总数 of a file: rows, and all that they repay or, of a ledger, still owe. */
export const commitBody = z.strictObject({
  count: controlTotals.count.nullable().default(null),
  total: controlTotals.total.nullable().default(null),
});

export const importListQuery = z.strictObject(pageQuery);

export const importRowsQuery = z.strictObject({
  outcome: z.enum(['accepted', 'rejected']).optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

const importFacts = {
  id: digits,
  kind: z.enum(['loan_ledger', 'repayments']),
  county_code: z.string(),
  bank_id: digits.nullable(),
  file_name: z.string(),
  file_sha256: z.string(),
  file_format: z.enum(['xlsx', 'csv']),
  options: z.object({
    unit: z.string(),
    as_of: dateText,
    mode: z.string(),
    settled_through: dateText.nullable(),
    programme_code: z.string(),
    product_code: z.string(),
  }),
  state: z.enum(['received', 'checked', 'refused', 'importing', 'imported']),
  rows: z.int().nullable(),
  accepted: z.int().nullable(),
  rejected: z.int().nullable(),
  principal: yuanText.nullable(),
  balance: yuanText.nullable(),
  total: yuanText.nullable(),
  confirmed_by: digits.nullable(),
  warnings: z.array(z.string()),
  refusal: z
    .object({ code: z.string(), detail: z.string(), facts: z.record(z.string(), z.unknown()) })
    .nullable(),
  marked_sha256: z.string().nullable(),
  created_by: digits,
  created_on: dateText,
  imported_on: dateText.nullable(),
};

/** `already_imported`: the same file came in before; this is that import, and nothing has changed. */
export const receivedImportReply = z.object({ ...importFacts, already_imported: z.boolean() });

export const importReply = z.object({
  ...importFacts,
  faults: z.array(z.object({ code: z.string(), rows: z.int() })),
});

export const importListReply = z.object({ items: z.array(z.object(importFacts)), next: digits.nullable() });

export const importRowsReply = z.object({
  items: z.array(
    z.object({
      row_no: z.int(),
      outcome: z.enum(['accepted', 'rejected']),
      errors: z.array(z.object({ code: z.string(), field: z.string(), detail: z.string() })),
      loan_id: digits.nullable(),
    }),
  ),
  next: z.int().nullable(),
});
