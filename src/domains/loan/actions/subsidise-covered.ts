import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { loanFactsChanged } from '../core/events.ts';
import { insertCovered, type CoveredPrincipal } from '../loan-event.store.ts';

/**
 * From a day on no more of these loans' principal is subsidised than is under cover, by measures whose
 * document is the reason. Lines drawn up before are drawn up again.
 */
export async function subsidiseCovered(
  tx: Tx,
  context: Context,
  loans: readonly CoveredPrincipal[],
  by: { readonly documentNo: string; readonly recordedBy: bigint },
): Promise<void> {
  if (loans.length === 0) return;
  const changed = await insertCovered(tx, loans, {
    reason: `放大倍数限额：${by.documentNo}`,
    recordedBy: by.recordedBy,
    recordedOn: context.today,
  });
  for (const { loan_id, on_date } of changed) await appendEvent(tx, loanFactsChanged(loan_id, on_date));
}
