import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage } from '../../platform/scoped-page.ts';
import type { FundingRow, SubsidyClaimRow } from './core/subsidy-claim-row.ts';
import type { Level } from './core/levels.ts';

export interface ClaimView extends SubsidyClaimRow {
  readonly insurer_name: string;
}

const SHOWN = 'c.*, o.name as insurer_name';
const PARTS = 'join organisation o on o.id = c.insurer_id';

export interface ClaimQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly year?: number | undefined;
  readonly state?: string | undefined;
}

export async function listClaims(tx: Tx, scope: Scope, query: ClaimQuery): Promise<Page<ClaimView>> {
  const ids = pageOfIds({ name: 'insurance_subsidy_claim', enterprise: 'insurer_id' }, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.year', query.year), equals('t.state', query.state)),
  });
  const text = `select ${SHOWN} from (${ids.text}) page join insurance_subsidy_claim c on c.id = page.id ${PARTS} order by c.id`;
  return cutPage(await readPage<ClaimView>(tx, ids, text), query.limit);
}

export async function claimView(tx: Tx, id: bigint): Promise<ClaimView | null> {
  const { rows } = await sql<ClaimView>(
    tx,
    `select ${SHOWN} from insurance_subsidy_claim c ${PARTS} where c.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** Who decided what of a claim, the policies it asks for, and the orders that pay it. */
export async function claimParts(tx: Tx, id: bigint): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const read = async (text: string) => (await sql<object>(tx, text, [id])).rows;
  return {
    decisions: await read('select * from insurance_subsidy_decision where claim_id = ? order by step'),
    policies: await read(
      `select p.id, p.policy_no, p.village_name, p.premium_fen - c.premium as premium_fen, p.household_fen - c.own as household_fen
       from insurance_subsidy_policy l join insurance_policy p on p.id = l.policy_id
       join lateral (select coalesce(sum(e.premium_fen), 0)::bigint as premium, coalesce(sum(e.household_fen), 0)::bigint as own
         from insurance_endorsement e where e.policy_id = p.id and e.state = 'confirmed') c on true
       where l.claim_id = ? order by p.id`,
    ),
    endorsements: await read(
      `select e.id, e.endorsement_no, p.policy_no, e.from_on, e.premium_fen, e.household_fen from insurance_subsidy_endorsement l
       join insurance_endorsement e on e.id = l.endorsement_id join insurance_policy p on p.id = e.policy_id
       where l.claim_id = ? order by e.id`,
    ),
    orders: await read(
      `select o.id, o.order_no, s.level, o.round, o.state, o.total_fen from insurance_subsidy_share s
       join payment_order o on o.subject_kind = 'insurance_subsidy_share' and o.subject_id = s.id
       where s.claim_id = ? order by o.id`,
    ),
  };
}

export async function listFundings(
  tx: Tx,
  query: { readonly county_code?: string | undefined },
): Promise<FundingRow[]> {
  const { rows } = await sql<FundingRow>(
    tx,
    'select * from insurance_funding where (?::text is null or county_code = ?::text) order by id limit 1000',
    [query.county_code ?? null, query.county_code ?? null],
  );
  return rows;
}

/** What each level gave, what of it is paid, and what nothing has been promised from. */
export interface LevelMoney {
  readonly county_code: string;
  readonly level: Level;
  readonly received_fen: bigint;
  readonly paid_fen: bigint;
  readonly free_fen: bigint;
}

export async function levelMoney(
  tx: Tx,
  query: { readonly county_code?: string | undefined },
): Promise<LevelMoney[]> {
  const { rows } = await sql<LevelMoney>(
    tx,
    `select f.county_code, f.level, f.received_fen, coalesce((select sum(s.amount_fen) from insurance_subsidy_share s
         where s.county_code = f.county_code and s.level = f.level and s.state = 'paid'), 0)::bigint as paid_fen,
       insurance_free_money(f.county_code, f.level) as free_fen
     from (select county_code, level, sum(amount_fen)::bigint as received_fen from insurance_funding
       where state = 'confirmed' and (?::text is null or county_code = ?::text) group by county_code, level) f
     order by f.county_code, array_position(array['central', 'province', 'city', 'county'], f.level)`,
    [query.county_code ?? null, query.county_code ?? null],
  );
  return rows;
}
