import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage } from '../../platform/scoped-page.ts';
import type { OwnProofRow } from './core/proof-rows.ts';

export interface OwnProofView extends OwnProofRow {
  readonly insurer_name: string;
  readonly bank_name: string;
}

const SHOWN = 'o.*, i.name as insurer_name, b.name as bank_name';
const PARTS = 'join organisation i on i.id = o.insurer_id join organisation b on b.id = o.bank_id';

export interface ProofQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly state?: string | undefined;
}

export async function listProofs(tx: Tx, scope: Scope, query: ProofQuery): Promise<Page<OwnProofView>> {
  const ids = pageOfIds({ name: 'insurance_own_proof', enterprise: 'insurer_id' }, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.state', query.state)),
  });
  const text = `select ${SHOWN} from (${ids.text}) page join insurance_own_proof o on o.id = page.id ${PARTS} order by o.id`;
  return cutPage(await readPage<OwnProofView>(tx, ids, text), query.limit);
}

export async function proofView(tx: Tx, id: bigint): Promise<OwnProofView | null> {
  const { rows } = await sql<OwnProofView>(
    tx,
    `select ${SHOWN} from insurance_own_proof o ${PARTS} where o.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** The households whose own part a proof covers. */
export async function proofLines(tx: Tx, id: bigint): Promise<unknown[]> {
  const { rows } = await sql(
    tx,
    `select x.policy_id, p.policy_no, l.line_no, x.household_id, h.household_no, h.head_name, x.amount_fen
     from insurance_own_proof_line x join insurance_policy_line l on l.id = x.line_id
     join insurance_policy p on p.id = x.policy_id join household h on h.id = x.household_id
     where x.proof_id = ? order by p.id, l.line_no`,
    [id],
  );
  return rows;
}
