import type { PlainDate } from '../../kernel/date.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { EntryRow, MutualLoanRow, Terms } from './core/society-rows.ts';

export interface ListQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
}

export interface SocietyView {
  readonly id: bigint;
  readonly county_code: string;
  readonly village_code: string;
  readonly name: string;
  readonly organisation_id: bigint;
  readonly deposit_bank_id: bigint;
  readonly deposit_bank_name: string;
  readonly opened_on: PlainDate;
  readonly closed_through: PlainDate | null;
  readonly cash_fen: bigint;
  readonly loans_fen: bigint;
}

const SOCIETY = `select s.id, s.county_code, s.village_code, o.name, s.organisation_id, s.deposit_bank_id,
    b.name as deposit_bank_name, s.opened_on, s.closed_through,
    coalesce((select posted_fen from ledger_account where code = 'mutual-cash:' || s.id), 0)::bigint as cash_fen,
    coalesce((select posted_fen from ledger_account where code = 'mutual-loans:' || s.id), 0)::bigint as loans_fen
  from mutual_society s join organisation o on o.id = s.organisation_id
  join organisation b on b.id = s.deposit_bank_id`;

export async function listSocieties(
  tx: Tx,
  query: ListQuery & { readonly county_code?: string | undefined },
): Promise<Page<SocietyView>> {
  const county = query.county_code ?? null;
  const { rows } = await sql<SocietyView>(
    tx,
    `${SOCIETY} where s.id > ? and (?::text is null or s.county_code = ?) order by s.id limit ?`,
    [query.after ?? 0n, county, county, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export async function societyView(tx: Tx, id: bigint): Promise<SocietyView | null> {
  return (await sql<SocietyView>(tx, `${SOCIETY} where s.id = ?`, [id])).rows[0] ?? null;
}

/** All versions of a society's terms, oldest first. */
export async function termsOfSociety(tx: Tx, societyId: bigint): Promise<Terms[]> {
  const { rows } = await sql<Terms>(
    tx,
    'select * from mutual_terms where society_id = ? order by effective_from',
    [societyId],
  );
  return rows;
}

export interface PocketView {
  readonly pocket: string;
  readonly amount_fen: bigint;
}

/** What each pocket holds or is owed, as positive amounts, read from the ledger. */
export async function pocketsOf(tx: Tx, societyId: bigint): Promise<PocketView[]> {
  const { rows } = await sql<PocketView>(
    tx,
    `select pocket, abs(booked_fen)::bigint as amount_fen from mutual_book(?) order by pocket`,
    [societyId],
  );
  return rows;
}

export interface MemberView {
  readonly id: bigint;
  readonly name: string;
  readonly household_no: string;
  readonly poor: boolean;
  readonly joined_on: PlainDate;
  readonly left_on: PlainDate | null;
  readonly own_fen: bigint;
  readonly base_fen: bigint;
  readonly group_id: bigint | null;
}

const MEMBER = `select m.id, p.name, h.household_no, m.poor, m.joined_on, m.left_on, v.own_fen, v.base_fen, g.group_id
  from mutual_member m join household h on h.id = m.household_id
  join household_member p on p.id = m.household_member_id
  left join mutual_group_member g on g.member_id = m.id and g.standing
  cross join lateral mutual_shares(m.id) v`;

export async function listMembers(tx: Tx, societyId: bigint, query: ListQuery): Promise<Page<MemberView>> {
  const { rows } = await sql<MemberView>(
    tx,
    `${MEMBER} where m.society_id = ? and m.id > ? order by m.id limit ?`,
    [societyId, query.after ?? 0n, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export async function memberView(tx: Tx, id: bigint): Promise<MemberView | null> {
  return (await sql<MemberView>(tx, `${MEMBER} where m.id = ?`, [id])).rows[0] ?? null;
}

export interface GroupView {
  readonly id: bigint;
  readonly name: string;
  readonly agreement_no: string;
  readonly formed_on: PlainDate;
  readonly dissolved_on: PlainDate | null;
  readonly members: readonly { readonly id: string; readonly name: string }[];
}

const GROUP = `select g.id, g.name, g.agreement_no, g.formed_on, g.dissolved_on, (
    select json_agg(json_build_object('id', m.id::text, 'name', p.name) order by m.id)
    from mutual_group_member x join mutual_member m on m.id = x.member_id
    join household_member p on p.id = m.household_member_id where x.group_id = g.id) as members
  from mutual_group g`;

export async function listGroups(tx: Tx, societyId: bigint, query: ListQuery): Promise<Page<GroupView>> {
  const { rows } = await sql<GroupView>(
    tx,
    `${GROUP} where g.society_id = ? and g.id > ? order by g.id limit ?`,
    [societyId, query.after ?? 0n, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export async function groupView(tx: Tx, id: bigint): Promise<GroupView | null> {
  return (await sql<GroupView>(tx, `${GROUP} where g.id = ?`, [id])).rows[0] ?? null;
}

export async function listEntries(
  tx: Tx,
  societyId: bigint,
  query: ListQuery & { readonly state?: string | undefined },
): Promise<Page<EntryRow>> {
  const state = query.state ?? null;
  const { rows } = await sql<EntryRow>(
    tx,
    `select * from mutual_entry where society_id = ? and id > ? and (?::text is null or state = ?)
     order by id limit ?`,
    [societyId, query.after ?? 0n, state, state, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export interface LoanView extends MutualLoanRow {
  readonly member_name: string;
}

const LOAN = `select l.*, p.name as member_name from mutual_loan l join mutual_member m on m.id = l.member_id
  join household_member p on p.id = m.household_member_id`;

export async function listLoans(
  tx: Tx,
  societyId: bigint,
  query: ListQuery & { readonly state?: string | undefined },
): Promise<Page<LoanView>> {
  const state = query.state ?? null;
  const { rows } = await sql<LoanView>(
    tx,
    `${LOAN} where l.society_id = ? and l.id > ? and (?::text is null or l.state = ?) order by l.id limit ?`,
    [societyId, query.after ?? 0n, state, state, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export async function loanView(tx: Tx, id: bigint): Promise<LoanView | null> {
  return (await sql<LoanView>(tx, `${LOAN} where l.id = ?`, [id])).rows[0] ?? null;
}

export interface DecisionView {
  readonly act: string;
  readonly person_name: string;
  readonly role: string;
  readonly decided_on: PlainDate;
}

export async function decisionsOf(tx: Tx, loanId: bigint): Promise<DecisionView[]> {
  const { rows } = await sql<DecisionView>(
    tx,
    'select act, person_name, role, decided_on from mutual_loan_decision where loan_id = ? order by id',
    [loanId],
  );
  return rows;
}

export async function entriesOfLoan(tx: Tx, loanId: bigint): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>(tx, 'select * from mutual_entry where loan_id = ? order by id', [
    loanId,
  ]);
  return rows;
}
