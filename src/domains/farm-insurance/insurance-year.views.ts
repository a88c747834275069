import type { PlainDate } from '../../kernel/date.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { YearRow } from './core/year-table.ts';

export interface YearPlace {
  readonly county_code: string;
  readonly year: number;
}

/**
 * A year's policies in force of a county, a row a product and insurer; what came in under them to this day.
 */
export async function yearRowsOf(tx: Tx, place: YearPlace): Promise<YearRow[]> {
  const { rows } = await sql<YearRow>(
    tx,
    `select t.product_code, t.product, t.unit, t.unit_places, p.insurer_id, o.name as insurer_name, count(*)::int as policies,
       sum(l.households)::int as households, sum(l.poor_households)::int as poor_households,
       sum(l.received_households)::int as received_households, sum(p.units)::bigint as units,
       sum(p.sum_insured_fen)::bigint as sum_insured_fen, sum(p.premium_fen)::bigint as premium_fen,
       sum(p.central_fen)::bigint as central_fen, sum(p.province_fen)::bigint as province_fen,
       sum(p.city_fen)::bigint as city_fen, sum(p.county_fen)::bigint as county_fen,
       sum(p.household_fen)::bigint as household_fen, sum(l.claimed_fen)::bigint as claimed_fen,
       sum(l.received_fen)::bigint as received_fen
     from insurance_policy p join insurance_terms t on t.id = p.terms_id join organisation o on o.id = p.insurer_id
     join lateral (select count(*) as households, count(*) filter (where l.poor) as poor_households,
         count(*) filter (where l.received_fen > 0) as received_households, sum(l.claimed_fen) as claimed_fen,
         sum(l.received_fen) as received_fen from insurance_policy_line l where l.policy_id = p.id) l on true
     where p.county_code = ? and p.year = ? and p.state = 'in_force'
     group by t.product_code, t.product, t.unit, t.unit_places, p.insurer_id, o.name
     order by t.product_code collate "C", p.insurer_id, t.product collate "C"`,
    [place.county_code, place.year],
  );
  return rows;
}

/** What one household was insured for and received in a year. */
export interface YearHousehold {
  readonly id: bigint;
  readonly household_no: string;
  readonly head_name: string;
  readonly village_name: string;
  readonly poor: boolean;
  readonly policies: number;
  readonly sum_insured_fen: bigint;
  readonly premium_fen: bigint;
  readonly household_fen: bigint;
  readonly claimed_fen: bigint;
  readonly received_fen: bigint;
  readonly receipts: readonly {
    readonly received_on: PlainDate;
    readonly amount_fen: string;
    readonly account_last4: string;
  }[];
}

export async function yearHouseholds(
  tx: Tx,
  place: YearPlace,
  query: { readonly after?: bigint | undefined; readonly limit: number },
): Promise<Page<YearHousehold>> {
  const { rows } = await sql<YearHousehold>(
    tx,
    `select h.id, h.household_no, h.head_name, h.village_name, g.poor, g.policies, g.sum_insured_fen, g.premium_fen,
       g.household_fen, g.claimed_fen, g.received_fen,
       coalesce((select jsonb_agg(jsonb_build_object('received_on', x.received_on, 'amount_fen', x.amount_fen::text,
           'account_last4', x.account_last4) order by x.received_on, x.id)
         from insurance_payout_line x join insurance_policy y on y.id = x.policy_id
         where x.household_id = h.id and x.state = 'received' and y.year = ? and y.county_code = ?), '[]') as receipts
     from (select l.household_id, bool_or(l.poor) as poor, count(*)::int as policies,
         sum(l.sum_insured_fen)::bigint as sum_insured_fen, sum(l.premium_fen)::bigint as premium_fen,
         sum(l.household_fen)::bigint as household_fen, sum(l.claimed_fen)::bigint as claimed_fen,
         sum(l.received_fen)::bigint as received_fen
       from insurance_policy_line l join insurance_policy p on p.id = l.policy_id
       where p.county_code = ? and p.year = ? and p.state = 'in_force' and l.household_id > ?
       group by l.household_id order by l.household_id limit ?) g
     join household h on h.id = g.household_id order by h.id`,
    [
      ...[place.year, place.county_code, place.county_code, place.year],
      ...[query.after ?? 0n, query.limit + 1],
    ],
  );
  return cutPage(rows, query.limit);
}

export async function countyName(tx: Tx, countyCode: string): Promise<string> {
  const { rows } = await sql<{ name: string }>(
    tx,
    `select coalesce((select r.name from region r where r.code = ? order by r.valid_from desc limit 1), '') as name`,
    [`${countyCode}000000`],
  );
  return one(rows).name;
}

/** First and last day of the last posting of a list. */
export async function postingOf(
  tx: Tx,
  kind: string,
  id: bigint,
): Promise<{ readonly from: PlainDate; readonly through: PlainDate } | null> {
  const { rows } = await sql<{ from: PlainDate; through: PlainDate }>(
    tx,
    `select starts_on as "from", ends_on as through from notice where subject_kind = ? and subject_id = ?
       and state in ('posted', 'completed') order by id desc limit 1`,
    [kind, id],
  );
  return rows[0] ?? null;
}
