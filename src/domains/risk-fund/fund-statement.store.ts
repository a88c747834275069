import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type {
  LineKind,
  StatementAccount,
  StatementFigures,
  StatementParty,
} from './core/statement-figures.ts';
import * as failure from './core/statement-failures.ts';

export const fundStatementConstraintFailures: ConstraintFailures = {
  risk_fund_statement_one: failure.yearConfirmed,
  risk_fund_statement_version: failure.statementNotOpen,
  risk_fund_statement_stale: failure.statementStale,
  risk_fund_statement_other_person: failure.confirmsOwnStatement,
  risk_fund_statement_confirmation_pkey: failure.confirmedAlready,
  risk_fund_statement_confirmation_party: failure.confirmedAlready,
  risk_fund_statement_party: failure.notAParty,
  risk_fund_year_closed: failure.yearClosed,
  risk_fund_movement_booked_late: failure.yearOpen,
  risk_fund_never_negative: failure.fundWasTooSmall,
};

export type StatementState = 'drawn' | 'disputed' | 'superseded' | 'confirmed';

export interface StatementRow extends StatementFigures {
  readonly id: bigint;
  readonly fund_id: bigint;
  readonly county_code: string;
  readonly year: number;
  readonly version: number;
  readonly line_count: number;
  /** Repayments of the year and before that banks had not returned on the day it was drawn. */
  readonly unreturned_fen: Fen;
  /** The fund's part of them. */
  readonly unreturned_fund_fen: Fen;
  readonly state: StatementState;
  readonly drawn_by: bigint;
  readonly drawn_on: PlainDate;
  readonly confirmed_on: PlainDate | null;
}

export interface StatementLineRow {
  readonly no: number;
  /** Lines of an account stand together. */
  readonly account_id: bigint;
  readonly on_date: PlainDate;
  readonly kind: LineKind;
  readonly amount_fen: Fen;
  readonly proof_no: string;
  readonly detail: string | null;
  /** The day on which the money moved, where that was in a year before (以前年度调整). */
  readonly value_on: PlainDate | null;
}

export interface ConfirmationRow {
  readonly statement_id: bigint;
  readonly county_code: string;
  readonly party: StatementParty;
  readonly organisation_id: bigint;
  readonly person_id: bigint;
  readonly person_name: string;
  readonly closing_fen: Fen;
  readonly difference_fen: Fen;
  readonly reason: string | null;
  readonly confirmed_on: PlainDate;
}

/** What hangs over the end of a year: entries to be confirmed, payments whose answer is awaited. */
export async function unsettledThrough(tx: Tx, fundId: bigint, to: PlainDate): Promise<number> {
  const { rows } = await sql<{ waiting: number }>(
    tx,
    `select ((select count(*) from risk_fund_movement where fund_id = ? and state = 'entered' and on_date < ?::date)
       + (select count(*) from payment_line p join payment_order o on o.id = p.order_id
          join journal_entry e on e.subject_kind = 'payment_line' and e.subject_id = p.id and e.phase = 'pending'
          join posting g on g.entry_id = e.id join risk_fund_money(?) a on a.ledger_id = g.account_id
          where p.state = 'sent' and o.instructed_on < ?::date))::int as waiting`,
    [fundId, to, fundId, to],
  );
  return one(rows).waiting;
}

/** Ends the drawn version of a year, if any; answers the number of the last version. */
export async function supersedeDrawn(tx: Tx, fundId: bigint, year: number): Promise<number> {
  await sql(
    tx,
    `update risk_fund_statement set state = 'superseded' where fund_id = ? and year = ? and state = 'drawn'`,
    [fundId, year],
  );
  const { rows } = await sql<{ last: number }>(
    tx,
    'select coalesce(max(version), 0)::int as last from risk_fund_statement where fund_id = ? and year = ?',
    [fundId, year],
  );
  return one(rows).last;
}

export type NewStatement = Omit<StatementRow, 'id' | 'state' | 'confirmed_on' | 'line_count'>;

/** Every posting on the fund's accounts in a span of days, with what proves it. */
const LINES = `select k.account_id, e.id as entry_id, e.on_date, abs(p.amount_fen) as amount_fen,
    risk_fund_posting_kind(e.act, e.subject_kind, e.subject_id)
      || case when m.kind = 'transfer' then case when p.amount_fen > 0 then '_in' else '_out' end else '' end as kind,
    coalesce(m.document_no, r.bank_serial, a.document_no, v.document_no, l.bank_serial, y.document_no) as proof_no,
    coalesce(m.source, b.name, rc.claim_no, ac.claim_no, vc.claim_no, lc.claim_no, l.booking_ref) as detail,
    case when coalesce(m.on_date, r.received_on, a.answered_on, v.received_on) < date_trunc('year', e.on_date)
      then coalesce(m.on_date, r.received_on, a.answered_on, v.received_on) end as value_on
  from risk_fund_money(?) k join posting p on p.account_id = k.ledger_id
  join journal_entry e on e.id = p.entry_id and e.phase = 'posted' and e.on_date >= ?::date and e.on_date < ?::date
  left join risk_fund_movement m on e.subject_kind = 'risk_fund_movement' and m.id = e.subject_id
  left join risk_fund_account o on m.kind = 'transfer'
    and o.id = case when p.amount_fen > 0 then m.account_id else m.to_account_id end
  left join organisation b on b.id = o.bank_id
  left join risk_fund_recovery r on e.subject_kind = 'risk_fund_recovery' and r.id = e.subject_id
  left join risk_fund_claim rc on rc.id = r.claim_id
  left join risk_fund_answer a on e.subject_kind = 'risk_fund_answer' and a.id = e.subject_id
  left join risk_fund_claim ac on ac.id = a.claim_id
  left join risk_fund_back_payment v on e.subject_kind = 'risk_fund_back_payment' and v.id = e.subject_id
  left join risk_fund_claim vc on vc.id = v.claim_id
  left join payment_line l on e.subject_kind = 'payment_line' and l.id = e.subject_id
  left join risk_fund_claim lc on l.subject_kind = 'risk_fund_claim' and lc.id::text = l.subject_ref
  left join risk_fund_year y on e.subject_kind = 'risk_fund_year' and y.id = e.subject_id`;

/** A statement with its lines, which the database holds against the postings at commit. */
export async function insertStatement(
  tx: Tx,
  statement: NewStatement,
  span: { readonly from: PlainDate; readonly to: PlainDate },
): Promise<StatementRow> {
  const booked = [statement.fund_id, span.from, span.to];
  const counted = await sql<{ lines: number }>(tx, `select count(*)::int as lines from (${LINES}) g`, booked);
  const row = await insertRow<StatementRow>(tx, 'risk_fund_statement', {
    ...statement,
    line_count: one(counted.rows).lines,
  });
  await sql(
    tx,
    `insert into risk_fund_statement_account select ?, ?, f.* from risk_fund_account_figures(?, ?::date, ?::date) f`,
    [row.id, row.county_code, ...booked],
  );
  await sql(
    tx,
    `insert into risk_fund_statement_line (statement_id, county_code, account_id, no, on_date, kind, amount_fen, proof_no, detail,
       value_on, entry_id)
     select ?, ?, account_id, row_number() over (order by account_id, on_date, entry_id), on_date, kind, amount_fen, proof_no,
       detail, value_on, entry_id
     from (${LINES}) g`,
    [row.id, row.county_code, ...booked],
  );
  return row;
}

export async function findStatement(tx: Tx, id: bigint): Promise<StatementRow | null> {
  return (
    (await sql<StatementRow>(tx, 'select * from risk_fund_statement where id = ?', [id])).rows[0] ?? null
  );
}

export async function lockStatement(tx: Tx, id: bigint): Promise<StatementRow | null> {
  const { rows } = await sql<StatementRow>(tx, 'select * from risk_fund_statement where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

export async function statementsOfFund(tx: Tx, fundId: bigint): Promise<StatementRow[]> {
  const { rows } = await sql<StatementRow>(
    tx,
    'select * from risk_fund_statement where fund_id = ? order by year desc, version desc limit 200',
    [fundId],
  );
  return rows;
}

/** What a statement says of each account. */
export async function statementAccounts(tx: Tx, id: bigint): Promise<StatementAccount[]> {
  const { rows } = await sql<StatementAccount>(
    tx,
    `select a.*, o.name as bank_name, k.account_no from risk_fund_statement_account a
     join risk_fund_account k on k.id = a.account_id join organisation o on o.id = a.bank_id
     where a.statement_id = ? order by a.account_id`,
    [id],
  );
  return rows;
}

export async function statementLines(tx: Tx, id: bigint): Promise<StatementLineRow[]> {
  const { rows } = await sql<StatementLineRow>(
    tx,
    `select no, account_id, on_date, kind, amount_fen, proof_no, detail, value_on from risk_fund_statement_line
     where statement_id = ? order by no`,
    [id],
  );
  return rows;
}

export const insertConfirmation = (tx: Tx, row: ConfirmationRow): Promise<ConfirmationRow> =>
  insertRow<ConfirmationRow>(tx, 'risk_fund_statement_confirmation', { ...row });

export interface ConfirmationView extends ConfirmationRow {
  readonly organisation: string;
}

export async function confirmationsOf(tx: Tx, id: bigint): Promise<ConfirmationView[]> {
  const { rows } = await sql<ConfirmationView>(
    tx,
    `select c.*, o.name as organisation from risk_fund_statement_confirmation c
     join organisation o on o.id = c.organisation_id where c.statement_id = ?
     order by array_position(array['finance', 'office', 'bank'], c.party), c.confirmed_on, o.id`,
    [id],
  );
  return rows;
}

/** Guarded: answers whether the statement was still drawn. */
export async function endStatement(
  tx: Tx,
  id: bigint,
  change: { readonly state: 'disputed' } | { readonly state: 'confirmed'; readonly confirmed_on: PlainDate },
): Promise<boolean> {
  return (await tx('risk_fund_statement').where({ id, state: 'drawn' }).update(change)) === 1;
}

/** Names that stand on the statement. */
export interface StatementNames {
  readonly fund_name: string;
  readonly finance: string | null;
  readonly office: string | null;
}

export async function statementNames(tx: Tx, fundId: bigint): Promise<StatementNames> {
  const named = (
    kinds: string,
  ): string => `(select o.name from organisation o where o.county_code = f.county_code
    and o.kind in (${kinds}) and o.standing = 'good' order by o.kind desc, o.id limit 1)`;
  const { rows } = await sql<StatementNames>(
    tx,
    `select f.name as fund_name, ${named(`'finance_bureau'`)} as finance,
       ${named(`'poverty_office', 'government'`)} as office
     from risk_fund f where f.id = ?`,
    [fundId],
  );
  return one(rows);
}
