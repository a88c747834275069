import type { Tx } from '../../../platform/db.ts';
import { termsOfLine } from '../core/accrual-terms.ts';
import { recomputableLine } from '../core/recomputable-line.ts';
import { PAYING_STATES } from '../core/batch-row.ts';
import type { LoanEvent } from '../core/accrual-input.ts';
import { linesWithLoans, type LineWithLoanRow } from '../subsidy-line.store.ts';
import {
  eventsOfLoans,
  firstEventsOfLoan,
  NO_EVENTS,
  type KnownEvents,
} from '../subsidy-loan-event.store.ts';
import { frozenOf } from '../subsidy-loan.store.ts';
import { termsResolver } from './resolve-accrual-terms.ts';

const LOANS_A_PAGE = 1_000;

/** Every stored line with the facts it was computed from, as the calculator takes them; flat memory. */
export async function* exportLines(tx: Tx): AsyncGenerator<Record<string, unknown>> {
  const termsOf = termsResolver(tx);
  let after = 0n;
  for (;;) {
    const rows = await linesWithLoans(tx, after, LOANS_A_PAGE);
    const last = rows.at(-1);
    if (!last) return;
    const events = await eventsOfLoans(tx, [...new Set(rows.map((row) => row.loan_id))]);
    for (const row of rows) {
      yield recomputableLine({
        loanId: row.loan_id,
        batchNo: row.batch_no,
        period: { from: row.period_from, to: row.period_to },
        principal: row.principal_fen,
        annualPercent: row.annual_percent,
        disbursedOn: row.disbursed_on,
        maturesOn: row.contract_matures_on,
        terms: termsOfLine(await termsOf(row.terms_id, frozenOf(row)), row.moves_holidays),
        events: await eventsKnown(tx, row, events.get(row.loan_id) ?? NO_EVENTS),
        days: row.days,
        interest: row.interest_fen,
        penalty: row.penalty_fen,
        subsidy: row.subsidy_fen,
        excluded: row.excluded,
      });
    }
    after = last.loan_id;
  }
}

/** What is paid was computed from what was known then; later events adjust it elsewhere. */
async function eventsKnown(tx: Tx, line: LineWithLoanRow, all: KnownEvents): Promise<readonly LoanEvent[]> {
  if (!PAYING_STATES.includes(line.batch_state) || line.events_seen >= all.seen) return all.standing;
  return firstEventsOfLoan(tx, line.loan_id, line.events_seen);
}
