import { Failure } from '../../../kernel/failure.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { CopyValue } from '../../../platform/database-copy.ts';
import type { Tx } from '../../../platform/db.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { lineValues } from '../core/line-row.ts';
import { subsidyLinesOf, type LoanFacts } from '../core/subsidy-line.ts';
import { findBatch } from '../subsidy-batch.store.ts';
import { takeApplications } from '../subsidy-application.store.ts';
import { copyLines } from '../subsidy-line-copy.store.ts';
import { takePortion } from '../subsidy-portion.store.ts';
import { loanFactsOf } from './read-loan-facts.ts';
import { closeWhenDone } from './close-when-done.ts';
import { termsResolver } from './resolve-accrual-terms.ts';

export interface PortionInput {
  readonly batchId: bigint;
  readonly portionNo: number;
}

/**
 * Accrues one portion: set-based read, pure core, COPY, a page of loans at a time so that memory does not
 * grow with the portion. Done portions are left alone, so it may run any number of times.
 */
export async function accruePortion(tx: Tx, context: Context, input: PortionInput): Promise<number> {
  const portion = await takePortion(tx, input.batchId, input.portionNo);
  if (!portion) return 0;
  const batch = await findBatch(tx, input.batchId);
  invariant(batch, 'a portion belongs to a batch');
  const span = { from: portion.loan_from, to: portion.loan_to };
  await takeApplications(tx, batch, span);
  let lines = 0;
  for await (const page of loanFactsOf(tx, batch, span, termsResolver(tx)))
    lines += await copyLines(tx, context.today, accruedLines(page, batch));
  await closeWhenDone(tx, context, batch);
  return lines;
}

function* accruedLines(page: readonly LoanFacts[], batch: BatchRow): Generator<readonly CopyValue[]> {
  for (const loan of page) {
    for (const line of linesOrName(loan, batch)) yield lineValues(line, batch, loan);
  }
}

/** A loan whose history contradicts itself stops its portion: whoever looks must learn which one it is. */
function linesOrName(loan: LoanFacts, batch: BatchRow) {
  try {
    return subsidyLinesOf(loan, batch.period_to);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Error(`loan ${loan.loanId} cannot be settled: ${error.detail}`, { cause: error });
  }
}
