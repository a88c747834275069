import { dateParts } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { completeNotices } from '../../notice/index.ts';
import { termsById } from '../../programme/index.ts';
import { noBudgetRule, nothingToClaim, shortBudget } from '../core/failures.ts';
import type { BatchRow } from '../core/batch-row.ts';
import {
  lockBudget,
  nextApprovalSeq,
  queuedBatches,
  reserve,
  type BudgetRow,
} from '../subsidy-budget.store.ts';
import { termsOfBatch } from '../subsidy-line.store.ts';
import { batchInState, takeStep, type StepInput } from './take-step.ts';

/**
 * The finance bureau approves a posted claim and reserves its money (预占). When the budget is short the batch
 * waits its turn (shortage rule QUEUE, oldest approval first); what waits keeps later batches from
 * overtaking.
 */
export async function approveClaim(tx: Tx, context: Context, input: StepInput): Promise<BatchRow> {
  const batch = await batchInState(tx, input.batchId, ['noticed'], '审批');
  // every line may have been excluded by objections since the claim was submitted
  if (batch.payable_count === 0 && batch.adjustment_count === 0) throw nothingToClaim();
  await completeNotices(tx, { kind: 'subsidy_batch', id: batch.id, round: batch.round }, context.today);
  const budget = await lockBudget(tx, {
    programmeCode: batch.programme_code,
    countyCode: batch.county_code,
    fiscalYear: dateParts(context.today).year,
  });
  const funding = await fund(tx, batch, budget);
  const also = {
    funding,
    budget_id: funding === 'reserved' ? budget.id : null,
    approved_seq: await nextApprovalSeq(tx),
  };
  const approved = await takeStep(tx, context, { batch, act: 'approve', to: 'approved', input, also });
  return { ...approved, funding };
}

async function fund(tx: Tx, batch: BatchRow, budget: BudgetRow): Promise<'reserved' | 'queued'> {
  const termsId = await termsOfBatch(tx, batch.id);
  invariant(termsId !== null, 'a submitted batch has lines');
  const rule = (await termsById(tx, termsId)).parameters.subsidy.shortageRule;
  const waiting = await queuedBatches(tx, batch.programme_code, batch.county_code);
  if (waiting.length === 0 && (await reserve(tx, budget.id, batch.subsidy_fen))) return 'reserved';
  if (rule === 'queue') return 'queued';
  if (rule === 'block')
    throw shortBudget(budget.granted_fen + budget.recovered_fen - budget.reserved_fen - budget.spent_fen);
  throw noBudgetRule(rule);
}
