import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import type { BatchRow, BatchState } from '../core/batch-row.ts';
import { batchMissing, staleHash, wrongState } from '../core/failures.ts';
import { changeState, insertDecision, lockBatch } from '../subsidy-batch.store.ts';

/** What a person decides, and the hash of the list they decided on. */
export interface StepInput {
  readonly batchId: bigint;
  readonly linesHash: string;
  readonly remark?: string | undefined;
}

/** Steps of a round; the maker is step 0. */
const STEPS = { submit: 0, review: 1, approve: 2, instruct: 3, return: 4 } as const;
type StepAct = keyof typeof STEPS;

const ACT_NAMES: Readonly<Record<StepAct, string>> = {
  submit: '申报',
  review: '审核',
  approve: '审批',
  instruct: '拨付',
  return: '退回',
};

const PAST: Readonly<Record<StepAct, string>> = {
  submit: 'submitted',
  review: 'reviewed',
  approve: 'approved',
  instruct: 'instructed',
  return: 'sent-back',
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

export interface Step {
  readonly batch: BatchRow;
  readonly act: StepAct;
  readonly to: BatchState;
  readonly input: StepInput;
  /** Which of several decisions of the step, from 1. */
  readonly subStep?: number;
  /** What changes along with the state. */
  readonly also?: Readonly<Record<string, unknown>>;
}

/** Takes one step of a round: the decision is written down and the batch moves on. */
export async function takeStep(tx: Tx, context: Context, step: Step): Promise<BatchRow> {
  const { batch, act, to } = step;
  await writeDecision(tx, context, step);
  if (!(await changeState(tx, batch, to, step.also))) throw wrongState(batch.state, ACT_NAMES[act]);
  await announceStep(tx, context, step, batch.state);
  return { ...batch, state: to };
}

/**
 * Writes down one decision of a round. It carries the hash it was taken on; a person who already decided in
 * this round is refused by the database (subsidy_decision_one_per_person).
 */
export async function writeDecision(
  tx: Tx,
  context: Context,
  { batch, act, input, subStep = 1 }: Pick<Step, 'batch' | 'act' | 'input' | 'subStep'>,
): Promise<void> {
  if (batch.lines_hash !== input.linesHash) throw staleHash();
  const { actor } = context;
  invariant(actor.personId && actor.accountId && actor.organisationId, 'a decision is taken by a person');
  await insertDecision(tx, {
    batch_id: batch.id,
    county_code: batch.county_code,
    bank_id: batch.bank_id,
    round: batch.round,
    step: STEPS[act],
    sub_step: subStep,
    act,
    person_id: actor.personId,
    account_id: actor.accountId,
    person_name: actor.personName,
    role: actor.role,
    organisation_id: actor.organisationId,
    lines_hash: batch.lines_hash,
    remark: input.remark ?? null,
    decided_on: context.today,
  });
}

/** The step in the audit trail and as news. */
export async function announceStep(
  tx: Tx,
  context: Context,
  { batch, act, to }: Pick<Step, 'batch' | 'act' | 'to'>,
  from: BatchState,
): Promise<void> {
  await record(tx, context, {
    act: `subsidy.batch-${PAST[act]}`,
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { state: from },
    after: { state: to, round: batch.round, lines_hash: batch.lines_hash },
  });
  await appendEvent(tx, { name: `subsidy.batch-${PAST[act]}`, payload: { batch_id: String(batch.id) } });
}
