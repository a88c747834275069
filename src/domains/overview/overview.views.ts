import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Place, RegionLevel } from '../../kernel/region-code.ts';
import { one, sql, type Tx } from '../../platform/db.ts';

/** A division whose figures are asked, with those counties of it that the reader sees. */
export interface Area {
  readonly place: Place;
  readonly counties: readonly string[];
}

/** How rows of a level are told by the level below: the code of twelve digits each belongs to. */
const BELOW: Readonly<Record<RegionLevel, string>> = {
  province: `rpad(left(l.county_code, 4), 12, '0')`,
  city: `l.county_code || '000000'`,
  county: `l.township_code || '000'`,
  township: 'r.code',
  village: 'r.code',
};

const HOMES = 'join household h on h.id = l.household_id join region r on r.id = h.region_id';

interface Within {
  readonly joins: string;
  readonly where: string;
  readonly values: readonly unknown[];
}

/** Loans `l` of an area. Homes are joined only where villages are told apart. */
function within({ place, counties }: Area): Within {
  const { township, village, level } = place;
  return {
    joins: level === 'township' || level === 'village' ? HOMES : '',
    where: `l.county_code = any(?::text[])${township ? ' and l.township_code = ?' : ''}${village ? ' and r.code = ?' : ''}`,
    values: [counties, ...[township, village].filter((code) => code !== null)],
  };
}

export interface BookFigures {
  readonly code: string;
  readonly bucket: string;
  readonly counted_on: PlainDate;
  readonly loans: number;
  readonly outstanding_fen: Fen;
  readonly overdue_fen: Fen;
}

/**
 * The book of the last counted day by bucket and the division below, for a province or a city: what the
 * night has summed, where the loans themselves are too many to be read while somebody waits.
 */
export async function bookBelow(tx: Tx, area: Area): Promise<BookFigures[]> {
  const { rows } = await sql<BookFigures>(
    tx,
    `select ${BELOW[area.place.level]} as code, l.bucket, l.counted_on, sum(l.loans)::int as loans,
       sum(l.outstanding_fen)::bigint as outstanding_fen, sum(l.overdue_fen)::bigint as overdue_fen
     from loan_arrears_day l where l.county_code = any(?::text[])
       and l.counted_on = (select max(d.counted_on) from loan_arrears_day d) group by 1, 2, 3 order by 1, 2`,
    [area.counties],
  );
  return rows;
}

export interface LoanFigures {
  readonly loan_count: number;
  readonly households: number;
  readonly outstanding_fen: Fen;
}

export interface LoansBelow extends LoanFigures {
  /** Null for those nobody has placed in a division below. */
  readonly code: string | null;
  /** The row of all of them together: a household that moved is told in it once. */
  readonly whole: boolean;
}

/** Lent loans of an area by the division below, and together. */
export async function loansBelow(tx: Tx, area: Area): Promise<LoansBelow[]> {
  const { joins, where, values } = within(area);
  const { rows } = await sql<LoansBelow>(
    tx,
    `select x.code, grouping(x.code) = 1 as whole, count(*)::int as loan_count, count(distinct x.household_id)::int as households,
       coalesce(sum(x.outstanding_fen), 0)::bigint as outstanding_fen
     from (select ${BELOW[area.place.level]} as code, l.household_id, l.outstanding_fen from loan l ${joins}
       where l.state = 'disbursed' and ${where}) x
     group by grouping sets ((x.code), ()) order by 1`,
    values,
  );
  return rows;
}

export interface OverdueFigures {
  readonly code: string | null;
  readonly bucket: string;
  readonly counted_on: PlainDate;
  readonly loans: number;
  readonly overdue_fen: Fen;
}

/** What is overdue as counted last, by bucket and the division below. */
export async function overdueBelow(tx: Tx, area: Area): Promise<OverdueFigures[]> {
  const { joins, where, values } = within(area);
  const { rows } = await sql<OverdueFigures>(
    tx,
    `select ${BELOW[area.place.level].replace('l.township_code', 'a.township_code')} as code, a.bucket,
       max(a.counted_on) as counted_on, count(*)::int as loans, sum(a.overdue_fen)::bigint as overdue_fen
     from loan_arrears a join loan l on l.id = a.id ${joins}
     where ${where.replace('l.township_code', 'a.township_code')} group by 1, 2`,
    values,
  );
  return rows;
}

export interface MaturityFigures {
  readonly month: string;
  readonly loan_count: number;
  readonly outstanding_fen: Fen;
}

/** Lent loans by the month they mature in, in `[from, to)`. */
export async function maturities(
  tx: Tx,
  area: Area,
  days: { readonly from: PlainDate; readonly to: PlainDate },
): Promise<MaturityFigures[]> {
  const { joins, where, values } = within(area);
  const { rows } = await sql<MaturityFigures>(
    tx,
    `select to_char(l.matures_on, 'YYYY-MM') as month, count(*)::int as loan_count, sum(l.outstanding_fen)::bigint as outstanding_fen
     from loan l ${joins} where l.state = 'disbursed' and l.matures_on >= ?::date and l.matures_on < ?::date and ${where} group by 1`,
    [days.from, days.to, ...values],
  );
  return rows;
}

export interface BatchFigures {
  readonly period_to: PlainDate;
  readonly state: string;
  readonly approved: boolean;
  readonly batches: number;
  readonly subsidy_fen: Fen;
  readonly paid_fen: Fen;
}

/** Batches of the latest quarters by state; a township's are those it gathered, a village has none. */
export async function batchesOf(tx: Tx, area: Area, quarters: number): Promise<BatchFigures[]> {
  const { township, village } = area.place;
  const { rows } = await sql<BatchFigures>(
    tx,
    `with asked as (select * from subsidy_batch b where b.county_code = any(?::text[])
       and (?::text is null or b.township_code = ?) and ?::text is null),
     latest as (select distinct period_to from asked order by 1 desc limit ?)
     select period_to, state, state in ('approved', 'instructed', 'paid') as approved, count(*)::int as batches,
       sum(subsidy_fen)::bigint as subsidy_fen, sum(paid_fen)::bigint as paid_fen
     from asked join latest using (period_to) group by 1, 2 order by 1 desc, 2`,
    [area.counties, township, township, village, quarters],
  );
  return rows;
}

export interface FundFigures {
  readonly funds: number;
  readonly balance_fen: Fen;
  readonly pending_fen: Fen;
}

/** What lies in the funds of the counties, and what of it is on its way out. */
export async function fundsOf(tx: Tx, area: Area): Promise<FundFigures> {
  const { rows } = await sql<FundFigures>(
    tx,
    `select count(distinct f.id)::int as funds, coalesce(sum(a.posted_fen), 0)::bigint as balance_fen,
       coalesce(-sum(least(a.pending_fen, 0)), 0)::bigint as pending_fen
     from risk_fund f join risk_fund_account k on k.fund_id = f.id join ledger_account a on a.code = k.code
     where f.county_code = any(?::text[])`,
    [area.counties],
  );
  return one(rows);
}

export interface ClaimFigures {
  readonly state: string;
  readonly claims: number;
  readonly fund_fen: Fen;
  readonly paid_fen: Fen;
}

/** Claims on the funds for loans of the area, by state. */
export async function claimsOf(tx: Tx, area: Area): Promise<ClaimFigures[]> {
  const { joins, where, values } = within(area);
  const { rows } = await sql<ClaimFigures>(
    tx,
    `select c.state, count(*)::int as claims, sum(c.fund_fen)::bigint as fund_fen, sum(c.paid_fen)::bigint as paid_fen
     from risk_fund_claim c join loan l on l.id = c.loan_id ${joins} where ${where} group by 1 order by 1`,
    values,
  );
  return rows;
}

export interface RegionName {
  readonly code: string;
  readonly name: string;
  readonly level: RegionLevel;
}

/** Names of divisions as they are called on a day. */
export async function regionNames(
  tx: Tx,
  codes: readonly string[],
  on: PlainDate,
): Promise<Map<string, RegionName>> {
  const { rows } = await sql<RegionName>(
    tx,
    `select distinct on (code) code, name, level from region
     where code = any(?::text[]) and valid_from <= ?::date order by code, valid_from desc, id desc`,
    [codes, on],
  );
  return new Map(rows.map((row) => [row.code, row]));
}
