import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { decideTerminationRow, findTermination, insertTermination } from '../agreement-end.store.ts';
import { parentsOf } from '../agreement-life.store.ts';
import { lockAgreement, moveAgreement } from '../agreement.store.ts';
import type { TerminationGround, TerminationRow } from '../core/agreement-end.ts';
import { notTerminable, terminationDecided, terminationMissing } from '../core/end-failures.ts';
import { agreementMissing } from '../core/failures.ts';
import type { Party } from '../core/parties.ts';

export interface TerminationInput {
  readonly agreementId: AgreementId;
  readonly ground: TerminationGround;
  readonly requestedBy: Party;
  readonly requestedOn: PlainDate;
  readonly reason: string;
  readonly endsOn: PlainDate;
  readonly settleBy: PlainDate;
}

/** One person proposes the early end of an agreement; the days are those of its own clauses. */
export async function proposeTermination(
  tx: Tx,
  context: Context,
  input: TerminationInput,
): Promise<TerminationRow> {
  const agreement = await lockAgreement(tx, input.agreementId);
  if (!agreement) throw agreementMissing();
  const row = await insertTermination(tx, {
    ...parentsOf(agreement),
    ground: input.ground,
    requested_by: input.requestedBy,
    requested_on: input.requestedOn,
    reason: input.reason,
    ends_on: input.endsOn,
    settle_by: input.settleBy,
    proposed_by: actingPerson(context),
    proposed_on: context.today,
  });
  await record(tx, context, {
    act: 'agreement.termination-proposed',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: { ground: row.ground, ends_on: row.ends_on, settle_by: row.settle_by },
  });
  return row;
}

/**
 * Another person confirms or rejects it (the database refuses the same one). Confirmed, the household earns
 * until that day and the principal is to come back by the day of settlement.
 */
export async function decideTermination(
  tx: Tx,
  context: Context,
  id: bigint,
  outcome: 'confirmed' | 'rejected',
): Promise<TerminationRow> {
  const proposed = await findTermination(tx, id);
  if (!proposed) throw terminationMissing();
  const agreement = await lockAgreement(tx, proposed.agreement_id);
  invariant(agreement, 'a termination is of an agreement in the same scope');
  const decision = { state: outcome, decided_by: actingPerson(context), decided_on: context.today };
  const row = await decideTerminationRow(tx, id, decision);
  if (!row) throw terminationDecided();
  if (outcome === 'confirmed') {
    const ended = { state: 'terminated', ended_on: row.ends_on, settle_by: row.settle_by } as const;
    if (!(await moveAgreement(tx, agreement.id, ['in_force'], ended))) throw notTerminable();
  }
  await record(tx, context, {
    act: `agreement.termination-${outcome}`,
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    before: { state: agreement.state },
    after: {
      state: outcome === 'confirmed' ? 'terminated' : agreement.state,
      ...{ ends_on: row.ends_on, settle_by: row.settle_by },
    },
  });
  if (outcome === 'confirmed') {
    await appendEvent(tx, { name: 'agreement.terminated', payload: { agreement_id: String(agreement.id) } });
  }
  return row;
}
