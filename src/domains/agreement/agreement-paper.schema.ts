import { z } from 'zod';
import { dateText, digits } from '../../platform/http/shapes.ts';

/** Version of the wording of a paper of agreements. */
export const templateVersion = (usual: string) =>
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, '文本版本写作 v1，或本县自有的 620821-v1')
    .default(usual);

export const issueBody = z.strictObject({ template_version: templateVersion('v2') });
export const amendmentIssueBody = z.strictObject({ template_version: templateVersion('v2') });

/** The registered facts of a paper; the slice of documents says the same. */
export const paperReply = z.object({
  id: digits,
  kind: z.string(),
  version: z.number(),
  state: z.enum(['issued', 'rendered', 'failed']),
  standing: z.enum(['valid', 'replaced', 'revoked']),
  verification_code: z.string(),
  sheet_sha256: z.string(),
  pdf_sha256: z.string().nullable(),
  page_count: z.number().nullable(),
  issued_on: dateText,
});
