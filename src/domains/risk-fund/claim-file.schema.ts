import { z } from 'zod';
import { dateText, digits, id } from '../../platform/http/shapes.ts';
import { CLAIM_DOCUMENTS } from './core/fund-terms.ts';

export const loanParams = z.strictObject({ id: id<'loan'>() });
export const fileBody = z.strictObject({ kind: z.enum(CLAIM_DOCUMENTS) });

export const fileReply = z.object({
  id: digits,
  loan_id: digits,
  kind: z.enum(CLAIM_DOCUMENTS),
  file_name: z.string(),
  media_type: z.string(),
  bytes: z.int(),
  file_sha256: z.string(),
  recorded_on: dateText,
});
export const fileList = z.object({ items: z.array(fileReply) });
