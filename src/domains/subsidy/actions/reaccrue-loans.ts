import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { BatchRow, SettlementScope } from '../core/batch-row.ts';
import type { LineRow } from '../core/line-row.ts';
import { redrawLines, type RedrawnBatch } from '../core/redraw-lines.ts';
import { noteAssessed } from '../subsidy-correction.store.ts';
import { lockOpenBatches, refreshTotals } from '../subsidy-batch.store.ts';
import { deleteLines, linesOfLoans, noteFactsVersions, rewriteLines } from '../subsidy-line.store.ts';
import { groupsOfLoans } from '../subsidy-loan.store.ts';
import { readLoans } from './read-loan-facts.ts';
import { planAdjustments, writeAdjustments } from './adjust-paid-lines.ts';
import { termsResolver } from './resolve-accrual-terms.ts';
import { sendBack } from './send-back.ts';

const REASON = '结息后又登记了还款或变动，清单已重算，请重新申报';

/** The lines of one loan in one batch, drawn up again. */
interface Redrawn extends RedrawnBatch {
  readonly loanId: LoanId;
  readonly factsVersion: number;
  readonly eventsSeen: number;
}

/**
 * Draws up again the lines of loans whose facts changed, in every batch that is not being paid, and what
 * adjusts their paid lines (补差、扣回). All loans of a bank and calendar in a few statements, and each batch
 * counted once. A batch already submitted goes back to the bank when its list no longer holds; lines that
 * stand are only noted as looked at. Answers how many batches changed; running it again changes nothing.
 */
export async function reaccrueLoans(tx: Tx, context: Context, loanIds: readonly LoanId[]): Promise<number> {
  let changed = 0;
  for (const { group, loans } of await groupsOfLoans(tx, loanIds))
    changed += await reaccrueGroup(tx, context, group, loans);
  return changed;
}

async function reaccrueGroup(
  tx: Tx,
  context: Context,
  group: SettlementScope,
  loans: readonly LoanId[],
): Promise<number> {
  const batches = await lockOpenBatches(tx, group);
  const stored = await linesOfLoans(
    tx,
    loans,
    batches.map(({ id }) => id),
  );
  const redrawn = await redrawAll(tx, batches, stored);
  const lines = redrawn.filter((entry) => entry.changed);
  const changed = new Set(lines.map(({ batch }) => batch.id));
  await sendAllBack(tx, context, changed);
  await rewrite(tx, lines, stored);
  await adjust(tx, context, { group, loans, batches, changed });
  await refreshTotals(tx, [...changed]);
  for (const entry of lines) await noteChange(tx, context, entry);
  await noteFactsVersions(tx, redrawn.filter((entry) => !entry.changed).map(standing));
  return changed.size;
}

async function redrawAll(
  tx: Tx,
  batches: readonly BatchRow[],
  stored: readonly LineRow[],
): Promise<Redrawn[]> {
  const byLoan = new Map<bigint, LineRow[]>();
  for (const line of stored) byLoan.set(line.loan_id, [...(byLoan.get(line.loan_id) ?? []), line]);
  const facts = await readLoans(tx, [...byLoan.keys()] as LoanId[], termsResolver(tx));
  return [...byLoan].flatMap(([loanId, own]) => {
    const loan = facts.get(loanId);
    invariant(loan, 'a line belongs to a loan');
    const holding = batches.filter((batch) => own.some((line) => line.batch_id === batch.id));
    const previousTo = own[0]?.previous_to ?? null;
    return redrawLines({ ...loan, previousTo }, holding, own).map((entry) => ({
      ...entry,
      loanId: loanId as LoanId,
      factsVersion: loan.factsVersion,
      eventsSeen: loan.eventsSeen,
    }));
  });
}

async function sendAllBack(tx: Tx, context: Context, batches: Iterable<bigint>): Promise<void> {
  for (const batchId of [...batches].sort((a, b) => (a < b ? -1 : 1)))
    await sendBack(tx, context, { batchId, reason: REASON });
}

async function rewrite(tx: Tx, changed: readonly Redrawn[], stored: readonly LineRow[]): Promise<void> {
  const lines = changed.flatMap((entry) => entry.lines);
  const kept = new Set(lines.map((line) => `${line.loan_id}/${line.period_to}`));
  const touched = new Set(changed.map(({ loanId, batch }) => `${loanId}/${batch.id}`));
  await deleteLines(
    tx,
    stored.filter(
      (line) =>
        touched.has(`${line.loan_id}/${line.batch_id}`) && !kept.has(`${line.loan_id}/${line.period_to}`),
    ),
  );
  await rewriteLines(tx, lines);
}

interface Adjusting {
  readonly group: SettlementScope;
  readonly loans: readonly LoanId[];
  readonly batches: readonly BatchRow[];
  /** Grows by the batches whose adjusting lines change. */
  readonly changed: Set<bigint>;
}

/**
 * A batch still being accrued gets its adjusting lines when it is closed, and what was noted now waits for
 * it.
 */
async function adjust(tx: Tx, context: Context, adjusting: Adjusting): Promise<void> {
  const { group, loans, batches, changed } = adjusting;
  const hosts = batches.filter(({ state }) => state !== 'accruing').map(({ id }) => id);
  const plan = await planAdjustments(tx, { group, hosts, loans });
  await sendAllBack(tx, context, plan.changed);
  await writeAdjustments(tx, plan);
  if (hosts.length === batches.length) await noteAssessed(tx, plan.assessed);
  for (const batchId of plan.changed) changed.add(batchId);
}

const standing = ({ loanId, batch, factsVersion, eventsSeen }: Redrawn) => ({
  loan_id: loanId,
  batch_id: batch.id,
  facts_version: factsVersion,
  events_seen: eventsSeen,
});

async function noteChange(tx: Tx, context: Context, { loanId, batch, lines }: Redrawn): Promise<void> {
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
