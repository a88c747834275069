import { invariant, unreachable } from '../../../kernel/invariant.ts';
import { ZERO_FEN, addFen, fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { completeNotices } from '../../notice/index.ts';
import { nothingToClaim, shortBudget, staleHash } from '../core/failures.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { cutsOf } from '../core/share-shortage.ts';
import { changeHash, hashLines, lockBatch, refreshTotals } from '../subsidy-batch.store.ts';
import {
  lockBudget,
  nextApprovalSeq,
  queuedBatches,
  reserve,
  type BudgetRow,
} from '../subsidy-budget.store.ts';
import { cutLines, sharingLines } from '../subsidy-shortage.store.ts';
import { claimTerms } from './claim-terms.ts';
import { fiscalYearOfBatch } from './resolve-fiscal-year.ts';
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
    fiscalYear: await fiscalYearOfBatch(tx, context, batch),
  });
  // what the approver saw; the decision then binds what is paid of it
  if (batch.lines_hash !== input.linesHash) throw staleHash();
  const { funding, batch: funded } = await fund(tx, batch, budget);
  const also = {
    funding,
    budget_id: funding === 'reserved' ? budget.id : null,
    approved_seq: await nextApprovalSeq(tx),
  };
  const decided = { ...input, linesHash: funded.lines_hash ?? input.linesHash };
  const step = { batch: funded, act: 'approve', to: 'approved', input: decided, also } as const;
  return { ...(await takeStep(tx, context, step)), funding };
}

interface Funded {
  readonly funding: 'reserved' | 'queued';
  readonly batch: BatchRow;
}

async function fund(tx: Tx, batch: BatchRow, budget: BudgetRow): Promise<Funded> {
  const { shortageRule: rule } = await claimTerms(tx, batch.id);
  const waiting = await queuedBatches(tx, batch.programme_code, batch.county_code);
  if (waiting.length === 0 && (await reserve(tx, budget.id, batch.subsidy_fen)))
    return { funding: 'reserved', batch };
  switch (rule) {
    case 'queue':
      return { funding: 'queued', batch };
    case 'block':
      throw shortBudget(freeOf(budget, waiting));
    case 'pro_rata':
      return shareShortage(tx, batch, { budget, free: freeOf(budget, waiting) });
    default:
      return unreachable(rule);
  }
}

/** Money of the year that nobody has reserved, or waits for: what was approved before comes first. */
function freeOf(budget: BudgetRow, waiting: readonly { readonly subsidy_fen: bigint }[]): bigint {
  const open = budget.granted_fen + budget.recovered_fen - budget.reserved_fen - budget.spent_fen;
  const free = waiting.reduce((left, claim) => left - claim.subsidy_fen, open);
  return free > 0n ? free : 0n;
}

/**
 * Shares what money there is among the lines (按比例拨付); what is cut of each stays due and is made up by the
 * next batch. Adjusting lines are old debts and paid whole; where the money does not even suffice for these,
 * or there is none, the claim cannot be approved.
 */
async function shareShortage(
  tx: Tx,
  batch: BatchRow,
  { budget, free }: { readonly budget: BudgetRow; readonly free: bigint },
): Promise<Funded> {
  const lines = await sharingLines(tx, batch.id);
  const whole = addFen(...lines.map(({ pays_fen }) => pays_fen));
  const money = free - (batch.subsidy_fen - whole);
  if (money <= 0n || lines.length === 0) throw shortBudget(free);
  // others wait, and there is enough for all
  if (money >= whole && (await reserve(tx, budget.id, batch.subsidy_fen)))
    return { funding: 'reserved', batch };
  const cuts = cutsOf(
    lines.map(({ pays_fen }) => pays_fen),
    fen(money),
  );
  await cutLines(
    tx,
    batch.id,
    lines.map(({ loan_id, period_to }, at) => ({ loan_id, period_to, cut_fen: cuts[at] ?? ZERO_FEN })),
  );
  await refreshTotals(tx, [batch.id]);
  await changeHash(tx, batch.id, await hashLines(tx, batch.id));
  const cut = await lockBatch(tx, batch.id);
  invariant(cut, 'a locked batch exists');
  invariant(await reserve(tx, budget.id, cut.subsidy_fen), 'what was shared is there');
  return { funding: 'reserved', batch: cut };
}
