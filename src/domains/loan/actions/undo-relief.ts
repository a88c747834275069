import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { loanFactsChanged } from '../core/events.ts';
import { reliefMissing, type ReliefId } from '../core/relief-order.ts';
import * as no from '../core/relief-undoing.ts';
import type { ReliefUndoingId, ReliefUndoingRow } from '../core/relief-undoing.ts';
import { lockRelief } from '../relief-order.store.ts';
import * as store from '../relief-undoing.store.ts';
import { personOf } from './acting-person.ts';
import { pageOf } from './read-loans.ts';

export interface ProposeUndoingInput {
  readonly reliefId: ReliefId;
  /** Null: all that still stands of the order. */
  readonly loanId: LoanId | null;
  readonly reason: string;
}

/**
 * The county office proposes to undo (撤销) a relief order that was confirmed by mistake, whole or for one loan
 * of it; nothing moves before another person confirms. Throws `loan.relief-undo-nothing`,
 * `loan.relief-undo-waiting`, and what rests on the order by name.
 */
export async function proposeReliefUndoing(
  tx: Tx,
  context: Context,
  input: ProposeUndoingInput,
): Promise<ReliefUndoingRow> {
  const order = await lockRelief(tx, input.reliefId);
  if (!order) throw reliefMissing();
  const asked = { relief_id: order.id, loan_id: input.loanId };
  await standing(tx, asked);
  const proposed = await store.insertReliefUndoing(tx, {
    ...{ ...asked, county_code: order.county_code, reason: input.reason },
    ...{ proposed_by: personOf(context), proposed_on: context.today },
  });
  await tell(tx, context, proposed, 'proposed');
  return proposed;
}

/**
 * Another person confirms: all of it moves back in a few statements, and the lines that are not being paid
 * are drawn up again. What has happened since it was proposed counts.
 */
export async function confirmReliefUndoing(
  tx: Tx,
  context: Context,
  id: ReliefUndoingId,
): Promise<ReliefUndoingRow> {
  const { waiting, by } = await heldUndoing(tx, context, id);
  const loansUndone = await standing(tx, waiting);
  const undoing = await store.decideReliefUndoing(tx, id, {
    ...{ state: 'confirmed', refusal: null, loans_undone: loansUndone, ...by },
  });
  const loans = await store.undoRelief(tx, undoing, {
    ...{ reason: `撤销延期令：${undoing.reason}`, person: by.decided_by, on: by.decided_on },
  });
  await tell(tx, context, undoing, 'confirmed');
  await appendEvent(tx, ...loans.map((loan) => loanFactsChanged(loan.loan_id, loan.on_date)));
  return undoing;
}

/** Another person sends it back with a reason; the order stands. */
export async function refuseReliefUndoing(
  tx: Tx,
  context: Context,
  input: { readonly id: ReliefUndoingId; readonly reason: string },
): Promise<ReliefUndoingRow> {
  const { by } = await heldUndoing(tx, context, input.id);
  const undoing = await store.decideReliefUndoing(tx, input.id, {
    ...{ state: 'refused', refusal: input.reason, loans_undone: null, ...by },
  });
  await tell(tx, context, undoing, 'refused');
  return undoing;
}

export async function listReliefUndoings(tx: Tx, page: Parameters<typeof store.findReliefUndoings>[1]) {
  return pageOf(await store.findReliefUndoings(tx, page), page.limit);
}

/** How many loans of it still stand, held, with nothing in the way of the undoing. */
async function standing(tx: Tx, asked: Pick<ReliefUndoingRow, 'relief_id' | 'loan_id'>): Promise<number> {
  const loans = await store.lockRelieved(tx, asked);
  if (loans === 0) throw no.nothingRelieved();
  const obstacle = await store.undoObstacle(tx, asked);
  if (obstacle) throw no.undoObstructed(obstacle, asked.loan_id === null);
  return loans;
}

/** The order is held before its undoing, as when it is proposed. */
async function heldUndoing(tx: Tx, context: Context, id: ReliefUndoingId) {
  await store.lockOrderOf(tx, id);
  const waiting = await store.lockReliefUndoing(tx, id);
  if (!waiting) throw no.reliefUndoingMissing();
  const by = decidedByAnother(context, waiting, {
    ...{ waits: 'proposed', enteredBy: waiting.proposed_by },
    ...{ decided: no.reliefUndoingDecided, samePerson: no.ownReliefUndoing },
  });
  return { waiting, by };
}

async function tell(tx: Tx, context: Context, undoing: ReliefUndoingRow, act: string): Promise<void> {
  await record(tx, context, {
    act: `loan.relief-undoing-${act}`,
    subjectKind: 'relief_undoing',
    subjectId: undoing.id,
    countyCode: undoing.county_code,
    after: {
      ...{ relief_id: String(undoing.relief_id), loan_id: undoing.loan_id && String(undoing.loan_id) },
      ...{ reason: undoing.refusal ?? undoing.reason, loans_undone: undoing.loans_undone },
    },
  });
}
