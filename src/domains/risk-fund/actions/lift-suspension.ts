import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { liftedAlready, suspensionMissing } from '../core/breaker-failures.ts';
import { liftSuspension, lockSuspension, type SuspensionRow } from '../lending-suspension.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { tell } from './judge-breaker.ts';

/** Lifts a suspension by a written order of the county; the next judgement may suspend anew. */
export async function liftByOrder(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly documentNo: string },
): Promise<SuspensionRow> {
  const suspension = await lockSuspension(tx, input.id);
  if (!suspension) throw suspensionMissing();
  const lift = {
    lifted_on: context.today,
    lift_document_no: input.documentNo,
    lift_reason: 'order' as const,
  };
  if (!(await liftSuspension(tx, suspension.id, { ...lift, lifted_by: actingPerson(context) })))
    throw liftedAlready();
  await tell(tx, context, suspension, { to: 'lifted', reason: 'order', document_no: input.documentNo });
  return { ...suspension, state: 'lifted', ...lift };
}
