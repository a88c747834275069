import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { LoanRow } from './core/loan-row.ts';

export interface DueRow {
  readonly due_on: PlainDate;
  readonly overdue_fen: Fen;
}

/** What a loan owes past its oldest unpaid due date before a day; null when it owes nothing so late. */
export async function findArrears(tx: Tx, id: LoanId, on: PlainDate): Promise<DueRow | null> {
  const found = await sql<DueRow>(
    tx,
    'select due_on, overdue_fen from loan_arrears_on(?::date) where loan_id = ?',
    [on, String(id)],
  );
  return found.rows[0] ?? null;
}

export interface NewInstalment {
  readonly no: number;
  readonly due_on: PlainDate;
  readonly principal_fen: Fen;
  readonly upto_fen: Fen;
}

/** The principal of a loan by due date; doing it again changes nothing. */
export async function insertInstalments(
  tx: Tx,
  loan: Pick<LoanRow, 'id' | 'county_code' | 'bank_id'>,
  rows: readonly NewInstalment[],
): Promise<void> {
  await sql(
    tx,
    `insert into loan_instalment (loan_id, county_code, bank_id, no, contract_due_on, due_on, principal_fen, upto_fen)
     select ?, ?, ?, g.no, g.due_on, g.due_on, g.principal_fen, g.upto_fen
     from unnest(?::int[], ?::date[], ?::bigint[], ?::bigint[]) g (no, due_on, principal_fen, upto_fen)
     on conflict do nothing`,
    [
      String(loan.id),
      loan.county_code,
      String(loan.bank_id),
      rows.map((row) => row.no),
      rows.map((row) => row.due_on),
      rows.map((row) => String(row.principal_fen)),
      rows.map((row) => String(row.upto_fen)),
    ],
  );
}

/** Loans repaid by instalments that were lent before instalments were kept. */
export async function loansWithoutInstalments(tx: Tx, limit: number): Promise<LoanRow[]> {
  const found = await sql<LoanRow>(
    tx,
    `select l.* from loan l where l.state = 'disbursed' and l.repayment_method in ('equal_instalment', 'equal_principal')
       and not exists (select from loan_instalment i where i.loan_id = l.id) order by l.id limit ?`,
    [limit],
  );
  return found.rows;
}

/** The last instalment follows the maturity; a loan due in one sum has none. */
export async function moveLastInstalment(tx: Tx, id: LoanId, dueOn: PlainDate): Promise<void> {
  await sql(
    tx,
    `update loan_instalment set due_on = ?::date
     where loan_id = ? and no = (select max(no) from loan_instalment where loan_id = ?)`,
    [dueOn, String(id), String(id)],
  );
}

/**
 * Brings the overdue loans in line with the facts as of a day: one statement for those gone, one for the
 * rest.
 */
export async function recountArrears(tx: Tx, on: PlainDate): Promise<number> {
  await sql(
    tx,
    `delete from loan_arrears a where not exists (select from loan_arrears_on(?::date) d where d.loan_id = a.id)`,
    [on],
  );
  const found = await sql<{ id: bigint }>(
    tx,
    `insert into loan_arrears as a (id, county_code, bank_id, township_code, enterprise_id, counted_on, due_on, overdue_fen)
     select l.id, l.county_code, l.bank_id, l.township_code, l.enterprise_id, ?::date, d.due_on, d.overdue_fen
     from loan_arrears_on(?::date) d join loan l on l.id = d.loan_id
     on conflict (id) do update set counted_on = excluded.counted_on, due_on = excluded.due_on,
       overdue_fen = excluded.overdue_fen, township_code = excluded.township_code, enterprise_id = excluded.enterprise_id
     where (a.counted_on, a.due_on, a.overdue_fen, a.township_code, a.enterprise_id) is distinct from
       (excluded.counted_on, excluded.due_on, excluded.overdue_fen, excluded.township_code, excluded.enterprise_id)`,
    [on, on],
  );
  return found.count;
}

/** Writes the book of a day by bucket, once more if need be. */
export async function writeArrearsDay(tx: Tx, on: PlainDate): Promise<void> {
  await sql(tx, 'delete from loan_arrears_day where counted_on = ?::date', [on]);
  await sql(
    tx,
    `insert into loan_arrears_day (counted_on, county_code, bank_id, bucket, loans, overdue_fen, outstanding_fen)
     select ?::date, l.county_code, l.bank_id, coalesce(a.bucket, 'current'), count(*)::int,
       coalesce(sum(a.overdue_fen), 0)::bigint, sum(l.outstanding_fen)::bigint
     from loan l left join loan_arrears a on a.id = l.id where l.state = 'disbursed'
     group by l.county_code, l.bank_id, coalesce(a.bucket, 'current')`,
    [on],
  );
}
