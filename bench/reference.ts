import { seedReference } from '../src/domains/programme/index.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { inJob } from '../workers/job-context.ts';

/** The rows that ship with the product: programmes, versions, rates, calendar. */
export async function prepareReference(runtime: Runtime): Promise<void> {
  await inJob(runtime, (tx, context) => seedReference(tx, context));
}
