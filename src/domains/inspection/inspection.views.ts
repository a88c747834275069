import { one, sql, type Tx } from '../../platform/db.ts';
import { MAX_SAMPLES, type BookRule, type Finding } from './core/invariants.ts';

/** All questions of one inspection see the same moment, and none can change anything. First statement. */
export async function openSnapshot(tx: Tx): Promise<void> {
  await sql(tx, 'set transaction isolation level repeatable read, read only');
}

export async function inspectRule(tx: Tx, rule: BookRule): Promise<Finding> {
  const { rows } = await sql<{ checked: number; violations: number; samples: string[] }>(
    tx,
    `with broken (fault) as materialized (${rule.broken.map((query) => `(${query})`).join(' union all ')})
     select (${rule.checked})::int as checked, (select count(*) from broken)::int as violations,
       array(select fault from broken order by fault limit ${MAX_SAMPLES}) as samples`,
  );
  return { id: rule.id, ...one(rows) };
}

/** Entries that wait for their seal: chained within minutes, told so that nobody wonders. */
export async function countUnsealed(tx: Tx): Promise<number> {
  const { rows } = await sql<{ waiting: number }>(tx, 'select count(*)::int as waiting from audit_unsealed');
  return one(rows).waiting;
}

/** Who decided what in which role: few pairs, however many decisions. */
export interface DecidedAs {
  readonly act: string;
  readonly role: string;
  readonly decisions: number;
  readonly first_id: bigint;
}

export async function decisionRoles(tx: Tx): Promise<DecidedAs[]> {
  const { rows } = await sql<DecidedAs>(
    tx,
    `select act, role, count(*)::int as decisions, min(id) as first_id from subsidy_decision group by act, role
     union all select 'fund-' || act, role, count(*)::int, min(id) from risk_fund_decision group by act, role`,
  );
  return rows;
}
