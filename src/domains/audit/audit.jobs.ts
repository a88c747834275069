import { z } from 'zod';
import { defineJob } from '../../platform/queue/define-job.ts';

/** Chains the audit entries that no seal covers yet. */
export const sealAuditJob = defineJob({ name: 'audit.seal', payload: z.strictObject({}) });
