import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { fundBatch, queuedBatches, reserve, type BudgetRow } from '../subsidy-budget.store.ts';

/**
 * Gives the money of a locked budget to the batches that wait for it, oldest approval first. The first that
 * does not fit keeps its place: a smaller, later one must not overtake it. Answers the batches that got
 * theirs.
 */
export async function fundWaiting(
  tx: Tx,
  budget: Pick<BudgetRow, 'id' | 'programme_code' | 'county_code'>,
): Promise<bigint[]> {
  const funded: bigint[] = [];
  for (const batch of await queuedBatches(tx, budget.programme_code, budget.county_code)) {
    if (!(await reserve(tx, budget.id, batch.subsidy_fen))) break;
    invariant(await fundBatch(tx, batch.id, budget.id), 'a locked batch still waits');
    funded.push(batch.id);
  }
  return funded;
}
