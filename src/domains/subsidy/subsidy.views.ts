import type { PlainDate } from '../../kernel/date.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import { placeOf } from '../../kernel/region-code.ts';
import { allOf, equals, present, type Sql } from '../../platform/scoped-page.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { BatchState } from './core/batch-row.ts';
import type { Gatherer } from './core/gatherer.ts';
import {
  ADJUSTING,
  LISTED_COLUMNS,
  ORDINARY,
  WHOSE,
  withAdjusted,
  type ListedLine,
} from './core/listed-lines.ts';

export interface BatchView {
  readonly id: bigint;
  readonly batch_no: string;
  readonly state: BatchState;
  readonly gatherer: Gatherer;
  readonly round: number;
  readonly opened_on: PlainDate;
  readonly pay_by: PlainDate | null;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly subsidy_fen: bigint;
  readonly programme_code: string;
  readonly county_code: string;
  readonly funding: string;
  readonly payable_count: number;
}

/** A review past its last day, or money not on its way by the day the version sets. */
const OVERDUE = `(coalesce(b.review_due_on < business_day(), false)
  or coalesce(b.pay_by < business_day(), false) and b.state in ('submitted', 'reviewed', 'noticed', 'approved'))`;

/** Once approved a claim stays so, while its money is on its way and when it is there. */
const APPROVED = `'approved', 'instructed', 'paid'`;

const BATCH_COLUMNS = `b.id, b.batch_no, b.programme_code, b.product_code, b.settlement_calendar, b.county_code, b.bank_id, b.gatherer,
  nullif(b.township_code, '') as township_code,
  o.name as bank_name, b.period_from, b.period_to, b.state, b.projected, b.funding, b.round, b.line_count, b.adjustment_count,
  b.payable_count, b.interest_fen, b.adjusted_fen, b.subsidy_fen, b.paid_count, b.paid_fen, b.lines_hash, b.return_reason, b.opened_on,
  b.review_due_on, b.pay_by, ${OVERDUE} as overdue,
  case when ${OVERDUE} then working_days_late(least(b.review_due_on, case when b.pay_by < business_day() then b.pay_by end),
    business_day()) else 0 end as late_days`;

export interface BatchQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly bank_id?: bigint | undefined;
  readonly county_code?: string | undefined;
  readonly region_code?: string | undefined;
  readonly period_to?: PlainDate | undefined;
  readonly approved?: boolean | undefined;
  readonly overdue?: boolean | undefined;
}

/** The batches a list is about; none is a village's. */
function askedOfBatches(query: Omit<BatchQuery, 'limit'>): Sql {
  const place = query.region_code === undefined ? null : placeOf(query.region_code);
  return allOf(
    present(
      equals('b.state', query.state),
      equals('b.bank_id', query.bank_id),
      equals('b.county_code', query.county_code),
      equals('b.period_to', query.period_to),
      equals(`(b.state in (${APPROVED}))`, query.approved),
      equals(OVERDUE, query.overdue),
      place && { text: 'starts_with(b.county_code, ?)', values: [place.counties] },
      equals('b.township_code', place?.township),
      place?.village ? { text: 'false', values: [] } : null,
    ),
  );
}

export async function listBatches(tx: Tx, query: BatchQuery): Promise<Page<BatchView>> {
  const asked = askedOfBatches(query);
  const { rows } = await sql<BatchView>(
    tx,
    `select ${BATCH_COLUMNS} from subsidy_batch b join organisation o on o.id = b.bank_id
     where b.id > ? and ${asked.text} order by b.id limit ?`,
    [query.after ?? 0n, ...asked.values, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}

export interface BatchTotals {
  readonly rows: number;
  readonly subsidy_fen: bigint;
  readonly paid_fen: bigint;
}

/** All batches that a list is about, summed. */
export async function sumBatches(tx: Tx, query: Omit<BatchQuery, 'limit'>): Promise<BatchTotals> {
  const asked = askedOfBatches(query);
  const { rows } = await sql<BatchTotals>(
    tx,
    `select count(*)::int as rows, coalesce(sum(b.line_count), 0)::int as line_count,
       coalesce(sum(b.payable_count), 0)::int as payable_count, coalesce(sum(b.subsidy_fen), 0)::bigint as subsidy_fen,
       coalesce(sum(b.adjusted_fen), 0)::bigint as adjusted_fen, coalesce(sum(b.paid_fen), 0)::bigint as paid_fen
     from subsidy_batch b where ${asked.text}`,
    asked.values,
  );
  return one(rows);
}

export async function batchView(tx: Tx, id: bigint): Promise<BatchView | null> {
  const { rows } = await sql<BatchView>(
    tx,
    `select ${BATCH_COLUMNS} from subsidy_batch b join organisation o on o.id = b.bank_id where b.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** A page holds so many loans with all their lines; excluded lines stand in the list with their reason. */
export async function listLines(
  tx: Tx,
  batchId: bigint,
  query: {
    readonly after?: bigint | undefined;
    readonly limit: number;
    readonly excluded?: boolean | undefined;
  },
): Promise<Page<{ id: bigint }>> {
  const excluded = query.excluded ?? null;
  const among = '(?::boolean is null or (x.excluded is not null) = ?)';
  const { rows } = await sql<ListedLine>(
    tx,
    `with page as materialized (
       select distinct x.loan_id from (
         select loan_id, excluded from subsidy_line where batch_id = ?
         union all select loan_id, excluded from subsidy_adjustment where batch_id = ?) x
       where x.loan_id > ? and ${among} order by x.loan_id limit ?)
     select ${LISTED_COLUMNS} from (${ORDINARY} and s.loan_id in (select loan_id from page)
       union all ${ADJUSTING} and a.loan_id in (select loan_id from page)) x
     ${WHOSE} where ${among} order by x.loan_id, x.adjusts_batch_id is not null, x.period_to`,
    [
      ...[batchId, batchId, query.after ?? 0n, excluded, excluded, query.limit + 1],
      ...[batchId, batchId, excluded, excluded],
    ],
  );
  const loans = [...new Set(rows.map((row) => row.id))].map((id) => ({ id }));
  const { items, next } = cutPage(loans, query.limit);
  const last = items.at(-1)?.id ?? 0n;
  return { items: rows.filter((row) => row.id <= last).map(withAdjusted), next };
}

export interface TimelineEntry {
  readonly act: string;
  readonly round: number;
  readonly person_name: string;
  readonly role: string;
  readonly decided_on: PlainDate;
  readonly remark: string | null;
  /** Its last day, where it had one, and by how many working days it came late. */
  readonly due_on: PlainDate | null;
  readonly late_days: number;
}

/** Decisions (流程) in order, with who, role and when. */
export async function batchTimeline(tx: Tx, batchId: bigint): Promise<TimelineEntry[]> {
  const { rows } = await sql<TimelineEntry>(
    tx,
    `select act, round, step, person_name, role, lines_hash, remark, decided_on, decided_at, due_on, late_days
     from subsidy_decision where batch_id = ? order by round, step, sub_step`,
    [batchId],
  );
  return rows;
}

export async function batchNotices(tx: Tx, batchId: bigint): Promise<{ id: bigint }[]> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select n.id, n.round, n.level, n.posting, n.posted_on, n.starts_on, n.ends_on, n.free_on, n.provisional, n.state,
       (select count(*)::int from objection o where o.notice_id = n.id) as objections
     from notice n where n.subject_kind = 'subsidy_batch' and n.subject_id = ? order by n.round, n.posting, n.starts_on`,
    [batchId],
  );
  return rows;
}

export interface BudgetView {
  readonly id: bigint;
  readonly county_code: string;
  readonly granted_fen: bigint;
  readonly reserved_fen: bigint;
  readonly spent_fen: bigint;
  readonly available_fen: bigint;
}

export interface BudgetQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
}

/** What waits is shown with the latest year: the next grant of any year serves it. */
export async function listBudgets(tx: Tx, query: BudgetQuery): Promise<Page<BudgetView>> {
  const { rows } = await sql<BudgetView>(
    tx,
    `select b.id, b.programme_code, b.county_code, b.fiscal_year, b.granted_fen, b.recovered_fen, b.reserved_fen, b.spent_fen,
       b.granted_fen + b.recovered_fen - b.reserved_fen - b.spent_fen as available_fen,
       case when exists (select from subsidy_budget y where y.programme_code = b.programme_code
           and y.county_code = b.county_code and y.fiscal_year > b.fiscal_year) then 0
         else coalesce((select sum(q.subsidy_fen) from subsidy_batch q where q.county_code = b.county_code
           and q.programme_code = b.programme_code and q.funding = 'queued'), 0) end::bigint as queued_fen
     from subsidy_budget b where (?::text is null or b.county_code = ?)
       and (?::bigint is null or (b.county_code, b.fiscal_year, b.id)
         > (select a.county_code, a.fiscal_year, a.id from subsidy_budget a where a.id = ?::bigint))
     order by b.county_code, b.fiscal_year, b.id limit ?`,
    [
      ...[query.county_code ?? null, query.county_code ?? null],
      ...[query.after ?? null, query.after ?? null, query.limit + 1],
    ],
  );
  return cutPage(rows, query.limit);
}
