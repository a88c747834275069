import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage, type ListedTable } from '../../platform/scoped-page.ts';
import type { InsuranceTerms, InsuredUnit, PolicyRow } from './core/insurance-rows.ts';
import type { OwnPart } from './core/proof-rows.ts';

export async function listTerms(
  tx: Tx,
  query: { readonly county_code?: string | undefined },
): Promise<InsuranceTerms[]> {
  const { rows } = await sql<InsuranceTerms>(
    tx,
    `select * from insurance_terms where (?::text is null or county_code = ?::text)
     order by county_code, product_code, effective_from limit 1000`,
    [query.county_code ?? null, query.county_code ?? null],
  );
  return rows;
}

export interface PolicyView extends PolicyRow {
  readonly insurer_name: string;
  readonly product_code: string;
  readonly product: string;
  readonly unit: InsuredUnit;
  readonly unit_places: number;
}

const SHOWN = `p.*, o.name as insurer_name, t.product_code, t.product, t.unit, t.unit_places`;
const PARTS = `join organisation o on o.id = p.insurer_id join insurance_terms t on t.id = p.terms_id`;
const LISTED: ListedTable = { name: 'insurance_policy', enterprise: 'insurer_id', township: 'township_code' };

export interface PolicyQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly year?: number | undefined;
  readonly state?: string | undefined;
}

export async function listPolicies(tx: Tx, scope: Scope, query: PolicyQuery): Promise<Page<PolicyView>> {
  const ids = pageOfIds(LISTED, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.year', query.year), equals('t.state', query.state)),
  });
  const text = `select ${SHOWN} from (${ids.text}) page join insurance_policy p on p.id = page.id ${PARTS} order by p.id`;
  return cutPage(await readPage<PolicyView>(tx, ids, text), query.limit);
}

export async function policyView(tx: Tx, id: bigint): Promise<PolicyView | null> {
  const { rows } = await sql<PolicyView>(
    tx,
    `select ${SHOWN} from insurance_policy p ${PARTS} where p.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

export interface PolicyLineView {
  readonly id: bigint;
  readonly line_no: number;
  readonly household_id: bigint;
  readonly household_no: string;
  readonly head_name: string;
  readonly poor: boolean;
  readonly units: bigint;
  readonly sum_insured_fen: bigint;
  readonly premium_fen: bigint;
  readonly household_fen: bigint;
  readonly own_part: OwnPart;
  readonly claimed_fen: bigint;
  readonly received_fen: bigint;
  readonly objects: readonly { readonly object_no: string; readonly units: string }[];
}

/** The list of a policy, line by line. */
export async function policyLines(tx: Tx, policyId: bigint): Promise<PolicyLineView[]> {
  const { rows } = await sql<PolicyLineView>(
    tx,
    `select l.*, h.household_no, h.head_name, case when l.household_fen = 0 then 'waived'
         when (case when l.poor then t.poor_own_payer else t.other_own_payer end) is not null then 'borne'
         when l.household_fen <= x.confirmed then 'proved' when l.household_fen <= x.entered then 'proof_entered'
         else 'unproved' end as own_part, coalesce((select jsonb_agg(jsonb_build_object('object_no', x.object_no,
         'units', x.units::text) order by x.object_no) from insurance_object x where x.line_id = l.id
         and upper(x.covers) = p.covers_to + 1), '[]') as objects
     from insurance_policy_line l join household h on h.id = l.household_id join insurance_policy p on p.id = l.policy_id
     join insurance_terms t on t.id = p.terms_id
     join lateral (select coalesce(sum(x.amount_fen) filter (where o.state = 'confirmed'), 0) as confirmed,
         coalesce(sum(x.amount_fen), 0) as entered from insurance_own_proof_line x join insurance_own_proof o on o.id = x.proof_id
       where x.line_id = l.id and x.live) x on true
     where l.policy_id = ? order by l.line_no`,
    [policyId],
  );
  return rows;
}

/** The postings of a list, first to last. */
export async function noticesOf(tx: Tx, kind: string, id: bigint): Promise<unknown[]> {
  const { rows } = await sql(
    tx,
    'select * from notice where subject_kind = ? and subject_id = ? order by id',
    [kind, id],
  );
  return rows;
}
