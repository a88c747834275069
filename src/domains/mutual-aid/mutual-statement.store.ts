import type { PlainDate } from '../../kernel/date.ts';
import { fen, type Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { EntryKindName } from './core/entry-kinds.ts';
import { samePerson } from './core/loan-failures.ts';
import * as failure from './core/statement-failures.ts';
import type { Pockets } from './core/statement-sheet.ts';

export const mutualStatementConstraintFailures: ConstraintFailures = {
  mutual_statement_over: failure.monthNotOver,
  mutual_statement_other_person: samePerson,
  mutual_statement_once: failure.monthKnown,
  mutual_statement_month: failure.monthMoved,
  mutual_posting_once: failure.postingKnown,
  mutual_posting_days: failure.postingBroken,
};

export interface StatementRow {
  readonly id: bigint;
  readonly society_id: bigint;
  readonly county_code: string;
  readonly month: PlainDate;
  readonly opening: Readonly<Record<string, number>>;
  readonly closing: Readonly<Record<string, number>>;
  readonly state: 'drawn' | 'confirmed' | 'rejected';
  readonly drawn_by: bigint;
  readonly drawn_on: PlainDate;
  readonly decided_on: PlainDate | null;
}

/** Pockets as the row keeps them, as amounts: JSON holds whole fen far below what a number holds exactly. */
export const pocketsOfRow = (kept: Readonly<Record<string, number>>): Pockets =>
  Object.fromEntries(Object.entries(kept).map(([pocket, amount]) => [pocket, fen(amount)]));

/** The figures are read by the database itself, and compared by it again when the chair confirms. */
export async function insertStatement(
  tx: Tx,
  society: { readonly id: bigint; readonly county_code: string },
  drawn: { readonly month: PlainDate; readonly by: bigint; readonly on: PlainDate },
): Promise<StatementRow> {
  const { rows } = await sql<StatementRow>(
    tx,
    `insert into mutual_statement (society_id, county_code, month, opening, closing, drawn_by, drawn_on)
     select g.society, ?, g.month, mutual_pockets_on(g.society, g.month - 1),
       mutual_pockets_on(g.society, (g.month + interval '1 month')::date - 1), ?, ?::date
     from (select ?::bigint as society, ?::date as month) g returning *`,
    [society.county_code, drawn.by, drawn.on, society.id, drawn.month],
  );
  return one(rows);
}

export async function findStatement(tx: Tx, id: bigint): Promise<StatementRow | null> {
  const { rows } = await sql<StatementRow>(tx, 'select * from mutual_statement where id = ?', [id]);
  return rows[0] ?? null;
}

export async function lockStatement(tx: Tx, id: bigint): Promise<StatementRow | null> {
  const { rows } = await sql<StatementRow>(tx, 'select * from mutual_statement where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Guarded: answers whether the statement still waited. */
export async function decideStatement(
  tx: Tx,
  id: bigint,
  decision: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  return (
    (await tx('mutual_statement')
      .where({ id: String(id), state: 'drawn' })
      .update(decision)) === 1
  );
}

export async function statementsOf(tx: Tx, societyId: bigint): Promise<StatementRow[]> {
  const { rows } = await sql<StatementRow>(
    tx,
    'select * from mutual_statement where society_id = ? order by month, id',
    [societyId],
  );
  return rows;
}

export interface LineView {
  readonly on_date: PlainDate;
  readonly kind: EntryKindName;
  readonly amount_fen: Fen;
  readonly fee_fen: Fen;
  readonly staff_fen: Fen;
  readonly member_name: string | null;
  readonly proof_no: string;
}

/** The movements from day to day, both in, in the order of their days. */
export async function linesBetween(
  tx: Tx,
  societyId: bigint,
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
): Promise<LineView[]> {
  const { rows } = await sql<LineView>(
    tx,
    `select e.on_date, e.kind, e.amount_fen, e.fee_fen, e.staff_fen, p.name as member_name,
       coalesce(e.bank_serial, e.document_no, '') as proof_no
     from mutual_entry e left join mutual_member m on m.id = e.member_id
     left join household_member p on p.id = m.household_member_id
     where e.society_id = ? and e.state = 'confirmed' and e.on_date >= ?::date and e.on_date < ?::date + 1
     order by e.on_date, e.id`,
    [societyId, from, to],
  );
  return rows;
}

export interface LoanAtEnd {
  readonly loan_no: string;
  readonly member_name: string;
  readonly amount_fen: Fen;
  readonly disbursed_on: PlainDate;
  readonly due_on: PlainDate;
  readonly outstanding_fen: Fen;
  readonly extended: boolean;
}

/** What was lent and not repaid at the end of a day, each due as it was then. */
export async function loansAtEnd(tx: Tx, societyId: bigint, on: PlainDate): Promise<LoanAtEnd[]> {
  const { rows } = await sql<LoanAtEnd>(
    tx,
    `select l.loan_no, p.name as member_name, l.amount_fen, l.disbursed_on, coalesce(x.from_due_on, l.due_on) as due_on,
       (l.amount_fen - paid.fen)::bigint as outstanding_fen, coalesce(x.from_due_on, l.due_on) > l.first_due_on as extended
     from mutual_loan l join mutual_member m on m.id = l.member_id join household_member p on p.id = m.household_member_id
     left join lateral (select e.from_due_on from mutual_extension e where e.loan_id = l.id and e.state = 'confirmed'
       and e.decided_on > ?::date order by e.number limit 1) x on true
     cross join lateral (select coalesce(sum(e.amount_fen - e.fee_fen), 0) as fen from mutual_entry e
       where e.loan_id = l.id and e.kind in ('repayment', 'written_off') and e.state = 'confirmed' and e.on_date <= ?::date) paid
     where l.society_id = ? and l.disbursed_on <= ?::date and l.amount_fen > paid.fen order by l.loan_no`,
    [on, on, societyId, on],
  );
  return rows;
}

export interface StatementNames {
  readonly society_name: string;
  readonly phone: string | null;
  readonly deposit_bank: string;
  readonly township: string | null;
  readonly village: string | null;
  readonly member_count: number;
  readonly chair: string | null;
  readonly accountant: string | null;
  readonly organisation_id: bigint;
}

/** Names on the paper of a month or a year, as they were on its last day. */
export async function namesOf(
  tx: Tx,
  drawn: { readonly table: 'mutual_statement' | 'mutual_distribution'; readonly id: bigint },
  on: PlainDate,
): Promise<StatementNames> {
  const { rows } = await sql<StatementNames>(
    tx,
    `select o.name as society_name, o.phone, b.name as deposit_bank, s.organisation_id,
       (select r.name from region r where r.code = rpad(s.township_code, 12, '0') and r.valid_from <= ?::date
         order by r.valid_from desc limit 1) as township,
       (select r.name from region r where r.code = s.village_code and r.valid_from <= ?::date
         order by r.valid_from desc limit 1) as village,
       (select count(*)::int from mutual_member m where m.society_id = s.id and m.joined_on <= ?::date
         and (m.left_on is null or m.left_on > ?::date)) as member_count,
       c.name as chair, a.name as accountant
     from ${drawn.table} x join mutual_society s on s.id = x.society_id join organisation o on o.id = s.organisation_id
     join organisation b on b.id = s.deposit_bank_id
     left join person c on c.id = x.decided_by join person a on a.id = x.drawn_by where x.id = ?`,
    [on, on, on, on, drawn.id],
  );
  return one(rows);
}

export interface PostingRow {
  readonly id: bigint;
  readonly place: string;
  readonly posted_on: PlainDate;
  readonly until_on: PlainDate;
  readonly poster_name: string;
}

export const insertPosting = (
  tx: Tx,
  statement: StatementRow,
  posting: Omit<PostingRow, 'id'> & { readonly posted_by: bigint },
): Promise<PostingRow> =>
  insertRow<PostingRow>(tx, 'mutual_posting', {
    ...posting,
    statement_id: statement.id,
    society_id: statement.society_id,
    county_code: statement.county_code,
  });

export async function postingsOf(tx: Tx, statementId: bigint): Promise<PostingRow[]> {
  const { rows } = await sql<PostingRow>(
    tx,
    'select id, place, posted_on, until_on, poster_name from mutual_posting where statement_id = ? order by id',
    [statementId],
  );
  return rows;
}

/** Every pocket of the books at the end of a day. */
export async function pocketsOn(tx: Tx, societyId: bigint, on: PlainDate): Promise<Pockets> {
  const { rows } = await sql<{ held: Readonly<Record<string, number>> }>(
    tx,
    'select mutual_pockets_on(?, ?::date) as held',
    [societyId, on],
  );
  return pocketsOfRow(one(rows).held);
}

/** The last day on which a loan was paid out, up to a day. */
export async function lastLentOn(tx: Tx, societyId: bigint, on: PlainDate): Promise<PlainDate | null> {
  const { rows } = await sql<{ on_date: PlainDate | null }>(
    tx,
    'select max(disbursed_on) as on_date from mutual_loan where society_id = ? and disbursed_on <= ?::date',
    [societyId, on],
  );
  return one(rows).on_date;
}
