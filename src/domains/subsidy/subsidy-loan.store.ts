import type { PlainDate } from '../../kernel/date.ts';
import type { Id, LoanId } from '../../kernel/ids.ts';
import { invariant, InvariantError } from '../../kernel/invariant.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
<<<<<<< HEAD
import type { Settlement } from './core/accrual-input.ts';
import type { FrozenForAccrual } from './core/accrual-terms.ts';
import type { BatchRow, BatchScope, SettlementScope } from './core/batch-row.ts';
import { LOANS_IN_SCOPE, loanBindings, SCOPE_COLUMNS, type LoanSpan } from './core/settlement-scope.ts';
=======
import { reliefOf, type AccrualTerms, type LoanEvent, type Settlement } from './core/accrual-input.ts';
import type { FrozenForAccrual } from './core/accrual-terms.ts';
import type { BatchRow, BatchScope } from './core/batch-row.ts';
import type { LoanFacts } from './core/subsidy-line.ts';
import { withoutReversed } from './core/without-reversed.ts';
import { LOANS_IN_SCOPE, loanBindings, type LoanSpan } from './core/settlement-scope.ts';
>>>>>>> 0cb7abe (countersign: money for subsidies, and money that comes back, takes two persons)

/** What was frozen on a loan and how far it is settled. */
export interface LoanFactsRow {
  readonly id: bigint;
  readonly settlement_calendar: Settlement;
  readonly principal_fen: Fen;
  readonly annual_percent: number;
  readonly disbursed_on: PlainDate;
  readonly contract_matures_on: PlainDate;
  readonly subsidy_from: PlainDate | null;
  readonly terms_id: Id<'terms'>;
  readonly ceiling_percent: number;
  readonly studies_end_on: PlainDate | null;
  readonly facts_version: number;
  readonly previous_to: PlainDate | null;
}

<<<<<<< HEAD
=======
interface EventRow {
  readonly id: bigint;
  readonly reverses_id: bigint | null;
  readonly loan_id: bigint;
  readonly kind: LoanEvent['kind'] | 'principal_reversed' | 'interest_reversed';
  readonly on_date: PlainDate;
  readonly amount_fen: Fen | null;
  readonly annual_percent: number | null;
  readonly matures_on: PlainDate | null;
  readonly relief_subsidised: boolean | null;
  readonly studies_end_on: PlainDate | null;
}

/** The events of a loan: those that count, and how many are recorded in all. */
export interface KnownEvents {
  readonly seen: number;
  readonly standing: readonly LoanEvent[];
}
export const NO_EVENTS: KnownEvents = { seen: 0, standing: [] };

const EVENT_COLUMNS = `id, reverses_id, loan_id, kind, on_date, amount_fen, annual_percent, matures_on, relief_subsidised,
  studies_end_on`;

type TermsOf = (termsId: Id<'terms'>, frozen: FrozenForAccrual) => AccrualTerms | Promise<AccrualTerms>;

>>>>>>> 0cb7abe (countersign: money for subsidies, and money that comes back, takes two persons)
/** What was frozen on a loan, as its row holds it. */
export const frozenOf = (
  row: Pick<LoanFactsRow, 'settlement_calendar' | 'ceiling_percent' | 'studies_end_on'>,
): FrozenForAccrual => ({
  settlement: row.settlement_calendar,
  ceilingPercent: row.ceiling_percent,
  studiesEndOn: row.studies_end_on,
});

const FACTS = `l.id, l.settlement_calendar, l.principal_fen, l.annual_percent, l.disbursed_on, l.contract_matures_on,
  l.subsidy_from, l.terms_id, coalesce(l.subsidy_ceiling_percent, l.ceiling_percent) as ceiling_percent, l.studies_end_on, l.facts_version`;

/** 利随本清: a loan has its line when it is repaid; else a fortnight after its maturity, holidays included. */
const ENDED = `(l.settlement_calendar <> 'at_maturity' or l.closed_on <= ?::date
  or (l.matures_on <= ?::date - 15 and coalesce(last.period_to, l.disbursed_on) < l.matures_on))`;

const LOANS_OF_BATCH = `
  from loan l
  left join lateral (
    select s.period_to from subsidy_line s where s.loan_id = l.id order by s.period_to desc limit 1
  ) last on true
  where ${LOANS_IN_SCOPE} and l.state in ('disbursed', 'closed') and l.id between ? and ?
    and l.disbursed_on < ?::date and coalesce(last.period_to, l.subsidy_from, l.disbursed_on) < ?::date
    and (l.closed_on is null or l.closed_on > coalesce(last.period_to, l.subsidy_from, l.disbursed_on))
    and (l.gatherer <> 'household' or exists (select from subsidy_application a where a.loan_id = l.id
      and a.batch_id is not distinct from ?::bigint))
    and ${ENDED}`;

/** With the batch that took what households applied for; before it is opened, what waits counts. */
const accrualBindings = (scope: BatchScope, span: LoanSpan, batchId: bigint | null): unknown[] => [
  ...loanBindings(scope),
  span.from,
  span.to,
  scope.period_to,
  scope.period_to,
  batchId,
  scope.period_to,
  scope.period_to,
];

/** Loans read at a time: few enough to be gone before the next, many enough to pay for two round trips. */
export const PAGE_LOANS = 2_000;

/** The first {@link PAGE_LOANS} loans of a span that need a line in a batch. */
export async function pageOfLoans(tx: Tx, batch: BatchRow, span: LoanSpan): Promise<LoanFactsRow[]> {
  const { rows } = await sql<LoanFactsRow>(
    tx,
    `select ${FACTS}, last.period_to as previous_to ${LOANS_OF_BATCH} order by l.id limit ${PAGE_LOANS}`,
    accrualBindings(batch, span, batch.id),
  );
  return rows;
}

/** Loans by id, as of their beginning. */
export async function loansById(tx: Tx, loanIds: readonly LoanId[]): Promise<LoanFactsRow[]> {
  const { rows } = await sql<LoanFactsRow>(
    tx,
    `select ${FACTS}, null::date as previous_to from loan l where l.id = any(?::bigint[]) order by l.id`,
    [loanIds.map(String)],
  );
  return rows;
}

/** Events of a span of the loans of a batch. */
async function eventsOfSpan(tx: Tx, batch: BatchRow, span: LoanSpan): Promise<Map<bigint, KnownEvents>> {
  const { rows } = await sql<EventRow>(
    tx,
    `select ${EVENT_COLUMNS} from loan_event
     where loan_id between ? and ? and bank_id = ? and county_code = ? order by loan_id, on_date, id`,
    [span.from, span.to, batch.bank_id, batch.county_code],
  );
  return groupEvents(rows);
}

/** Events of some loans, by loan, in the order in which they act. */
export async function eventsOfLoans(tx: Tx, loanIds: readonly bigint[]): Promise<Map<bigint, KnownEvents>> {
  const { rows } = await sql<EventRow>(
    tx,
    `select ${EVENT_COLUMNS} from loan_event
     where loan_id = any(?::bigint[]) order by loan_id, on_date, id`,
    [loanIds.map(String)],
  );
  return groupEvents(rows);
}

/** The first so many events of a loan, as they were entered, in the order in which they act. */
export async function firstEventsOfLoan(tx: Tx, loanId: bigint, count: number): Promise<LoanEvent[]> {
  const { rows } = await sql<EventRow>(
    tx,
    `select * from (
       select ${EVENT_COLUMNS} from loan_event
       where loan_id = ? order by id limit ?) known order by on_date, id`,
    [loanId, count],
  );
  return withoutReversed(rows).map(eventOf);
}

function groupEvents(rows: readonly EventRow[]): Map<bigint, KnownEvents> {
  const byLoan = new Map<bigint, EventRow[]>();
  for (const row of rows) {
    const list = byLoan.get(row.loan_id);
    if (list) list.push(row);
    else byLoan.set(row.loan_id, [row]);
  }
  const known = new Map<bigint, KnownEvents>();
  for (const [loanId, own] of byLoan)
    known.set(loanId, { seen: own.length, standing: withoutReversed(own).map(eventOf) });
  return known;
}

function eventOf(row: EventRow): LoanEvent {
  const { kind, on_date: on } = row;
  switch (kind) {
    case 'principal_repaid':
    case 'interest_paid':
    case 'cover_measured':
      invariant(row.amount_fen !== null, 'a repayment, and cover, has an amount');
      return { on, kind, amount: row.amount_fen };
    case 'rate_changed':
      invariant(row.annual_percent !== null, 'a change of rate has a rate');
      return { on, kind, annualPercent: row.annual_percent };
    case 'extended':
      invariant(row.matures_on !== null, 'an extension has a maturity');
      return { on, kind, maturesOn: row.matures_on, ...reliefOf(row.relief_subsidised) };
    case 'studies_moved':
      invariant(row.studies_end_on !== null, 'studies that move end on a day');
      return { on, kind, studiesEndOn: row.studies_end_on };
    case 'eligibility_lost':
    case 'eligibility_restored':
      return { on, kind };
    case 'principal_reversed':
    case 'interest_reversed':
      throw new InvariantError('a reversal is left out with what it reverses');
  }
}

/** Whether any loan of a bank, county and calendar still needs a line up to the end of a period. */
export async function hasLoansToAccrue(tx: Tx, batch: BatchScope): Promise<boolean> {
  const everyLoan = { from: 0n, to: 9_223_372_036_854_775_807n };
  const found = await sql(tx, `select 1 ${LOANS_OF_BATCH} limit 1`, accrualBindings(batch, everyLoan, null));
  return found.count > 0;
}
