import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { samePerson } from './core/failures.ts';
import * as failure from './core/proof-failures.ts';
import type { OwnProofRow } from './core/proof-rows.ts';

export const insuranceProofConstraintFailures: ConstraintFailures = {
  insurance_own_proof_serial: failure.proofSerialKnown,
  insurance_own_proof_other_person: samePerson,
  insurance_own_line_exact: () => failure.ownPartNotDue('/policies'),
  insurance_own_line_due: () => failure.ownPartNotDue('/policies'),
  insurance_own_proof_sum: failure.proofSum,
  insurance_own_part_proved: () => failure.ownPartUnproved(),
};

/** A line of a policy in force as a proof may cover it. */
export interface ProvableLine {
  readonly id: bigint;
  readonly policy_id: bigint;
  readonly county_code: string;
  readonly village_code: string;
  readonly line_no: number;
  /** What of its own part no proof covers yet. */
  readonly due_fen: bigint;
  /** It waits for a proof. */
  readonly due: boolean;
}

/** The lines of these policies of the insurer, held until the end: two proofs of one line come one by one. */
export async function lockProvable(
  tx: Tx,
  insurerId: bigint,
  policyIds: readonly bigint[],
): Promise<ProvableLine[]> {
  await sql(
    tx,
    'select from insurance_policy_line where policy_id = any(?::bigint[]) order by id for no key update',
    [policyIds.map(String)],
  );
  const { rows } = await sql<ProvableLine>(
    tx,
    `select l.id, l.policy_id, l.county_code, p.village_code, l.line_no, l.household_fen - x.proved as due_fen, l.household_fen > x.proved
         and (case when l.poor then t.poor_own_payer else t.other_own_payer end) is null as due
     from insurance_policy_line l join insurance_policy p on p.id = l.policy_id join insurance_terms t on t.id = p.terms_id
     join lateral (select coalesce(sum(amount_fen), 0)::bigint as proved from insurance_own_proof_line x
       where x.line_id = l.id and x.live) x on true
     where p.id = any(?::bigint[]) and p.insurer_id = ? and p.state = 'in_force' order by p.id, l.line_no`,
    [policyIds.map(String), insurerId],
  );
  return rows;
}

export type NewOwnProof = Omit<OwnProofRow, 'id' | 'state' | 'decided_on'>;

export async function insertProof(
  tx: Tx,
  proof: NewOwnProof,
  lines: readonly ProvableLine[],
): Promise<OwnProofRow> {
  const row = await insertRow<OwnProofRow>(tx, 'insurance_own_proof', { ...proof });
  await sql(
    tx,
    `insert into insurance_own_proof_line (proof_id, line_id, policy_id, county_code, insurer_id, household_id, amount_fen)
     select ?, l.id, l.policy_id, l.county_code, l.insurer_id, l.household_id, g.due
     from unnest(?::bigint[], ?::bigint[]) as g (id, due) join insurance_policy_line l on l.id = g.id`,
    [row.id, lines.map((line) => String(line.id)), lines.map((line) => String(line.due_fen))],
  );
  return row;
}

export async function lockProof(tx: Tx, id: bigint): Promise<OwnProofRow | null> {
  const { rows } = await sql<OwnProofRow>(tx, 'select * from insurance_own_proof where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

export async function decideProof(
  tx: Tx,
  id: bigint,
  decision: { readonly state: string; readonly decided_by: string; readonly decided_on: PlainDate },
): Promise<boolean> {
  const changed = await tx('insurance_own_proof')
    .where({ id: String(id), state: 'entered' })
    .update(decision);
  return changed === 1;
}

/** Of these policies, the ones with an own part that is due and not proved. */
export async function unprovedPolicies(tx: Tx, policyIds: readonly bigint[]): Promise<Set<bigint>> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select p.id from unnest(?::bigint[]) as p (id) where exists (select from insurance_unproved_lines(p.id))`,
    [policyIds.map(String)],
  );
  return new Set(rows.map((row) => row.id));
}
