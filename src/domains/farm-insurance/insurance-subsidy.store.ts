import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { samePerson } from './core/failures.ts';
import { LEVELS, type Level } from './core/levels.ts';
import * as failure from './core/subsidy-failures.ts';
import type { ClaimState, FundingRow, SubsidyClaimRow, SubsidyShareRow } from './core/subsidy-claim-row.ts';

export const insuranceSubsidyConstraintFailures: ConstraintFailures = {
  insurance_funding_serial: failure.serialKnown,
  insurance_funding_other_person: samePerson,
  insurance_subsidy_policy_once: failure.policyClaimed,
  insurance_subsidy_one_per_person: samePerson,
  insurance_subsidy_funded: failure.notFunded,
  insurance_payer_other_person: samePerson,
};

export type NewFunding = Omit<FundingRow, 'id' | 'state' | 'decided_on'>;
export const insertFunding = (tx: Tx, funding: NewFunding): Promise<FundingRow> =>
  insertRow<FundingRow>(tx, 'insurance_funding', { ...funding });

export async function lockFunding(tx: Tx, id: bigint): Promise<FundingRow | null> {
  const { rows } = await sql<FundingRow>(tx, 'select * from insurance_funding where id = ? for update', [id]);
  return rows[0] ?? null;
}

export async function decideFunding(
  tx: Tx,
  id: bigint,
  decision: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const changed = await tx('insurance_funding')
    .where({ id: String(id), state: 'entered' })
    .update(decision);
  return changed === 1;
}

/** A policy as a claim adds it up. */
export interface ClaimedPolicy {
  readonly id: bigint;
  readonly premium_fen: bigint;
  readonly household_fen: bigint;
  readonly central_fen: bigint;
  readonly province_fen: bigint;
  readonly city_fen: bigint;
  readonly county_fen: bigint;
}

/**
 * The insurer's policies in force of a year, as they were entered: those named, or all that nothing was
 * claimed for and whose own part is proved.
 */
export async function lockClaimable(
  tx: Tx,
  from: { readonly insurerId: bigint; readonly countyCode: string; readonly year: number },
  ids: readonly bigint[] | null,
): Promise<ClaimedPolicy[]> {
  const { rows: held } = await sql<{ id: bigint }>(
    tx,
    `select p.id from insurance_policy p where p.insurer_id = ? and p.county_code = ? and p.year = ? and p.state = 'in_force'
       and (p.id = any(?::bigint[]) or ?::boolean and not exists (select from insurance_subsidy_policy l
         where l.policy_id = p.id and l.live) and not exists (select from insurance_unproved_lines(p.id)))
     order by p.id limit 5000 for no key update`,
    [from.insurerId, from.countyCode, from.year, (ids ?? []).map(String), ids === null],
  );
  const { rows } = await sql<ClaimedPolicy>(
    tx,
    `select p.id, p.premium_fen - c.premium as premium_fen, p.household_fen - c.own as household_fen, p.central_fen - c.central as central_fen,
       p.province_fen - c.province as province_fen, p.city_fen - c.city as city_fen, p.county_fen - c.county as county_fen
     from insurance_policy p join lateral (select coalesce(sum(e.premium_fen), 0)::bigint as premium, coalesce(sum(e.household_fen), 0)::bigint as own,
         coalesce(sum(e.central_fen), 0)::bigint as central, coalesce(sum(e.province_fen), 0)::bigint as province,
         coalesce(sum(e.city_fen), 0)::bigint as city, coalesce(sum(e.county_fen), 0)::bigint as county
       from insurance_endorsement e where e.policy_id = p.id and e.state = 'confirmed') c on true
     where p.id = any(?::bigint[]) order by p.id`,
    [held.map((policy) => String(policy.id))],
  );
  return rows;
}

export async function nextClaimNo(tx: Tx, countyCode: string, year: number): Promise<string> {
  const { rows } = await sql<{ no: bigint }>(tx, `select nextval('insurance_subsidy_seq') as no`);
  return `BF${countyCode}-${String(year)}-${String(one(rows).no).padStart(6, '0')}`;
}

export type NewClaim = Omit<SubsidyClaimRow, 'id' | 'state' | 'bank_id' | 'paid_fen' | 'paid_on' | 'reason'>;

export async function insertClaim(
  tx: Tx,
  claim: NewClaim,
  parts: {
    readonly policyIds: readonly bigint[];
    readonly endorsementIds: readonly bigint[];
    readonly shares: Readonly<Record<Level, bigint>>;
  },
): Promise<SubsidyClaimRow> {
  const row = await insertRow<SubsidyClaimRow>(tx, 'insurance_subsidy_claim', { ...claim });
  const own = [row.id, row.county_code, row.insurer_id];
  await sql(
    tx,
    `insert into insurance_subsidy_policy (claim_id, county_code, insurer_id, policy_id)
     select ?, ?, ?, unnest(?::bigint[])`,
    [...own, parts.policyIds.map(String)],
  );
  await sql(
    tx,
    `insert into insurance_subsidy_endorsement (claim_id, county_code, insurer_id, endorsement_id, policy_id)
     select ?, ?, ?, e.id, e.policy_id from insurance_endorsement e where e.id = any(?::bigint[])`,
    [...own, parts.endorsementIds.map(String)],
  );
  const levels = LEVELS.filter((level) => parts.shares[level] > 0n);
  await sql(
    tx,
    `insert into insurance_subsidy_share (claim_id, county_code, insurer_id, level, amount_fen)
     select ?, ?, ?, g.* from unnest(?::text[], ?::bigint[]) as g (level, amount_fen)`,
    [...own, levels, levels.map((level) => String(parts.shares[level]))],
  );
  return row;
}

export async function lockClaim(tx: Tx, id: bigint): Promise<SubsidyClaimRow | null> {
  const { rows } = await sql<SubsidyClaimRow>(
    tx,
    'select * from insurance_subsidy_claim where id = ? for no key update',
    [id],
  );
  return rows[0] ?? null;
}

/** Guarded change of state; false when the claim moved on meanwhile. */
export async function moveClaim(
  tx: Tx,
  claim: Pick<SubsidyClaimRow, 'id' | 'state'>,
  to: ClaimState,
  also: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const changed = await tx('insurance_subsidy_claim')
    .where({ id: String(claim.id), state: claim.state })
    .update({ state: to, ...also });
  return changed === 1;
}

/** What a returned claim asked for may be claimed anew. */
export async function releasePolicies(tx: Tx, claimId: bigint): Promise<void> {
  await sql(tx, 'update insurance_subsidy_policy set live = false where claim_id = ?', [claimId]);
  await sql(tx, 'update insurance_subsidy_endorsement set live = false where claim_id = ?', [claimId]);
}

export interface SubsidyDecision {
  readonly act: 'file' | 'review' | 'approve' | 'instruct';
  readonly step: number;
  readonly person: { readonly id: bigint; readonly name: string; readonly role: string };
  readonly remark: string | null;
  readonly on: PlainDate;
}

export async function insertDecision(
  tx: Tx,
  claim: SubsidyClaimRow,
  decision: SubsidyDecision,
): Promise<void> {
  await insertRow(tx, 'insurance_subsidy_decision', {
    claim_id: claim.id,
    county_code: claim.county_code,
    insurer_id: claim.insurer_id,
    step: decision.step,
    act: decision.act,
    policies_hash: claim.policies_hash,
    person_id: decision.person.id,
    person_name: decision.person.name,
    role: decision.person.role,
    remark: decision.remark,
    decided_on: decision.on,
  });
}

export async function sharesOf(tx: Tx, claimId: bigint): Promise<SubsidyShareRow[]> {
  const { rows } = await sql<SubsidyShareRow>(
    tx,
    `select * from insurance_subsidy_share where claim_id = ?
     order by array_position(array['central', 'province', 'city', 'county'], level)`,
    [claimId],
  );
  return rows;
}

export async function findShare(tx: Tx, id: bigint): Promise<SubsidyShareRow | null> {
  const { rows } = await sql<SubsidyShareRow>(tx, 'select * from insurance_subsidy_share where id = ?', [id]);
  return rows[0] ?? null;
}

/** Marks the shares that the bank has paid; answers how many are new. */
export async function markPaid(tx: Tx, claimId: bigint): Promise<number> {
  const { count } = await sql(
    tx,
    `update insurance_subsidy_share s set state = 'paid', paid_on = l.answered_on from payment_line l
     where s.claim_id = ? and s.state = 'pending' and l.subject_kind = 'insurance_subsidy_share'
       and l.subject_ref = s.id::text and l.state = 'paid'`,
    [claimId],
  );
  return count;
}

/** Claims whose bank has answered though they do not know yet. */
export async function unsettledClaims(tx: Tx, limit: number): Promise<bigint[]> {
  const { rows } = await sql<{ claim_id: bigint }>(
    tx,
    `select distinct s.claim_id from insurance_subsidy_share s join payment_line l
       on l.subject_kind = 'insurance_subsidy_share' and l.subject_ref = s.id::text and l.state = 'paid'
     where s.state = 'pending' limit ?`,
    [limit],
  );
  return rows.map((row) => row.claim_id);
}

/** The longest publicity that the terms of a claim's policies ask for. */
export async function publicityOfClaim(
  tx: Tx,
  claimId: bigint,
): Promise<{ readonly publicity_days: number; readonly publicity_day_kind: 'natural' | 'working' }> {
  const { rows } = await sql<{ publicity_days: number; publicity_day_kind: 'natural' | 'working' }>(
    tx,
    `select t.publicity_days, t.publicity_day_kind from insurance_policy p join insurance_terms t on t.id = p.terms_id
     where p.id in (select l.policy_id from insurance_subsidy_policy l where l.claim_id = ?
       union select l.policy_id from insurance_subsidy_endorsement l where l.claim_id = ?)
     order by t.publicity_days desc, t.publicity_day_kind desc limit 1`,
    [claimId, claimId],
  );
  return one(rows);
}
