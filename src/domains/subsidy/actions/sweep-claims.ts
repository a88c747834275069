import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { unsettledBatches } from '../subsidy-batch.store.ts';
import { loansAppliedFor } from '../subsidy-application.store.ts';
import { unassessedLoans } from '../subsidy-correction.store.ts';
import { ringPortions } from '../subsidy-portion.store.ts';
import { staleLoans } from '../subsidy-loan.store.ts';
import { settleBatch } from './settle-batch.ts';

const AT_MOST = 2_000;

/**
 * Rings again for what has waited too long, so that losing every queued job loses nothing: portions not
 * accrued, lines applied for, lines not held against their loan's latest facts, answers of banks not carried
 * up. Answers how many it found.
 */
export async function sweepClaims(tx: Tx, context: Context): Promise<number> {
  const portions = await ringPortions(tx, AT_MOST);
  const loans = [...new Set([...(await staleLoans(tx, AT_MOST)), ...(await unassessedLoans(tx, AT_MOST))])];
  const applied = await loansAppliedFor(tx, AT_MOST);
  await appendEvent(
    tx,
    ...applied.map((loan) => ({ name: 'subsidy.application-received', payload: { loan_id: String(loan) } })),
    ...portions.map((portion) => ({
      name: 'subsidy.portion-opened',
      payload: { batch_id: String(portion.batch_id), portion_no: portion.portion_no },
    })),
    ...loans.map((loan) => ({ name: 'subsidy.lines-stale', payload: { loan_id: String(loan) } })),
  );
  const batches = await unsettledBatches(tx, AT_MOST);
  for (const batch of batches) await settleBatch(tx, context, batch);
  return portions.length + applied.length + loans.length + batches.length;
}
