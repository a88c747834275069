import type { PlainDate } from '../../kernel/date.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { AccountFigures } from './core/statement-figures.ts';

export interface FundView {
  readonly id: bigint;
  readonly county_code: string;
  readonly name: string;
  readonly deposit_bank_id: bigint;
  readonly deposit_bank_name: string;
  readonly opened_on: PlainDate;
  /** Money that has arrived and not left. */
  readonly balance_fen: bigint;
  /** Of it, on its way out. */
  readonly pending_fen: bigint;
}

/** Of its accounts the oldest that is open stands for the fund; the list of all is beside it. */
const FUND = `select f.id, f.county_code, f.name, d.bank_id as deposit_bank_id, d.account_no, o.name as deposit_bank_name, f.opened_on,
    m.balance_fen, m.pending_fen
  from risk_fund f join risk_fund_account d on d.id = risk_fund_account_for(f.id, null) join organisation o on o.id = d.bank_id
  cross join lateral (select coalesce(sum(a.posted_fen), 0)::bigint as balance_fen,
      coalesce(-sum(least(a.pending_fen, 0)), 0)::bigint as pending_fen
    from risk_fund_account k join ledger_account a on a.code = k.code where k.fund_id = f.id) m`;

export interface ListQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
}

export async function listFunds(
  tx: Tx,
  query: ListQuery & { readonly county_code?: string | undefined },
): Promise<Page<FundView>> {
  const county = query.county_code ?? null;
  const { rows } = await sql<FundView>(
    tx,
    `${FUND} where f.id > ? and (?::text is null or f.county_code = ?) order by f.id limit ?`,
    [query.after ?? 0n, county, county, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export async function fundView(tx: Tx, id: bigint): Promise<FundView | null> {
  return (await sql<FundView>(tx, `${FUND} where f.id = ?`, [id])).rows[0] ?? null;
}

export async function coveredBanks(tx: Tx, fundId: bigint): Promise<{ id: bigint; name: string }[]> {
  const { rows } = await sql<{ id: bigint; name: string }>(
    tx,
    `select o.id, o.name from risk_fund_bank b join organisation o on o.id = b.bank_id where b.fund_id = ?
     order by o.id`,
    [fundId],
  );
  return rows;
}

export async function coveredProducts(tx: Tx, fundId: bigint): Promise<string[]> {
  const { rows } = await sql<{ code: string }>(
    tx,
    'select product_code as code from risk_fund_product where fund_id = ? order by 1',
    [fundId],
  );
  return rows.map((row) => row.code);
}

/** What each source has paid in so far, confirmed. */
export async function contributions(
  tx: Tx,
  fundId: bigint,
): Promise<{ source: string; amount_fen: bigint }[]> {
  const { rows } = await sql<{ source: string; amount_fen: bigint }>(
    tx,
    `select source, sum(amount_fen)::bigint as amount_fen from risk_fund_movement
     where fund_id = ? and kind = 'injection' and state = 'confirmed' group by source order by source`,
    [fundId],
  );
  return rows;
}

export interface TermsView {
  readonly id: bigint;
  readonly document_no: string;
  readonly effective_from: PlainDate;
  readonly effective_to: PlainDate | null;
}

/** All versions of a fund's measures, oldest first. */
export async function termsOfFund(tx: Tx, fundId: bigint): Promise<TermsView[]> {
  const { rows } = await sql<TermsView>(
    tx,
    'select * from risk_fund_terms where fund_id = ? order by effective_from',
    [fundId],
  );
  return rows;
}

export async function listMovements(
  tx: Tx,
  fundId: bigint,
  query: ListQuery & { readonly state?: string | undefined },
): Promise<Page<{ id: bigint }>> {
  const state = query.state ?? null;
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select * from risk_fund_movement where fund_id = ? and id > ? and (?::text is null or state = ?)
     order by id limit ?`,
    [fundId, query.after ?? 0n, state, state, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

/** What moved a fund's account in `[from, to)`, by kind; and what lay in it before. */
export interface Statement {
  readonly opening_fen: bigint;
  readonly injections_fen: bigint;
  readonly interest_fen: bigint;
  readonly recoveries_fen: bigint;
  readonly compensation_fen: bigint;
  readonly returned_fen: bigint;
  readonly closing_fen: bigint;
}

/** The fund's year or any span of days, read from the postings of its account alone. */
export async function statementOf(
  tx: Tx,
  fundId: bigint,
  span: { readonly from: PlainDate; readonly to: PlainDate },
): Promise<Statement> {
  const { rows } = await sql<Statement>(tx, 'select * from risk_fund_figures(?, ?::date, ?::date)', [
    fundId,
    span.from,
    span.to,
  ]);
  return one(rows);
}

/** The same of each of its accounts, with what moved between them. */
export async function accountFigures(
  tx: Tx,
  fundId: bigint,
  span: { readonly from: PlainDate; readonly to: PlainDate },
): Promise<AccountFigures[]> {
  const { rows } = await sql<AccountFigures>(
    tx,
    'select * from risk_fund_account_figures(?, ?::date, ?::date)',
    [fundId, span.from, span.to],
  );
  return rows;
}

/** Loans under a fund and its balance at the start of a day: what its top-up duty is measured by. */
export async function measuresAt(
  tx: Tx,
  fundId: bigint,
  day: PlainDate,
): Promise<{ readonly outstanding_fen: bigint; readonly balance_fen: bigint }> {
  const { rows } = await sql<{ outstanding_fen: bigint; balance_fen: bigint }>(
    tx,
    'select risk_fund_outstanding_on(?, ?) as outstanding_fen, risk_fund_balance_before(?, ?::date) as balance_fen',
    [fundId, day, fundId, day],
  );
  return one(rows);
}
