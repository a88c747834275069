import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { readInput } from '../core/keep-input.ts';
import * as no from '../core/work.ts';
import type { WorkId, WorkKind, WorkRow } from '../core/work.ts';
import { decideWorkRow, lockWork } from '../countersign.store.ts';

/** Work that two persons have signed, on its way to be carried out. */
export interface SignedWork {
  readonly id: WorkId;
  readonly subjectId: bigint | null;
  readonly input: unknown;
  readonly enteredBy: bigint;
}

/** A kind of work as its slice knows it; whoever opens the doors hands them in. */
export interface CountersignedWork {
  readonly kind: WorkKind;
  /** The permission that confirming it takes. */
  readonly access: string;
  /** Carries it out, with all checks of the day; answers what came of it. */
  readonly carryOut: (tx: Tx, context: Context, work: SignedWork) => Promise<Record<string, unknown>>;
}

type Works = readonly CountersignedWork[];

/**
 * 复核: another person confirms what was entered, and it is carried out in the same transaction. Throws
 * `countersign.same-person`, `countersign.decided`, `permission.missing`, and what the work itself refuses.
 */
export async function confirmWork(
  tx: Tx,
  context: Context,
  works: Works,
  id: WorkId,
): Promise<WorkRow & { readonly result: Record<string, unknown> }> {
  const { work, waiting, by } = await held(tx, context, works, id);
  const confirmed = await decideWorkRow(tx, id, { state: 'confirmed', refusal: null, ...by });
  if (!confirmed) throw no.workDecided(waiting.state);
  const { subject_id: subjectId, entered_by: enteredBy } = confirmed;
  const result = await work.carryOut(tx, context, {
    id,
    subjectId,
    enteredBy,
    input: readInput(confirmed.input),
  });
  await note(tx, context, confirmed);
  return { ...confirmed, result };
}

/** Another person sends it back with a reason; nothing has moved. */
export async function refuseWork(
  tx: Tx,
  context: Context,
  works: Works,
  refused: { readonly id: WorkId; readonly reason: string },
): Promise<WorkRow> {
  const { waiting, by } = await held(tx, context, works, refused.id);
  const decided = await decideWorkRow(tx, refused.id, { state: 'refused', refusal: refused.reason, ...by });
  if (!decided) throw no.workDecided(waiting.state);
  await note(tx, context, decided);
  return decided;
}

async function held(tx: Tx, context: Context, works: Works, id: WorkId) {
  const waiting = await lockWork(tx, id);
  if (!waiting) throw no.workMissing();
  const work = works.find(({ kind }) => kind === waiting.kind);
  invariant(work, 'every kind of work is carried out by somebody');
  if (!context.actor.permissions.has(work.access)) throw no.workNotYours();
  const by = decidedByAnother(context, waiting, {
    waits: 'entered',
    enteredBy: waiting.entered_by,
    decided: no.workDecided,
    samePerson: no.ownWork,
  });
  return { work, waiting, by };
}

async function note(tx: Tx, context: Context, work: WorkRow): Promise<void> {
  await record(tx, context, {
    act: `countersign.${work.state}`,
    subjectKind: 'countersign',
    subjectId: work.id,
    countyCode: work.county_code,
    before: { state: 'entered' },
    after: { kind: work.kind, ...(work.refusal === null ? {} : { reason: work.refusal }) },
  });
}
