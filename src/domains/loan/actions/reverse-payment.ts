import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { acceptedSince } from '../../household/index.ts';
import { statusUnfollowed } from '../core/events.ts';
import { nameOfChange, type ChangeRow } from '../core/loan-change.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { insertReversal, oweAgain } from '../loan-reversal.store.ts';
import { personOf } from './acting-person.ts';

/**
 * 冲正: what a confirmed change names is taken back by facts that name it; principal is owed again, and a loan
 * that was repaid by it is open again. What the register said while it stood repaid is then looked at anew.
 */
export async function reversePayment(
  tx: Tx,
  context: Context,
  loan: LoanRow,
  change: ChangeRow,
): Promise<void> {
  const principal = await insertReversal(tx, change, {
    reason: `${nameOfChange(change.kind)}：${change.reason}`,
    recordedBy: personOf(context),
    recordedOn: context.today,
  });
  if (change.reverses !== 'repayment') return;
  const after = await oweAgain(tx, loan.id, principal);
  if (loan.closed_on === null || after.state === 'closed') return;
  const missed = await acceptedSince(tx, loan.household_id, loan.closed_on);
  await appendEvent(tx, ...missed.map((status) => statusUnfollowed(status.household_id, status.id)));
}
