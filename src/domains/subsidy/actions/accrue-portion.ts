import { Failure } from '../../../kernel/failure.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { subsidyLinesOf, type LineWithOrigin, type LoanFacts } from '../core/subsidy-line.ts';
import { closeBatchWhenDone, findBatch, takePortion } from '../subsidy-batch.store.ts';
import { copyLines } from '../subsidy-line.store.ts';
import { readLoanFacts } from '../subsidy-loan.store.ts';
import { termsResolver } from './resolve-accrual-terms.ts';

export interface PortionInput {
  readonly batchId: bigint;
  readonly portionNo: number;
}

/**
 * Accrues one portion: set-based read, pure core, COPY. Done portions are left alone, so it may run any
 * number of times.
 */
export async function accruePortion(tx: Tx, context: Context, input: PortionInput): Promise<number> {
  const portion = await takePortion(tx, input.batchId, input.portionNo);
  if (!portion) return 0;
  const batch = await findBatch(tx, input.batchId);
  invariant(batch, 'a portion belongs to a batch');
  const span = { from: portion.loan_from, to: portion.loan_to };
  const facts = await readLoanFacts(tx, batch, span, termsResolver(tx));
  const lines = await copyLines(tx, batch, accruedLines(facts, batch));
  if (await closeBatchWhenDone(tx, batch.id)) await announceDrafted(tx, context, batch);
  return lines;
}

function* accruedLines(facts: readonly LoanFacts[], batch: BatchRow): Generator<LineWithOrigin> {
  for (const loan of facts) {
    const { termsId, factsVersion } = loan;
    for (const line of linesOrName(loan, batch)) yield { ...line, termsId, factsVersion };
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

async function announceDrafted(tx: Tx, context: Context, batch: BatchRow): Promise<void> {
  await record(tx, context, {
    act: 'subsidy.batch-drafted',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { state: 'accruing' },
    after: { state: 'drafted' },
  });
  await appendEvent(tx, { name: 'subsidy.batch-drafted', payload: { batch_id: String(batch.id) } });
}
