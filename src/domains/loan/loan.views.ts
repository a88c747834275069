import type { LoanId } from '../../kernel/ids.ts';
import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Scope } from '../../platform/context.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import {
  equals,
  pageOfIds,
  present,
  readPage,
  rowsOf,
  type Asked,
  type ListedTable,
  type PageOfIds,
  type Sql,
} from '../../platform/scoped-page.ts';
import { placeOf } from '../../kernel/region-code.ts';
import { ofVillage } from './core/village.ts';
import type { CoBorrowerRow } from './core/co-borrower.ts';
import type { UsageMode } from './core/eligibility-input.ts';
import { LOAN_STATES, type LoanState } from './core/loan-states.ts';
import type { LoanRow } from './core/loan-row.ts';

export interface LoanDetail extends LoanRow {
  readonly household_no: string;
  readonly head_name: string;
  readonly township_name: string;
  readonly village_name: string;
  readonly borrower_name: string;
  readonly borrower_id_no_masked: string;
  readonly bank_name: string;
  readonly enterprise_name: string | null;
  readonly terms_code: string | null;
  readonly studies_end_now_on: PlainDate | null;
  readonly co_borrower: Pick<CoBorrowerRow, 'name' | 'id_no_masked' | 'relation'> | null;
  readonly dunnings: number;
  readonly last_dunned_on: PlainDate | null;
}

const NAMES = `h.household_no, h.head_name, h.township_name, h.village_name,
  m.name as borrower_name, m.id_no_masked as borrower_id_no_masked,
  b.name as bank_name, e.name as enterprise_name, t.code as terms_code`;

const JOINS = `join household h on h.id = l.household_id
  join household_member m on m.id = l.borrower_id
  join organisation b on b.id = l.bank_id
  left join organisation e on e.id = l.enterprise_id
  left join programme_terms t on t.id = l.terms_id`;

/** A loan with the names a person reads; null when absent or out of scope. */
export async function readLoan(tx: Tx, id: LoanId): Promise<LoanDetail | null> {
  const found = await sql<LoanDetail>(
    tx,
    `select l.*, ${NAMES}, (select count(*)::int from loan_dunning_fact d where d.loan_id = l.id) as dunnings,
       (select max(d.dunned_on) from loan_dunning_fact d where d.loan_id = l.id) as last_dunned_on,
       coalesce((select v.studies_end_on from loan_event v where v.loan_id = l.id and v.kind = 'studies_moved'
         order by v.on_date desc, v.id desc limit 1), l.studies_end_on) as studies_end_now_on,
       (select jsonb_build_object('name', c.name, 'id_no_masked', c.id_no_masked, 'relation', c.relation)
         from loan_co_borrower c where c.loan_id = l.id) as co_borrower
     from loan l ${JOINS} where l.id = ?`,
    [String(id)],
  );
  return found.rows[0] ?? null;
}

export interface LoanFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: LoanState | undefined;
  readonly bank_id?: bigint | undefined;
  readonly county_code?: string | undefined;
  readonly region_code?: string | undefined;
  readonly matures_from?: PlainDate | undefined;
  readonly matures_until?: PlainDate | undefined;
  readonly household_id?: bigint | undefined;
  readonly enterprise_id?: bigint | undefined;
  readonly usage_mode?: UsageMode | undefined;
  readonly product_code?: string | undefined;
  readonly funding_source?: string | undefined;
  readonly security?: string | undefined;
  readonly bridge?: string | undefined;
  readonly q?: string | undefined;
}

export type LoanListItem = Pick<LoanDetail, 'id'> & Readonly<Record<string, unknown>>;

const LIST_COLUMNS = `l.id, l.county_code, l.household_id, h.household_no, h.head_name, h.village_name,
  m.name as borrower_name, l.bank_id, b.name as bank_name, l.programme_code, l.product_code, l.contract_no,
  l.voucher_no, l.state, l.principal_fen, l.outstanding_fen, l.term_months, l.annual_percent, l.usage_mode,
  l.funding_source, l.security, l.bridge,
  l.applied_on, l.signed_on, l.disbursed_on, l.matures_on`;

const LISTED: ListedTable = {
  name: 'loan',
  bank: 'bank_id',
  enterprise: 'enterprise_id',
  township: 'township_code',
  spread: { column: 'state', values: LOAN_STATES },
};

/**
 * Loans in scope by id; every filter narrows. With a search text `households` are those it names, null when
 * they are too many to name: then the list is read on in the order of ids until the page is full.
 */
export async function readLoans(
  tx: Tx,
  scope: Scope,
  filter: LoanFilter,
  households: readonly bigint[] | null = null,
): Promise<LoanListItem[]> {
  const ids = idsOfLoans(scope, filter, households);
  return readPage<LoanListItem>(
    tx,
    ids,
    `select ${LIST_COLUMNS} from (${ids.text}) page
     join loan l on l.id = page.id
     join household h on h.id = l.household_id
     join household_member m on m.id = l.borrower_id
     join organisation b on b.id = l.bank_id
     order by l.id`,
  );
}

/** A page of loans as their rows hold them. */
export async function readLoanRows(tx: Tx, scope: Scope, filter: LoanFilter): Promise<LoanRow[]> {
  const ids = idsOfLoans(scope, filter, null);
  return readPage<LoanRow>(
    tx,
    ids,
    `select l.* from (${ids.text}) page join loan l on l.id = page.id order by l.id`,
  );
}

/** The ids of a page of loans, as the list narrows them. */
export function idsOfLoans(
  scope: Scope,
  filter: LoanFilter,
  households: readonly bigint[] | null,
): PageOfIds {
  const named = filter.q !== undefined && households !== null;
  const asked = askedOfLoans(scope, filter, households);
  return pageOfIds(LISTED, scope, {
    ...asked,
    after: filter.after,
    limit: filter.limit,
    spread: filter.state !== undefined || filter.bank_id !== undefined,
    few: named || filter.household_id !== undefined || Boolean(asked.place?.village),
    dense: filter.q !== undefined,
  });
}

function askedOfLoans(
  scope: Scope,
  filter: Omit<LoanFilter, 'limit'>,
  households: readonly bigint[] | null,
): Asked {
  const place = filter.region_code === undefined ? undefined : placeOf(filter.region_code);
  return {
    county: filter.county_code,
    place,
    conditions: present(
      equals('t.state', filter.state),
      equals('t.bank_id', filter.bank_id),
      equals('t.household_id', filter.household_id),
      equals('t.enterprise_id', filter.enterprise_id),
      equals('t.usage_mode', filter.usage_mode),
      equals('t.product_code', filter.product_code),
      equals('t.funding_source', filter.funding_source),
      equals('t.security', filter.security),
      equals('t.bridge', filter.bridge),
      ofVillage('t.household_id', place),
      filter.matures_from ? { text: 't.matures_on >= ?::date', values: [filter.matures_from] } : null,
      filter.matures_until ? { text: 't.matures_on <= ?::date', values: [filter.matures_until] } : null,
      filter.q !== undefined && households !== null ? loansOf(scope, filter.q, households) : null,
      filter.q === undefined ? null : sought(filter.q),
    ),
  };
}

const sought = (q: string): Sql => ({
  text: `exists (select from household h, household_member m where h.id = t.household_id and m.id = t.borrower_id
    and (t.contract_no = ? or t.voucher_no = ? or h.household_no = ?
      or starts_with(h.head_name, ?) or starts_with(m.name, ?)))`,
  values: [q, q, q, q, q],
});

/** Numbers are unique within a bank, so they are looked up bank by bank of the scope. */
const loansOf = ({ counties }: Scope, q: string, households: readonly bigint[]): Sql => ({
  text: `t.id = any(array(
    select x.id from loan x where x.household_id = any(?::bigint[])
    union all select x.id from organisation o join loan x on x.bank_id = o.id and x.contract_no = ?
      where o.county_code = any(?::text[]) and o.kind in ('bank', 'bank_branch')
    union all select x.id from organisation o join loan x on x.bank_id = o.id and x.voucher_no = ?
      where o.county_code = any(?::text[]) and o.kind in ('bank', 'bank_branch')))`,
  values: [households.map(String), q, counties, q, counties],
});

export interface LoanTotals {
  readonly rows: number;
  readonly households: number;
  readonly principal_fen: Fen;
  readonly outstanding_fen: Fen;
}

/** All loans that a list is about, summed. */
export async function sumLoans(
  tx: Tx,
  scope: Scope,
  filter: Omit<LoanFilter, 'limit'>,
  households: readonly bigint[] | null,
): Promise<LoanTotals> {
  const all = rowsOf(LISTED, scope, askedOfLoans(scope, filter, households));
  const { rows } = await sql<LoanTotals>(
    tx,
    `select count(*)::int as rows, count(distinct t.household_id)::int as households,
       coalesce(sum(t.principal_fen), 0)::bigint as principal_fen,
       coalesce(sum(t.outstanding_fen), 0)::bigint as outstanding_fen from ${all.text}`,
    all.values,
  );
  return one(rows);
}
