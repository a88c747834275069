import { z } from 'zod';
import { line, yuanText } from '../../platform/http/shapes.ts';
import { workReply } from '../countersign/index.ts';

export const reversalBody = z.strictObject({
  /** By which paper it is known that the entry was wrong. */
  document_no: line(60, 4),
  reason: line(200, 4),
});
export const reversalReply = workReply;

/** What was passed on of a recovery that was reversed: to whom, and to whom it is to come back. */
export const claimBackView = z.object({
  party: z.string(),
  to_party: z.enum(['fund', 'bank']),
  amount: yuanText,
  /** Neither set off against what the party was to get nor paid back. */
  open: yuanText,
});
