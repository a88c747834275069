import type { Scope } from '../../platform/context.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import {
  equals,
  pageOfIds,
  present,
  readPage,
  rowsOf,
  type Asked,
  type ListedTable,
} from '../../platform/scoped-page.ts';
import type { Period } from '../../kernel/date.ts';
import type { DueRow } from './core/due-row.ts';
import type { ReportRow } from './core/payout-row.ts';
import { BEFORE_SPAN, BEFORE_SPAN_JOIN, type DueOfSpan } from './core/due-of-span.ts';

export interface DueQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly enterprise_id?: bigint | undefined;
  readonly agreement_id?: bigint | undefined;
  readonly household_id?: bigint | undefined;
  readonly share_dividend_id?: bigint | undefined;
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  readonly year?: number | undefined;
  readonly county_code?: string | undefined;
}

const DUES: ListedTable = { name: 'dividend_due', bank: 'bank_id', enterprise: 'enterprise_id' };

const DUE = `d.*, s.agreement_no, s.source_no, s.frequency, h.household_no, h.head_name, h.township_name, h.village_name, e.name as enterprise_name,
  d.cash_fen - d.received_fen as short_fen, d.cash_fen - d.paid_fen as unpaid_fen,
  d.cash_fen + case when d.floor_counts_reinvested then d.reinvested_fen else 0 end >= d.floor_fen as meets_floor`;
const DUE_JOINS = `join dividend_source s on s.due_id = d.id join household h on h.id = d.household_id join organisation e on e.id = d.enterprise_id`;

function askedOfDues(query: Omit<DueQuery, 'limit'>): Asked {
  const ofYear =
    query.year === undefined
      ? null
      : {
          text: 't.due_on >= make_date(?::int, 1, 1) and t.due_on < make_date(?::int + 1, 1, 1)',
          values: [query.year, query.year],
        };
  return {
    county: query.county_code,
    conditions: present(
      equals('t.enterprise_id', query.enterprise_id),
      equals('t.agreement_id', query.agreement_id),
      equals('t.household_id', query.household_id),
      equals('t.share_dividend_id', query.share_dividend_id),
      equals('t.kind', query.kind),
      equals('t.state', query.state),
      ofYear,
    ),
  };
}

export async function listDues(tx: Tx, scope: Scope, query: DueQuery): Promise<Page<{ id: bigint }>> {
  const ids = pageOfIds(DUES, scope, {
    ...askedOfDues(query),
    after: query.after,
    limit: query.limit + 1,
    few: (query.agreement_id ?? query.household_id ?? query.share_dividend_id) !== undefined,
  });
  const text = `select ${DUE} from (${ids.text}) page join dividend_due d on d.id = page.id ${DUE_JOINS} order by d.id`;
  return cutPage(await readPage<{ id: bigint }>(tx, ids, text), query.limit);
}

export interface DueTotals {
  readonly rows: number;
  readonly due_fen: bigint;
  readonly paid_fen: bigint;
}

/** All dues that a list is about, summed. */
export async function sumDues(
  tx: Tx,
  scope: Scope,
  query: Omit<DueQuery, 'limit' | 'after'>,
): Promise<DueTotals> {
  const all = rowsOf(DUES, scope, askedOfDues(query));
  const names = ['due', 'reinvested', 'cash', 'received', 'paid'];
  const sums = names.map((name) => `coalesce(sum(t.${name}_fen), 0)::bigint as ${name}_fen`).join(', ');
  const { rows } = await sql<DueTotals>(
    tx,
    `select count(*)::int as rows, ${sums}, coalesce(sum(t.cash_fen - t.received_fen), 0)::bigint as short_fen from ${all.text}`,
    all.values,
  );
  return one(rows);
}

export interface DueDetail extends DueRow {
  readonly allotments: readonly unknown[];
  readonly payments: readonly unknown[];
  readonly reminders: readonly unknown[];
}

/** One household's year with all that was received and paid for it. */
export async function dueById(tx: Tx, id: bigint): Promise<DueDetail | null> {
  const { rows } = await sql<DueDetail>(
    tx,
    `select ${DUE},
       coalesce((select jsonb_agg(jsonb_build_object('receipt_id', r.id::text, 'source', r.source, 'received_on', r.received_on,
         'amount', to_char(x.amount_fen / 100.0, 'FM999999999990.00')) order by r.received_on, r.id)
         from dividend_allotment x join dividend_receipt r on r.id = x.receipt_id where x.due_id = d.id), '[]') as allotments,
       coalesce((select jsonb_agg(jsonb_build_object('payout_id', l.payout_id::text, 'payout_no', p.payout_no, 'line_no', l.line_no,
         'component', l.component, 'state', l.state, 'paid_on', l.paid_on,
         'net', to_char(l.net_fen / 100.0, 'FM999999999990.00')) order by l.id)
         from dividend_payout_line l join dividend_payout p on p.id = l.payout_id where l.due_id = d.id), '[]') as payments,
       coalesce((select jsonb_agg(jsonb_build_object('days_before', r.days_before, 'reminded_on', r.reminded_on)
         order by r.reminded_on) from dividend_reminder r where r.due_id = d.id), '[]') as reminders
     from dividend_due d ${DUE_JOINS} where d.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

export interface ListQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly enterprise_id?: bigint | undefined;
  readonly year?: number | undefined;
  readonly quarter?: number | undefined;
  readonly state?: string | undefined;
  readonly county_code?: string | undefined;
}

const list =
  (table: string) =>
  async (tx: Tx, scope: Scope, query: ListQuery): Promise<Page<{ id: bigint }>> => {
    const ids = pageOfIds({ name: table, enterprise: 'enterprise_id' }, scope, {
      county: query.county_code,
      after: query.after,
      limit: query.limit + 1,
      conditions: present(
        equals('t.enterprise_id', query.enterprise_id),
        equals('t.year', query.year),
        equals('t.quarter', query.quarter),
        equals('t.state', query.state),
      ),
    });
    const text = `select r.*, e.name as enterprise_name from (${ids.text}) page join ${table} r on r.id = page.id
      join organisation e on e.id = r.enterprise_id order by r.id`;
    return cutPage(await readPage<{ id: bigint }>(tx, ids, text), query.limit);
  };

export const listReports = list('dividend_report');
export const listReceipts = list('dividend_receipt');

export async function reportById(tx: Tx, id: bigint): Promise<ReportRow | null> {
  const { rows } = await sql<ReportRow>(tx, 'select * from dividend_report where id = ?', [id]);
  return rows[0] ?? null;
}

/**
 * All an enterprise owes by agreements for a calendar year or quarter with the household's name, by
 * household number.
 */
export interface NamedDue extends DueOfSpan {
  readonly agreement_no: string;
  readonly household_no: string;
  readonly head_name: string;
}

export async function duesOfSpan(tx: Tx, enterpriseId: bigint, days: Period): Promise<NamedDue[]> {
  const { rows } = await sql<NamedDue>(
    tx,
    `select d.*, s.agreement_no, s.frequency, ${BEFORE_SPAN}, h.household_no, h.head_name from dividend_due d ${DUE_JOINS}
     ${BEFORE_SPAN_JOIN}
     where d.enterprise_id = ? and d.kind = 'agreement' and d.due_on >= ?::date and d.due_on < ?::date
     order by h.household_no, d.agreement_id, d.year_no, d.part_no`,
    [days.from, enterpriseId, days.from, days.to],
  );
  return rows;
}
