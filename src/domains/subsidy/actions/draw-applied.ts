import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { lineValues } from '../core/line-row.ts';
import { subsidyLinesOf } from '../core/subsidy-line.ts';
import { lockOpenBatches, refreshTotals } from '../subsidy-batch.store.ts';
import { takeApplications } from '../subsidy-application.store.ts';
import { copyLines } from '../subsidy-line-copy.store.ts';
import { hasLinesTo } from '../subsidy-line.store.ts';
import { groupsOfLoans } from '../subsidy-loan.store.ts';
import { loanFactsOf } from './read-loan-facts.ts';
import { termsResolver } from './resolve-accrual-terms.ts';

/**
 * Puts the lines of a loan that a household applied for into the batch that is being drawn up; without one
 * they wait for the next. Answers how many lines came; running it again adds none.
 */
export async function drawApplied(tx: Tx, context: Context, loanId: LoanId): Promise<number> {
  const [settles] = await groupsOfLoans(tx, [loanId]);
  if (!settles) return 0;
  const open = await lockOpenBatches(tx, settles.group);
  const batch = open.filter(({ state }) => state === 'drafted' || state === 'returned').at(-1);
  if (!batch) return 0;
  if (await hasLinesTo(tx, loanId, batch.period_to)) return 0;
  const span = { from: loanId, to: loanId };
  await takeApplications(tx, batch, span);
  let drawn = 0;
  for await (const [loan] of loanFactsOf(tx, batch, span, termsResolver(tx))) {
    invariant(loan, 'a page has a loan');
    const lines = subsidyLinesOf(loan, batch.period_to);
    drawn += await copyLines(
      tx,
      context.today,
      lines.map((line) => lineValues(line, batch, loan)),
    );
  }
  if (drawn === 0) return 0;
  await refreshTotals(tx, [batch.id]);
  await record(tx, context, {
    act: 'subsidy.lines-applied-for',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    after: { loan_id: String(loanId), lines: drawn },
  });
  return drawn;
}
