import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { batchMissing, staleHash, wrongState } from '../core/failures.ts';
import { changeState, insertDecision, lockBatch, type BatchRow, type BatchState } from '../subsidy-batch.store.ts';

/** What a person decides, and the hash of the list they decided on. */
export interface StepInput {
  readonly batchId: bigint;
  readonly linesHash: string;
  readonly remark?: string | undefined;
}

/** Steps of a round; the maker is step 0. */
export const STEPS = { submit: 0, review: 1, approve: 2, instruct: 3, return: 4 } as const;
export type StepAct = keyof typeof STEPS;

const ACT_NAMES: Readonly<Record<StepAct, string>> = {
  submit: '申报',
  review: '审核',
  approve: '审批',
  instruct: '拨付',
  return: '退回',
};

/** Locks a batch that must be in one of these states. */
export async function batchInState(
  tx: Tx,
  batchId: bigint,
  states: readonly BatchState[],
  act: string,
): Promise<BatchRow> {
  const batch = await lockBatch(tx, batchId);
  if (!batch) throw batchMissing();
  if (!states.includes(batch.state)) throw wrongState(batch.state, act);
  return batch;
}

/**
 * Records one decision of a round and moves the batch on. The decision carries the hash it was taken on; a person
 * who already decided in this round is refused by the database (subsidy_decision_one_per_person).
 */
export async function takeStep(
  tx: Tx,
  context: Context,
  step: { batch: BatchRow; act: StepAct; to: BatchState; input: StepInput; also?: Record<string, unknown> },
): Promise<BatchRow> {
  const { batch, act } = step;
  if (batch.lines_hash !== step.input.linesHash) throw staleHash();
  const { actor } = context;
  invariant(actor.personId && actor.accountId && actor.organisationId, 'a decision is taken by a person');
  await insertDecision(tx, {
    batch_id: batch.id,
    county_code: batch.county_code,
    bank_id: batch.bank_id,
    round: batch.round,
    step: STEPS[act],
    act,
    person_id: actor.personId,
    account_id: actor.accountId,
    person_name: actor.personName,
    role: actor.role,
    organisation_id: actor.organisationId,
    lines_hash: batch.lines_hash,
    remark: step.input.remark ?? null,
    decided_on: context.today,
  });
  if (batch.state !== step.to && !(await changeState(tx, batch, step.to, step.also))) {
    throw wrongState(batch.state, ACT_NAMES[act]);
  }
  await record(tx, context, {
    act: `subsidy.batch-${PAST[act]}`,
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { state: batch.state },
    after: { state: step.to, round: batch.round, lines_hash: batch.lines_hash },
  });
  await appendEvent(tx, { name: `subsidy.batch-${PAST[act]}`, payload: { batch_id: String(batch.id) } });
  return { ...batch, state: step.to };
}

const PAST: Readonly<Record<StepAct, string>> = {
  submit: 'submitted',
  review: 'reviewed',
  approve: 'approved',
  instruct: 'instructed',
  return: 'sent-back',
};
