import type { Id, LoanId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import type { AccrualTerms } from '../core/accrual-input.ts';
import type { FrozenForAccrual } from '../core/accrual-terms.ts';
import type { BatchRow } from '../core/batch-row.ts';
import type { LoanSpan } from '../core/settlement-scope.ts';
import type { LoanFacts } from '../core/subsidy-line.ts';
import { eventsOfLoans, eventsOfSpan, NO_EVENTS, type KnownEvents } from '../subsidy-loan-event.store.ts';
import { frozenOf, loansById, PAGE_LOANS, pageOfLoans, type LoanFactsRow } from '../subsidy-loan.store.ts';

type TermsOf = (termsId: Id<'terms'>, frozen: FrozenForAccrual) => AccrualTerms | Promise<AccrualTerms>;

/**
 * The loans of a span with their events, a page at a time and each page in two statements; `termsOf` resolves
 * the frozen terms, few per batch.
 */
export async function* loanFactsOf(
  tx: Tx,
  batch: BatchRow,
  span: LoanSpan,
  termsOf: TermsOf,
): AsyncGenerator<readonly LoanFacts[]> {
  for (let from = span.from; ;) {
    const rows = await pageOfLoans(tx, batch, { from, to: span.to });
    const last = rows.at(-1);
    if (!last) return;
    // read after the versions: an event that comes in between makes the line stale, never wrong and current
    yield factsOf(rows, await eventsOfSpan(tx, batch, { from, to: last.id }), termsOf);
    if (rows.length < PAGE_LOANS) return;
    from = last.id + 1n;
  }
}

/** Loans by id with their events, as of their beginning. */
export async function readLoans(
  tx: Tx,
  loanIds: readonly LoanId[],
  termsOf: TermsOf,
): Promise<Map<bigint, LoanFacts>> {
  const rows = await loansById(tx, loanIds);
  const facts = await factsOf(rows, await eventsOfLoans(tx, loanIds), termsOf);
  return new Map(facts.map((loan) => [loan.loanId, loan]));
}

async function factsOf(
  rows: readonly LoanFactsRow[],
  events: ReadonlyMap<bigint, KnownEvents>,
  termsOf: TermsOf,
): Promise<LoanFacts[]> {
  const loans: LoanFacts[] = [];
  for (const row of rows) {
    const terms = termsOf(row.terms_id, frozenOf(row));
    const known = events.get(row.id) ?? NO_EVENTS;
    loans.push(loanOf(row, known, terms instanceof Promise ? await terms : terms));
  }
  return loans;
}

const loanOf = (row: LoanFactsRow, events: KnownEvents, terms: AccrualTerms): LoanFacts => ({
  loanId: row.id,
  principal: row.principal_fen,
  annualPercent: row.annual_percent,
  disbursedOn: row.disbursed_on,
  maturesOn: row.contract_matures_on,
  subsidyFrom: row.subsidy_from,
  previousTo: row.previous_to,
  events: events.standing,
  eventsSeen: events.seen,
  terms,
  termsId: row.terms_id,
  factsVersion: row.facts_version,
});
