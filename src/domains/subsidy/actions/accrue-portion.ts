import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { subsidyLinesOf } from '../core/subsidy-line.ts';
import { closeBatchWhenDone, findBatch, notePortionLines, takePortion, type BatchRow } from '../subsidy-batch.store.ts';
import { copyLines, readLoanFacts, type LoanFacts } from '../subsidy-line.store.ts';
import { termsResolver } from './resolve-accrual-terms.ts';

export interface PortionInput {
  readonly batchId: bigint;
  readonly portionNo: number;
}

/** Accrues one portion: set-based read, pure core, COPY. Done portions are left alone, so it may run any number of times. */
export async function accruePortion(tx: Tx, context: Context, input: PortionInput): Promise<number> {
  const portion = await takePortion(tx, input.batchId, input.portionNo);
  if (!portion) return 0;
  const batch = await findBatch(tx, input.batchId);
  invariant(batch, 'a portion belongs to a batch');
  const span = { from: portion.loan_from, to: portion.loan_to };
  const facts = await readLoanFacts(tx, batch, span, termsResolver(tx));
  const lines = await copyLines(tx, batch, accruedLines(facts, batch));
  await notePortionLines(tx, batch.id, input.portionNo, lines);
  if (await closeBatchWhenDone(tx, batch.id)) await announceDrafted(tx, context, batch);
  return lines;
}

function* accruedLines(facts: readonly LoanFacts[], batch: BatchRow) {
  for (const loan of facts) {
    for (const line of subsidyLinesOf(loan, batch.period_to)) {
      yield { ...line, termsId: loan.termsId, factsVersion: loan.factsVersion };
    }
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
