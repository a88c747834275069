import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { DebtEvent, PrincipalDue } from './core/debt.ts';
import type { LoanRow } from './core/loan-row.ts';

/** What was paid of penalty and compound interest, as its row holds it. */
export interface PenaltyPaymentRow {
  readonly id: bigint;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly on_date: PlainDate;
  readonly penalty_fen: Fen;
  readonly compound_fen: Fen;
  readonly bank_serial: string;
  /** The payment that this one takes back. */
  readonly reverses_id: bigint | null;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

export async function findPenaltyPayments(tx: Tx, loanId: LoanId): Promise<PenaltyPaymentRow[]> {
  const { rows } = await sql<PenaltyPaymentRow>(
    tx,
    'select * from loan_penalty_payment where loan_id = ? order by on_date, id',
    [String(loanId)],
  );
  return rows;
}

export async function findLoans(tx: Tx, ids: readonly bigint[]): Promise<LoanRow[]> {
  const { rows } = await sql<LoanRow>(tx, 'select * from loan where id = any(?::bigint[]) order by id', [
    ids.map(String),
  ]);
  return rows;
}

interface EventRow {
  readonly loan_id: LoanId;
  readonly kind: DebtEvent['kind'];
  readonly on_date: PlainDate;
  readonly amount_fen: Fen | null;
  readonly annual_percent: number | null;
}

/** What changed the debt of some loans or paid some of it: events, confirmed misuse, penalty paid. */
export async function debtEvents(tx: Tx, loans: readonly LoanId[]): Promise<Map<LoanId, DebtEvent[]>> {
  const ids = loans.map(String);
  const { rows } = await sql<EventRow>(
    tx,
    `select loan_id, kind, on_date, amount_fen, annual_percent from loan_fact
     where loan_id = any(?::bigint[]) and kind in ('principal_repaid', 'interest_paid', 'rate_changed')
     union all
     select loan_id, 'misused', on_date, misused_fen, null from loan_change
     where loan_id = any(?::bigint[]) and kind = 'misuse' and state = 'confirmed'
     union all
     select p.loan_id, k.kind, p.on_date, k.amount_fen, null from loan_penalty_fact p
     cross join lateral (values ('penalty_paid', p.penalty_fen), ('compound_paid', p.compound_fen)) k (kind, amount_fen)
     where p.loan_id = any(?::bigint[]) and k.amount_fen > 0`,
    [ids, ids, ids],
  );
  return grouped(rows, (row) =>
    row.kind === 'rate_changed'
      ? { kind: row.kind, on: row.on_date, annualPercent: row.annual_percent ?? 0 }
      : ({ kind: row.kind, on: row.on_date, amount: row.amount_fen } as DebtEvent),
  );
}

/** Present due dates of the instalments of some loans, by day. */
export async function instalmentsDue(tx: Tx, loans: readonly LoanId[]): Promise<Map<LoanId, PrincipalDue[]>> {
  const { rows } = await sql<{ loan_id: LoanId; due_on: PlainDate; upto_fen: Fen }>(
    tx,
    'select loan_id, due_on, upto_fen from loan_instalment where loan_id = any(?::bigint[]) order by loan_id, no',
    [loans.map(String)],
  );
  return grouped(rows, (row) => ({ on: row.due_on, upto: row.upto_fen }));
}

function grouped<Row extends { readonly loan_id: LoanId }, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value,
): Map<LoanId, Value[]> {
  const groups = new Map<LoanId, Value[]>();
  for (const row of rows) {
    const known = groups.get(row.loan_id);
    if (known) known.push(valueOf(row));
    else groups.set(row.loan_id, [valueOf(row)]);
  }
  return groups;
}
