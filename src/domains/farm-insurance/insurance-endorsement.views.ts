import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage } from '../../platform/scoped-page.ts';
import type { EndorsementRow } from './core/endorsement.ts';

export interface EndorsementView extends EndorsementRow {
  readonly policy_no: string;
  readonly village_name: string;
  readonly insurer_name: string;
  readonly unit_places: number;
}

const SHOWN = 'e.*, p.policy_no, p.village_name, i.name as insurer_name, t.unit_places';
const PARTS = `join insurance_policy p on p.id = e.policy_id join organisation i on i.id = e.insurer_id
  join insurance_terms t on t.id = p.terms_id`;

export interface EndorsementQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly policy_id?: bigint | undefined;
  readonly state?: string | undefined;
}

export async function listEndorsements(
  tx: Tx,
  scope: Scope,
  query: EndorsementQuery,
): Promise<Page<EndorsementView>> {
  const ids = pageOfIds({ name: 'insurance_endorsement', enterprise: 'insurer_id' }, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.policy_id', query.policy_id), equals('t.state', query.state)),
  });
  const text = `select ${SHOWN} from (${ids.text}) page join insurance_endorsement e on e.id = page.id ${PARTS} order by e.id`;
  return cutPage(await readPage<EndorsementView>(tx, ids, text), query.limit);
}

export async function endorsementView(tx: Tx, id: bigint): Promise<EndorsementView | null> {
  const { rows } = await sql<EndorsementView>(
    tx,
    `select ${SHOWN} from insurance_endorsement e ${PARTS} where e.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** One household of an endorsement: how it stood before, and what changes. */
export interface EndorsedRowView {
  readonly household_id: bigint;
  readonly household_no: string;
  readonly head_name: string;
  readonly poor: boolean;
  readonly units_before: bigint;
  readonly units: bigint;
  readonly sum_insured_fen: bigint;
  readonly premium_fen: bigint;
  readonly household_fen: bigint;
  readonly objects: readonly {
    readonly object_no: string;
    readonly change: 'added' | 'ended';
    readonly units: string;
  }[];
}

export async function endorsedRows(tx: Tx, id: bigint): Promise<EndorsedRowView[]> {
  const { rows } = await sql<EndorsedRowView>(
    tx,
    `select h.id as household_id, h.household_no, h.head_name, g.poor, g.units_before, g.units, g.insured as sum_insured_fen,
       g.premium as premium_fen, g.own as household_fen, (select jsonb_agg(jsonb_build_object('object_no', o.object_no,
         'change', o.change, 'units', o.units::text) order by o.change desc, o.object_no) from insurance_endorsement_object o
         where o.endorsement_id = ? and o.household_id = h.id) as objects
     from insurance_endorsement_rows(?) g join household h on h.id = g.household_id where g.named_poor is not null
     order by h.household_no`,
    [id, id],
  );
  return rows;
}
