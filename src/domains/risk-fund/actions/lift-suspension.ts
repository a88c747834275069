import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { liftedAlready, suspensionMissing } from '../core/breaker-failures.ts';
import { liftSuspension, lockSuspension, type SuspensionRow } from '../lending-suspension.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { tell } from './judge-breaker.ts';

interface LiftInput {
  readonly id: bigint;
  readonly documentNo: string;
}

/** One person enters the written order of the county that ends a suspension; another confirms it. */
export async function enterLift(tx: Tx, context: Context, input: LiftInput): Promise<WorkRow> {
  const suspension = await standing(tx, input.id);
  return enterWork(tx, context, {
    kind: 'suspension_lift',
    countyCode: suspension.county_code,
    subjectId: suspension.id,
    onceKey: String(suspension.id),
    input,
    content: { document_no: input.documentNo, suspended_on: suspension.suspended_on },
  });
}

/** Lifts a suspension by the order that two persons have signed for; the next judgement may suspend anew. */
async function liftByOrder(tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> {
  const { id, documentNo } = work.input as LiftInput;
  const suspension = await standing(tx, id);
  const lift = {
    lifted_on: context.today,
    lift_document_no: documentNo,
    lift_reason: 'order' as const,
  };
  const by = { lifted_by: actingPerson(context), countersign_id: work.id };
  if (!(await liftSuspension(tx, suspension.id, { ...lift, ...by }))) throw liftedAlready();
  await tell(tx, context, suspension, { to: 'lifted', reason: 'order', document_no: documentNo });
  return { id: suspension.id, state: 'lifted', ...lift };
}

async function standing(tx: Tx, id: bigint): Promise<SuspensionRow> {
  const suspension = await lockSuspension(tx, id);
  if (!suspension) throw suspensionMissing();
  if (suspension.state !== 'suspended') throw liftedAlready();
  return suspension;
}

export const suspensionLiftWork: CountersignedWork = {
  kind: 'suspension_lift',
  access: 'risk-fund.review',
  carryOut: liftByOrder,
};
