import { invariant } from '../../../kernel/invariant.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { subsidyLinesOf } from '../core/subsidy-line.ts';
import { findBatch, lockBatch, refreshTotals, type BatchRow } from '../subsidy-batch.store.ts';
import { copyLines, deleteLinesAfter, linesAfter, readLoanFacts } from '../subsidy-line.store.ts';
import { termsResolver } from './resolve-accrual-terms.ts';
import { sendBack } from './send-back.ts';

export interface ReaccrualInput {
  readonly loanId: bigint;
  /** The day from which the loan's facts changed. */
  readonly changedOn: PlainDate;
}

const PAYING = new Set(['instructed', 'paid']);

/**
 * Recomputes a loan's lines from the day its facts changed, in every batch that is not being paid. A batch already
 * submitted goes back to the bank first, because its frozen list no longer holds. Lines up to date are left alone.
 */
export async function reaccrueLoan(tx: Tx, context: Context, input: ReaccrualInput): Promise<number> {
  const touched = await linesAfter(tx, input.loanId, input.changedOn);
  const batches = await lockedBatches(tx, touched.map((line) => line.batch_id));
  if (batches.length === 0 || batches.some((batch) => PAYING.has(batch.state))) return 0;
  for (const batch of batches) {
    await sendBack(tx, context, { batch, reason: '结息后又登记了还款或变动，清单须重算后重新申报' });
  }
  await deleteLinesAfter(tx, input.loanId, input.changedOn);
  let lines = 0;
  for (const batch of batches) lines += await accrueOne(tx, batch.id, input.loanId);
  return lines;
}

async function lockedBatches(tx: Tx, ids: readonly bigint[]): Promise<BatchRow[]> {
  const batches: BatchRow[] = [];
  for (const id of [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1))) {
    const batch = await lockBatch(tx, id);
    invariant(batch, 'a line belongs to a batch');
    batches.push(batch);
  }
  return batches.sort((a, b) => (a.period_to < b.period_to ? -1 : 1));
}

async function accrueOne(tx: Tx, batchId: bigint, loanId: bigint): Promise<number> {
  const batch = await findBatch(tx, batchId);
  invariant(batch, 'a locked batch exists');
  const facts = await readLoanFacts(tx, batch, { from: loanId, to: loanId }, termsResolver(tx));
  const lines = facts.flatMap((loan) =>
    subsidyLinesOf(loan, batch.period_to).map((line) => ({
      ...line,
      termsId: loan.termsId,
      factsVersion: loan.factsVersion,
    })),
  );
  const written = await copyLines(tx, batch, lines);
  await refreshTotals(tx, batchId);
  return written;
}
