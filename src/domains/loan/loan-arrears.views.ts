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
} from '../../platform/scoped-page.ts';
import { placeOf } from '../../kernel/region-code.ts';
import { loanOfVillage } from './core/village.ts';
import { BUCKETS, type Bucket, type Grade } from './core/arrears.ts';

const LISTED: ListedTable = {
  name: 'loan_arrears',
  bank: 'bank_id',
  enterprise: 'enterprise_id',
  township: 'township_code',
  spread: { column: 'bucket', values: BUCKETS },
};

export interface OverdueFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly bucket?: Bucket | undefined;
  readonly bank_id?: bigint | undefined;
  readonly county_code?: string | undefined;
  readonly region_code?: string | undefined;
}

export interface OverdueLoan {
  readonly id: bigint;
  readonly counted_on: PlainDate;
  readonly due_on: PlainDate;
  readonly days_past_due: number;
  readonly bucket: Bucket;
  readonly overdue_fen: Fen;
  readonly outstanding_fen: Fen;
  readonly grade: Grade | null;
  readonly graded_on: PlainDate | null;
  readonly dunnings: number;
  readonly last_dunned_on: PlainDate | null;
}

/**
 * Overdue loans in scope as of the last count, by id, each with the class the bank gave it last and how it
 * was dunned.
 */
export async function readOverdue(tx: Tx, scope: Scope, filter: OverdueFilter): Promise<OverdueLoan[]> {
  const ids = pageOfIds(LISTED, scope, {
    ...askedOfOverdue(filter),
    after: filter.after,
    limit: filter.limit,
    spread: filter.bucket !== undefined || filter.bank_id !== undefined,
  });
  return readPage<OverdueLoan>(
    tx,
    ids,
    `select a.id, a.county_code, a.bank_id, b.name as bank_name, a.counted_on, a.due_on, a.days_past_due, a.bucket,
       a.overdue_fen, l.outstanding_fen, l.contract_no, l.product_code, h.household_no, h.head_name, h.village_name,
       m.name as borrower_name, g.grade, g.graded_on, d.dunnings, d.last_dunned_on
     from (${ids.text}) page
     join loan_arrears a on a.id = page.id
     join loan l on l.id = a.id
     join household h on h.id = l.household_id
     join household_member m on m.id = coalesce(l.heir_id, l.borrower_id)
     join organisation b on b.id = a.bank_id
     left join lateral (select grade, graded_on from loan_grade where loan_id = a.id order by graded_on desc limit 1) g on true
     cross join lateral (select count(*)::int as dunnings, max(dunned_on) as last_dunned_on from loan_dunning_fact where loan_id = a.id) d
     order by a.id`,
  );
}

function askedOfOverdue(filter: Omit<OverdueFilter, 'limit'>): Asked {
  const place = filter.region_code === undefined ? undefined : placeOf(filter.region_code);
  return {
    county: filter.county_code,
    place,
    conditions: present(
      equals('t.bucket', filter.bucket),
      equals('t.bank_id', filter.bank_id),
      loanOfVillage('t.id', place),
    ),
  };
}

export interface OverdueTotals {
  readonly rows: number;
  readonly counted_on: PlainDate | null;
  readonly overdue_fen: Fen;
  readonly outstanding_fen: Fen;
}

/** All overdue loans that a list is about, summed. */
export async function sumOverdue(
  tx: Tx,
  scope: Scope,
  filter: Omit<OverdueFilter, 'limit'>,
): Promise<OverdueTotals> {
  const all = rowsOf(LISTED, scope, askedOfOverdue(filter));
  const { rows } = await sql<OverdueTotals>(
    tx,
    `select count(*)::int as rows, max(a.counted_on) as counted_on, coalesce(sum(a.overdue_fen), 0)::bigint as overdue_fen,
       coalesce(sum(l.outstanding_fen), 0)::bigint as outstanding_fen
     from (select t.id, t.counted_on, t.overdue_fen from ${all.text}) a join loan l on l.id = a.id`,
    all.values,
  );
  return one(rows);
}

export interface BookRow {
  readonly counted_on: PlainDate;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly bank_name: string;
  readonly bucket: Bucket | 'current';
  readonly loans: number;
  readonly overdue_fen: Fen;
  readonly outstanding_fen: Fen;
}

/** The book in scope of a counted day by bank and bucket. */
export async function readBook(tx: Tx, on: PlainDate | null): Promise<BookRow[]> {
  const found = await sql<BookRow>(
    tx,
    `select d.*, b.name as bank_name from loan_arrears_day d join organisation b on b.id = d.bank_id
     where d.counted_on = coalesce(?::date, (select max(counted_on) from loan_arrears_day))
     order by d.county_code, d.bank_id,
       array_position(array['current', 'd1_3', 'd4_10', 'd11_30', 'd31_69', 'd70_on'], d.bucket)`,
    [on],
  );
  return found.rows;
}
