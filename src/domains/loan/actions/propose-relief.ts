import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope } from '../../organisation/index.ts';
import { checkRelief, type ReliefOrderRow } from '../core/relief-order.ts';
import { insertRelief } from '../relief-order.store.ts';
import { personOf } from './acting-person.ts';

export interface ProposeReliefInput {
  readonly countyCode: string;
  readonly programmeCode: string;
  readonly documentNo: string;
  readonly reason: string;
  /** Due dates of `[dueFrom, dueTo)`. */
  readonly dueFrom: PlainDate;
  readonly dueTo: PlainDate;
  readonly monthsAtMost: number | null;
  readonly notAfter: PlainDate | null;
  /** The days gained carry the subsidy and do not count against its term. */
  readonly subsidised: boolean;
}

/**
 * The county office proposes an order that moves many due dates (延期); nothing moves before it is confirmed.
 */
export async function proposeRelief(
  tx: Tx,
  context: Context,
  input: ProposeReliefInput,
): Promise<ReliefOrderRow> {
  requireCountyInScope(context.actor, input.countyCode);
  const order = {
    county_code: input.countyCode,
    programme_code: input.programmeCode,
    document_no: input.documentNo,
    reason: input.reason,
    due_from: input.dueFrom,
    due_to: input.dueTo,
    months_at_most: input.monthsAtMost,
    not_after: input.notAfter,
    subsidised: input.subsidised,
  };
  const refusal = checkRelief(order);
  if (refusal) throw refusal;
  const proposed = await insertRelief(tx, {
    ...order,
    proposed_by: personOf(context),
    proposed_on: context.today,
  });
  await record(tx, context, {
    act: 'loan.relief-proposed',
    subjectKind: 'relief_order',
    subjectId: proposed.id,
    countyCode: proposed.county_code,
    after: order,
  });
  return proposed;
}
