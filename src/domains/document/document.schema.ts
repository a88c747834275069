import { z } from 'zod';
import { dateText, digits, id, pageQuery } from '../../platform/http/shapes.ts';

const word = z.string().regex(/^[a-z_]{2,40}$/, '应为小写英文名称');

export const documentParams = z.strictObject({ id: id() });

export const documentQuery = z
  .strictObject({
    ...pageQuery,
    kind: word.optional(),
    subject_kind: word.optional(),
    subject_id: id().optional(),
    standing: z.enum(['valid', 'replaced', 'revoked']).optional(),
  })
  .refine((query) => query.subject_id === undefined || query.subject_kind !== undefined, {
    path: ['subject_kind'],
    message: '按编号查询时请同时给出所属类别',
  });

export const documentReply = z.object({
  id: digits,
  county_code: z.string(),
  bank_id: digits.nullable(),
  enterprise_id: digits.nullable(),
  kind: z.string(),
  subject_kind: z.string(),
  subject_id: digits,
  version: z.number(),
  template_path: z.string(),
  template_sha256: z.string(),
  sheet_sha256: z.string(),
  verification_code: z.string(),
  state: z.enum(['issued', 'rendered', 'failed']),
  standing: z.enum(['valid', 'replaced', 'revoked']),
  failure: z.string().nullable(),
  pdf_sha256: z.string().nullable(),
  page_count: z.number().nullable(),
  issued_by: digits.nullable(),
  issued_on: dateText,
});
export const documentPage = z.object({ items: z.array(documentReply), next: digits.nullable() });

const MAX_DOCUMENTS = 2000;

export const printBody = z.strictObject({
  document_ids: z
    .array(id())
    .min(1, '请至少选择一份文书')
    .max(MAX_DOCUMENTS, `一次最多 ${MAX_DOCUMENTS} 份，请分次提交`)
    .refine((ids) => new Set(ids).size === ids.length, '同一份文书重复出现'),
});

export const printRequestedReply = z.object({
  id: digits,
  state: z.literal('waiting'),
  documents: z.number(),
});

export const printJobReply = z.object({
  id: digits,
  county_code: z.string(),
  bank_id: digits.nullable(),
  enterprise_id: digits.nullable(),
  documents: z.number(),
  document_ids: z.array(digits),
  state: z.enum(['waiting', 'printed', 'failed']),
  pdf_sha256: z.string().nullable(),
  page_count: z.number().nullable(),
  failure: z.string().nullable(),
  requested_by: digits,
  requested_on: dateText,
});
