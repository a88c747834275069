import { z } from 'zod';
import { dateText, digits } from '../../platform/http/shapes.ts';
import { FORM_FORMATS } from '../../platform/http/form-reply.ts';
import { quarter, reportHead } from './dividend.schema.ts';
import { parseYuan, type Fen } from '../../kernel/money.ts';

export const workbookQuery = z.strictObject({
  year: z.coerce.number().int().min(2000).max(2100),
  quarter: quarter().optional(),
  format: z.enum(FORM_FORMATS).default('xlsx'),
});

/** The head of a report as a form's entries; the lines are in the file. */
export const workbookBody = z.strictObject({
  ...reportHead,
  /** Hashes of proofs, separated by commas. */
  proofs: z
    .string()
    .regex(/^[0-9a-f]{64}(,[0-9a-f]{64}){0,19}$/, '凭证须用上传后得到的哈希，多份用逗号分开')
    .optional(),
});

const ZERO = parseYuan('0.00') as Fen;
export const workbookInputOf = (body: z.output<typeof workbookBody>) => ({
  year: body.year,
  quarter: body.quarter ?? null,
  profit: body.profit,
  capital: body.capital,
  total: body.total,
  reinvested: body.reinvested ?? ZERO,
  remark: body.remark ?? null,
  proofs: body.proofs === undefined ? [] : body.proofs.split(','),
});

export const proofReply = z.object({
  id: digits,
  enterprise_id: digits,
  file_sha256: z.string(),
  file_name: z.string(),
  bytes: digits,
  media_type: z.string(),
  recorded_on: dateText,
});
export const proofList = z.object({ items: z.array(proofReply) });
