import type { PlainDate } from '../../kernel/date.ts';
import { invariant, InvariantError } from '../../kernel/invariant.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { reliefOf, type LoanEvent } from './core/accrual-input.ts';
import type { BatchRow } from './core/batch-row.ts';
import type { LoanSpan } from './core/settlement-scope.ts';
import { withoutReversed } from './core/without-reversed.ts';

interface EventRow {
  readonly id: bigint;
  readonly reverses_id: bigint | null;
  readonly loan_id: bigint;
  readonly kind: LoanEvent['kind'] | 'principal_reversed' | 'interest_reversed' | 'undone';
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

/** Events of a span of the loans of a batch. */
export async function eventsOfSpan(
  tx: Tx,
  batch: BatchRow,
  span: LoanSpan,
): Promise<Map<bigint, KnownEvents>> {
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
    case 'cap_shared':
      invariant(row.amount_fen !== null, 'a repayment, cover and a share of the cap have an amount');
      return { on, kind, amount: row.amount_fen };
    case 'rate_changed':
      invariant(row.annual_percent !== null, 'a change of rate has a rate');
      return { on, kind, annualPercent: row.annual_percent };
    case 'extended':
      invariant(row.matures_on !== null, 'an extension has a maturity');
      return { on, kind, maturesOn: row.matures_on, ...reliefOf(row.relief_subsidised) };
    case 'called_due':
      invariant(row.matures_on !== null, 'a loan called due has its day');
      return { on, kind, maturesOn: row.matures_on };
    case 'studies_moved':
      invariant(row.studies_end_on !== null, 'studies that move end on a day');
      return { on, kind, studiesEndOn: row.studies_end_on };
    case 'eligibility_lost':
    case 'eligibility_restored':
      return { on, kind };
    case 'principal_reversed':
    case 'interest_reversed':
    case 'undone':
      throw new InvariantError('a reversal is left out with what it reverses');
  }
}
