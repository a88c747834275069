import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import type { LoanRow } from './core/loan-row.ts';
import type { InterestEvent } from './core/unpaid-interest.ts';

export const EVENT_KINDS = [
  'principal_repaid',
  'interest_paid',
  'principal_reversed',
  'interest_reversed',
  'rate_changed',
  'eligibility_lost',
  'eligibility_restored',
  'extended',
  'cover_measured',
  'studies_moved',
  'called_due',
  'cap_shared',
  'undone',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface NewEvent {
  readonly kind: EventKind;
  readonly on_date: PlainDate;
  readonly amount_fen?: Fen;
  readonly annual_percent?: number;
  readonly matures_on?: PlainDate;
  readonly studies_end_on?: PlainDate;
  readonly change_id?: bigint;
  readonly reason?: string;
  readonly bank_serial?: string;
  readonly import_id?: bigint;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

export async function insertEvents(tx: Tx, loan: LoanRow, events: readonly NewEvent[]): Promise<void> {
  const place = { loan_id: loan.id, county_code: loan.county_code, bank_id: loan.bank_id };
  await tx('loan_event').insert(events.map((event) => ({ ...place, ...event })));
}

/** Brings the loan's balance and version in line with events just recorded; the last fen repaid closes it. */
export async function applyRepayment(tx: Tx, loan: LoanRow, principal: Fen): Promise<LoanRow> {
  const found = await sql<LoanRow>(
    tx,
    `update loan l set repaid_fen = l.repaid_fen + p.amount, outstanding_fen = l.outstanding_fen - p.amount,
       facts_version = l.facts_version + 1,
       state = case when l.outstanding_fen = p.amount then 'closed' else l.state end,
       closed_on = case when l.state = 'disbursed' and l.outstanding_fen = p.amount then (
         select max(e.on_date) from loan_fact e where e.loan_id = l.id and e.kind = 'principal_repaid'
       ) else l.closed_on end
     from (select ?::bigint as amount) p where l.id = ? returning l.*`,
    [String(principal), String(loan.id)],
  );
  return one(found.rows);
}

/** Raises the version without touching money: a line accrued before no longer saw all facts. */
export async function raiseFactsVersion(tx: Tx, id: LoanId): Promise<LoanRow> {
  const found = await sql<LoanRow>(
    tx,
    'update loan set facts_version = facts_version + 1 where id = ? returning *',
    [String(id)],
  );
  return one(found.rows);
}

/** Principal of a loan that is subsidised from a day on for being under cover. */
export interface CoveredPrincipal {
  readonly loanId: bigint;
  readonly onDate: PlainDate;
  readonly covered: Fen;
}

/**
 * Writes what is under cover into the history of loans, all in one statement; answers whose facts changed.
 */
export async function insertCovered(
  tx: Tx,
  loans: readonly CoveredPrincipal[],
  by: { readonly reason: string; readonly recordedBy: bigint; readonly recordedOn: PlainDate },
): Promise<{ readonly loan_id: bigint; readonly on_date: PlainDate }[]> {
  const found = await sql<{ loan_id: bigint; on_date: PlainDate }>(
    tx,
    `with event as (
       insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, reason, recorded_by, recorded_on)
       select l.id, l.county_code, l.bank_id, 'cover_measured', greatest(g.on_date, l.subsidy_from, l.disbursed_on), g.covered,
         ?, ?, ?::date
       from unnest(?::bigint[], ?::date[], ?::bigint[]) as g (id, on_date, covered) join loan l on l.id = g.id order by l.id
       returning loan_id, on_date)
     update loan l set facts_version = l.facts_version + 1 from event e where e.loan_id = l.id returning e.loan_id, e.on_date`,
    [
      by.reason,
      String(by.recordedBy),
      by.recordedOn,
      loans.map((loan) => String(loan.loanId)),
      loans.map((loan) => loan.onDate),
      loans.map((loan) => String(loan.covered)),
    ],
  );
  return found.rows;
}

interface EventRow {
  readonly kind: string;
  readonly on_date: PlainDate;
  readonly amount_fen: bigint | null;
  readonly annual_percent: number | null;
}

/** What changed the interest of a loan, in the order of its days. */
export async function interestEvents(tx: Tx, loanId: LoanId): Promise<InterestEvent[]> {
  const { rows } = await sql<EventRow>(
    tx,
    `select kind, on_date, amount_fen, annual_percent from loan_fact
     where loan_id = ? and kind in ('principal_repaid', 'interest_paid', 'rate_changed') order by on_date, id`,
    [String(loanId)],
  );
  return rows.map((row) =>
    row.kind === 'rate_changed'
      ? { kind: row.kind, on: row.on_date, annualPercent: row.annual_percent ?? 0 }
      : ({ kind: row.kind, on: row.on_date, amount: row.amount_fen ?? 0n } as InterestEvent),
  );
}
