import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { LineRow } from '../core/line-row.ts';
import { redrawLines, type RedrawnBatch } from '../core/redraw-lines.ts';
import { lockOpenBatches, refreshTotals } from '../subsidy-batch.store.ts';
import { deleteLines, linesOfLoan, noteFactsVersion, replaceLines } from '../subsidy-line.store.ts';
import { readOneLoan } from '../subsidy-loan.store.ts';
import { termsResolver } from './resolve-accrual-terms.ts';
import { sendBack } from './send-back.ts';

const REASON = '结息后又登记了还款或变动，清单已重算，请重新申报';

/**
 * Draws up again the lines of a loan whose facts changed, in every batch that is not being paid. A batch
 * already submitted goes back to the bank when its list no longer holds; lines that stand are only noted as
 * looked at. Answers how many batches changed; running it again changes nothing.
 */
export async function reaccrueLoan(tx: Tx, context: Context, loanId: bigint): Promise<number> {
  const batches = await lockOpenBatches(tx, loanId);
  const stored = await linesOfLoan(
    tx,
    loanId,
    batches.map((batch) => batch.id),
  );
  const first = stored[0];
  if (!first) return 0;
  const loan = await readOneLoan(tx, loanId, first.previous_to, termsResolver(tx));
  const redrawn = redrawLines(loan, batches, stored);
  const changed = redrawn.filter((entry) => entry.changed);
  for (const entry of changed) await sendBack(tx, context, { batchId: entry.batch.id, reason: REASON });
  await rewrite(tx, loanId, changed, stored);
  for (const entry of changed) await noteChange(tx, context, loanId, entry);
  const standing = redrawn.filter((entry) => !entry.changed).map((entry) => entry.batch.id);
  await noteFactsVersion(tx, loanId, standing, loan.factsVersion);
  return changed.length;
}

async function rewrite(
  tx: Tx,
  loanId: bigint,
  changed: readonly RedrawnBatch[],
  stored: readonly LineRow[],
): Promise<void> {
  const kept = new Set(changed.flatMap((entry) => entry.lines.map((line) => line.period_to)));
  const batches = new Set(changed.map((entry) => entry.batch.id));
  const gone = stored.filter((line) => batches.has(line.batch_id) && !kept.has(line.period_to));
  await deleteLines(
    tx,
    loanId,
    gone.map((line) => line.period_to),
  );
  for (const { batch, lines } of changed) await replaceLines(tx, { batchId: batch.id, loanId }, lines);
}

async function noteChange(
  tx: Tx,
  context: Context,
  loanId: bigint,
  { batch, lines }: RedrawnBatch,
): Promise<void> {
  await refreshTotals(tx, batch.id);
  await record(tx, context, {
    act: 'subsidy.lines-redrawn',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    after: {
      loan_id: String(loanId),
      subsidy_fen: lines.map((line) => String(line.subsidy_fen)),
    },
  });
}
