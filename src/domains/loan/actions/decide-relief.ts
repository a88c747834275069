import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { loanFactsChanged } from '../core/events.ts';
import {
  ownRelief,
  reliefDecided,
  reliefMissing,
  type ReliefId,
  type ReliefOrderRow,
} from '../core/relief-order.ts';
import { confirmReliefRow, findReliefs, lockRelief, refuseReliefRow } from '../relief-order.store.ts';
import { pageOf } from './read-loans.ts';

export interface ConfirmReliefInput {
  readonly reliefId: ReliefId;
}

/**
 * Another person confirms an order: all due dates of its span move in a few statements, whatever their
 * number, and the lines that are not being paid are drawn up again. Throws `loan.relief-same-person`,
 * `loan.relief-decided`.
 */
export async function confirmRelief(
  tx: Tx,
  context: Context,
  { reliefId }: ConfirmReliefInput,
): Promise<ReliefOrderRow> {
  const { waiting, decision } = await heldOrder(tx, context, reliefId);
  const { order, loans } = await confirmReliefRow(tx, waiting, decision);
  await record(tx, context, {
    act: 'loan.relief-confirmed',
    subjectKind: 'relief_order',
    subjectId: order.id,
    countyCode: order.county_code,
    after: {
      document_no: order.document_no,
      loans_moved: order.loans_moved,
      loans_compensated: order.loans_compensated,
    },
  });
  await appendEvent(tx, ...loans.map((loan) => loanFactsChanged(loan.loan_id, loan.on_date)));
  return order;
}

/** Another person sends an order back with a reason; nothing has moved. */
export async function refuseRelief(
  tx: Tx,
  context: Context,
  input: ConfirmReliefInput & { readonly reason: string },
): Promise<ReliefOrderRow> {
  const { waiting, decision } = await heldOrder(tx, context, input.reliefId);
  const order = await refuseReliefRow(tx, waiting.id, { ...decision, refusal: input.reason });
  await record(tx, context, {
    act: 'loan.relief-refused',
    subjectKind: 'relief_order',
    subjectId: order.id,
    countyCode: order.county_code,
    after: { reason: input.reason },
  });
  return order;
}

export async function listReliefs(tx: Tx, page: Parameters<typeof findReliefs>[1]) {
  return pageOf(await findReliefs(tx, page), page.limit);
}

async function heldOrder(tx: Tx, context: Context, id: ReliefId) {
  const waiting = await lockRelief(tx, id);
  if (!waiting) throw reliefMissing();
  const decision = decidedByAnother(context, waiting, {
    ...{ waits: 'proposed', enteredBy: waiting.proposed_by },
    ...{ decided: reliefDecided, samePerson: ownRelief },
  });
  return { waiting, decision };
}
