import { z } from 'zod';

export const kindParams = z.strictObject({ kind: z.string().min(1).max(40) });

/** Each kind checks its own case; the door lets any JSON object in. */
export const caseBody = z.record(z.string(), z.unknown());
export const caseReply = z.record(z.string(), z.unknown());
