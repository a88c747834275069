import { daysBetween } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { batchMissing } from '../core/failures.ts';
import { nextStep } from '../core/next-step.ts';
import { flowEntries, officeOf, type FlowEntry } from '../subsidy-flow.views.ts';
import { batchView, type BatchView } from '../subsidy.views.ts';
import { readBatch } from './read-batches.ts';

/** The way of a batch (流程): who, where, when, how long it waited; and where it waits now. */
export async function readFlow(tx: Tx, context: Context, id: bigint) {
  const batch = await batchView(tx, id);
  if (!batch) throw batchMissing();
  const entries = await flowEntries(tx, id);
  const steps = entries.map(({ person_id: _, ...entry }, at) => ({
    ...entry,
    waited_days: daysBetween(entries[at - 1]?.on ?? batch.opened_on, entry.on),
  }));
  const since = entries.at(-1)?.on ?? batch.opened_on;
  return {
    ...{ id: batch.id, batch_no: batch.batch_no, state: batch.state, round: batch.round, steps },
    next_step: await waitsFor(tx, batch, daysBetween(since, context.today)),
    // what was returned begins its next round with whoever submits it
    decided_by_me:
      batch.state !== 'returned' &&
      entries.some((entry) => isMine(entry, batch.round, context.actor.personId)),
  };
}

/** A step taken in the round; posting a list is none. */
const isMine = (entry: FlowEntry, round: number, personId: FlowEntry['person_id'] | undefined): boolean =>
  entry.round === round && entry.act !== 'post' && entry.person_id === personId;

async function waitsFor(tx: Tx, batch: BatchView, waited: number) {
  const { review_steps: reviews } = await readBatch(tx, batch.id);
  const next = nextStep(batch, reviews);
  return next && { ...next, organisation_name: await officeOf(tx, batch.id, next.role), waited_days: waited };
}
