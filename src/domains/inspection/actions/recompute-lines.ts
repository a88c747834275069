import { groupBy } from '../../../kernel/group-by.ts';
import { Failure } from '../../../kernel/failure.ts';
import { InvariantError } from '../../../kernel/invariant.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  reliefOf,
  subsidyLinesOf,
  termsOfLine,
  termsResolver,
  withoutReversed,
  type LoanEvent,
  type Settlement,
  type SubsidyLine,
  type TermsResolver,
} from '../../subsidy/index.ts';
import { faultOfLine, type LineFigures } from '../core/compare-lines.ts';
import { Tally, type Finding } from '../core/invariants.ts';
import {
  corrections,
  loanEvents,
  loansWithLines,
  storedLines,
  type CorrectionRow,
  type LoanEventRow,
  type LoanFactsRow,
  type StoredLineRow,
} from '../line-facts.views.ts';

const LOANS_A_PAGE = 2_000;

interface Recomputing {
  readonly days: Tally;
  readonly amounts: Tally;
  readonly termsOf: TermsResolver;
  /** Lines whose loan has had an event since, in batches that can still be drawn up anew. */
  stale: number;
}

/**
 * Recomputes every line from the loan, its events and its frozen terms with the pure core, and compares to
 * the fen (invariants 6 and 7). Memory holds one page of loans.
 */
export async function recomputeLines(tx: Tx): Promise<Finding[]> {
  const run: Recomputing = { days: new Tally(), amounts: new Tally(), termsOf: termsResolver(tx), stale: 0 };
  let after = 0n;
  for (;;) {
    const loans = await loansWithLines(tx, after, LOANS_A_PAGE);
    const last = loans.at(-1);
    if (!last) break;
    const span = { from: after + 1n, to: last.id };
    const lines = groupBy(await storedLines(tx, span), (line) => line.loan_id);
    const events = groupBy(await loanEvents(tx, span), (event) => event.loan_id);
    const corrected = new Map((await corrections(tx, span)).map((row) => [row.loan_id, row]));
    for (const loan of loans) {
      const own = { lines: lines.get(loan.id) ?? [], events: events.get(loan.id) ?? [] };
      await recomputeLoan(run, loan, own);
      const correction = corrected.get(loan.id);
      if (correction) await checkCorrection(run, loan, own, correction);
    }
    after = last.id;
  }
  const note = run.stale > 0 ? `${run.stale} 行待重新结息` : undefined;
  return [run.days.finding('6', note), run.amounts.finding('7', note)];
}

async function recomputeLoan(
  run: Recomputing,
  loan: LoanFactsRow,
  { lines, events }: OwnRows,
): Promise<void> {
  let previousTo: PlainDate | null = null;
  for (const batch of groupBy(lines, (line) => line.batch_id).values()) {
    const known = eventsKnown(batch, events);
    if (batch.some((line) => isStale(loan, line, events))) run.stale += batch.length;
    else
      compareBatch(
        run,
        loan.id,
        batch,
        await expectedLines(run, loan, {
          batch,
          events: known,
          previousTo,
          movesHolidays: batch.every((line) => line.moves_holidays),
        }),
      );
    previousTo = batch.at(-1)?.period_to ?? previousTo;
  }
}

interface OwnRows {
  readonly lines: readonly StoredLineRow[];
  readonly events: readonly LoanEventRow[];
}

/** What is paid was right by what was known then: the first so many events, in the order of their entry. */
function eventsKnown(
  batch: readonly StoredLineRow[],
  events: readonly LoanEventRow[],
): readonly LoanEventRow[] {
  const [first] = batch;
  if (!first || !isPaid(first) || events.length === first.events_seen) return events;
  const known = [...events].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, first.events_seen);
  return events.filter((event) => known.includes(event));
}

/**
 * A paid line, all that adjusts it and what is noted as still open come to what the period is worth by all
 * that is known now.
 */
async function checkCorrection(
  run: Recomputing,
  loan: LoanFactsRow,
  { lines, events }: OwnRows,
  correction: CorrectionRow,
): Promise<void> {
  if (correction.waits) {
    run.stale += 1;
    return;
  }
  let open = 0n;
  const paid = lines.filter((line) => isPaid(line) && line.period_to >= correction.from_on);
  for (const batch of groupBy(paid, (line) => line.batch_id).values()) {
    const from = batch[0]?.period_from ?? null;
    const drawn = { batch, events, previousTo: from, movesHolidays: true };
    const expected = (await expectedLines(run, loan, drawn)) ?? [];
    for (const line of batch) {
      // a repayment that ended the line early was reversed: the days after it are those of the next line
      const cut = linesOn(line, expected).some(({ periodTo }) => periodTo > line.period_to);
      const own = cut ? ((await expectedLines(run, loan, { ...drawn, to: line.period_to })) ?? []) : expected;
      open += dueOf(line, own) - BigInt(correction.settled[line.period_to] ?? 0);
    }
  }
  run.amounts.count(open === correction.rest_fen ? null : `loan ${loan.id} adjusted by ${open}`);
}

const dueOf = (line: StoredLineRow, expected: readonly SubsidyLine[]): bigint =>
  line.excluded === 'objection'
    ? 0n
    : linesOn(line, expected).reduce((sum, { subsidy }) => sum + subsidy, 0n);

const linesOn = (line: StoredLineRow, expected: readonly SubsidyLine[]): SubsidyLine[] =>
  expected.filter(({ periodFrom }) => periodFrom >= line.period_from && periodFrom < line.period_to);

const PAYING: readonly string[] = ['instructed', 'paid'];

const isPaid = (line: StoredLineRow): boolean => PAYING.includes(line.batch_state);

/** An event came in since, and the line waits to be drawn up anew; what is paid can wait for nothing. */
const isStale = (loan: LoanFactsRow, line: StoredLineRow, events: readonly LoanEventRow[]): boolean =>
  !isPaid(line) && line.facts_version !== loan.facts_version && events.some((event) => reaches(event, line));

/**
 * Whether an event bears on the lines of a batch, up to whose end they are drawn: one that ended a line early
 * was on the last day of the line, and reversed it reaches beyond. Interest paid on the day after the
 * settlement counts for the period as well.
 */
const reaches = (event: LoanEventRow, { batch_period_to: to }: StoredLineRow): boolean =>
  event.on_date < to || (INTEREST.includes(event.kind) && event.on_date === to);

const INTEREST: readonly string[] = ['interest_paid', 'interest_reversed'];

interface LinesOfBatch {
  readonly batch: readonly StoredLineRow[];
  readonly events: readonly LoanEventRow[];
  readonly previousTo: PlainDate | null;
  /** Whether a due date on a holiday moves: lines from before that rule are read without. */
  readonly movesHolidays: boolean;
  /** Where the lines end, if not with the batch. */
  readonly to?: PlainDate;
}

/** Null when the loan's facts or terms contradict each other so that nothing can be settled. */
async function expectedLines(
  run: Recomputing,
  loan: LoanFactsRow,
  { batch, events, previousTo, movesHolidays, to = batch[0]?.batch_period_to }: LinesOfBatch,
): Promise<SubsidyLine[] | null> {
  if (to === undefined) return [];
  try {
    const settlement = loan.settlement_calendar as Settlement;
    const frozen = { settlement, ceilingPercent: loan.ceiling_percent, studiesEndOn: loan.studies_end_on };
    const facts = {
      loanId: loan.id,
      principal: loan.principal_fen,
      annualPercent: loan.annual_percent,
      disbursedOn: loan.disbursed_on,
      maturesOn: loan.contract_matures_on,
      subsidyFrom: loan.subsidy_from,
      previousTo,
      events: withoutReversed(events).map(eventOf),
      terms: termsOfLine(await run.termsOf(loan.terms_id, frozen), movesHolidays),
    };
    return subsidyLinesOf(facts, to);
  } catch (error) {
    if (error instanceof Failure || error instanceof InvariantError) return null;
    throw error;
  }
}

function eventOf(row: LoanEventRow): LoanEvent {
  const { kind, on_date: on, amount_fen: amount, annual_percent: annualPercent, matures_on: maturesOn } = row;
  const { studies_end_on: studiesEndOn } = row;
  const relief = reliefOf(row.relief_subsidised);
  return { on, kind, amount, annualPercent, maturesOn, studiesEndOn, ...relief } as unknown as LoanEvent;
}

function compareBatch(
  run: Recomputing,
  loanId: bigint,
  batch: readonly StoredLineRow[],
  expected: readonly SubsidyLine[] | null,
): void {
  const byEnd = new Map((expected ?? []).map((line) => [line.periodTo, line]));
  for (const line of batch) {
    const name = `loan ${loanId} line to ${line.period_to}`;
    const right = byEnd.get(line.period_to);
    const fault = right ? faultOfLine(figuresOf(line), right) : 'days';
    run.days.count(fault === 'days' ? name : null);
    run.amounts.count(fault === 'amounts' ? name : null);
    byEnd.delete(line.period_to);
  }
  for (const missing of byEnd.keys()) run.days.count(`loan ${loanId} line to ${missing} is missing`);
}

const figuresOf = (row: StoredLineRow): LineFigures => ({
  periodFrom: row.period_from,
  periodTo: row.period_to,
  days: row.days,
  principal: row.principal_fen,
  subsidisedPrincipal: row.subsidised_principal_fen,
  annualPercent: row.annual_percent,
  subsidyPercent: row.subsidy_percent,
  ratioPercent: row.ratio_percent,
  interest: row.interest_fen,
  penalty: row.penalty_fen,
  subsidy: row.subsidy_fen,
  excluded: row.excluded,
  slices: row.slices === null || Array.isArray(row.slices) ? row.slices : [],
});
