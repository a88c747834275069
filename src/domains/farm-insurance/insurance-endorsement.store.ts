import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { EndorsementRow, RowChange } from './core/endorsement.ts';
import * as failure from './core/endorsement-failures.ts';
import { samePerson } from './core/failures.ts';
import type { PremiumLine } from './core/premium.ts';

export const insuranceEndorsementConstraintFailures: ConstraintFailures = {
  insurance_endorsement_no_once: failure.endorsementKnown,
  insurance_endorsement_one_open: failure.endorsementOpen,
  insurance_endorsement_other_person: samePerson,
  insurance_endorsement_days: failure.endorsementDays,
  insurance_endorsement_day: failure.endorsementDays,
  insurance_endorsement_row: failure.endorsementStale,
  insurance_endorsement_object: failure.endorsementStale,
  insurance_endorsement_sums: failure.endorsementStale,
  insurance_endorsement_after_loss: () => failure.changedAfterLoss(),
  insurance_endorsement_register: failure.endorsementStale,
  insurance_subsidy_endorsements_left: failure.endorsementsLeft,
};

/** A row of a policy as it stands, with what is insured of it to the end. */
export interface StandingLine extends PremiumLine {
  readonly household_id: bigint;
  readonly household_no: string;
  readonly objects: readonly { readonly object_no: string; readonly units: string }[];
}

/** The rows of a policy, held: no loss is reported of them meanwhile. */
export async function lockStanding(tx: Tx, policyId: bigint): Promise<StandingLine[]> {
  await sql(tx, 'select from insurance_policy_line where policy_id = ? order by id for no key update', [
    policyId,
  ]);
  const { rows } = await sql<StandingLine>(
    tx,
    `select l.household_id, h.household_no, l.units, l.poor, l.sum_insured_fen, l.premium_fen, l.household_fen,
       coalesce((select jsonb_agg(jsonb_build_object('object_no', o.object_no, 'units', o.units::text)) from insurance_object o
         where o.line_id = l.id and o.live and upper(o.covers) = p.covers_to + 1), '[]') as objects
     from insurance_policy_line l join insurance_policy p on p.id = l.policy_id join household h on h.id = l.household_id
     where l.policy_id = ? order by l.line_no`,
    [policyId],
  );
  return rows;
}

/** Households of a policy with a loss on or after a day that was not refused. */
export async function householdsWithLoss(tx: Tx, policyId: bigint, from: PlainDate): Promise<Set<bigint>> {
  const { rows } = await sql<{ household_id: bigint }>(
    tx,
    `select distinct household_id from insurance_loss where policy_id = ? and happened_on >= ?::date and state <> 'refused'`,
    [policyId, from],
  );
  return new Set(rows.map((row) => row.household_id));
}

export async function lastEndorsedFrom(tx: Tx, policyId: bigint): Promise<PlainDate | null> {
  const { rows } = await sql<{ day: PlainDate | null }>(
    tx,
    `select max(from_on) as day from insurance_endorsement where policy_id = ? and state = 'confirmed'`,
    [policyId],
  );
  return rows[0]?.day ?? null;
}

export interface ChangedObject {
  readonly object_no: string;
  readonly units: bigint;
  readonly change: 'added' | 'ended';
}

export interface NewEndorsedRow extends RowChange {
  readonly household_id: bigint;
  readonly objects: readonly ChangedObject[];
}

export type NewEndorsement = Omit<EndorsementRow, 'id' | 'state' | 'decided_on'>;

/** Writes an endorsement whole: what it changes of each number first, then its rows, which are checked. */
export async function insertEndorsement(
  tx: Tx,
  endorsement: NewEndorsement,
  rows: readonly NewEndorsedRow[],
): Promise<EndorsementRow> {
  const head = await insertRow<EndorsementRow>(tx, 'insurance_endorsement', { ...endorsement });
  const own = [head.id, head.policy_id, head.county_code, head.insurer_id];
  const objects = rows.flatMap((row) =>
    row.objects.map((object) => ({
      ...{ household_id: String(row.household_id), object_no: object.object_no },
      ...{ change: object.change, units: String(object.units) },
    })),
  );
  await sql(
    tx,
    `insert into insurance_endorsement_object (endorsement_id, policy_id, county_code, insurer_id, household_id, object_no, change, units)
     select ?, ?, ?, ?, g.* from jsonb_to_recordset(?::jsonb) as g (household_id bigint, object_no text, change text, units bigint)`,
    [...own, JSON.stringify(objects)],
  );
  const written = rows.map((row) => ({
    ...{ household_id: String(row.household_id), poor: row.poor, units: String(row.units) },
    ...{ sum_insured_fen: String(row.sum_insured_fen), premium_fen: String(row.premium_fen) },
    household_fen: String(row.household_fen),
  }));
  await sql(
    tx,
    `insert into insurance_endorsement_row (endorsement_id, policy_id, county_code, insurer_id, household_id, poor, units,
       sum_insured_fen, premium_fen, household_fen)
     select ?, ?, ?, ?, g.* from jsonb_to_recordset(?::jsonb) as g (household_id bigint, poor boolean, units bigint,
       sum_insured_fen bigint, premium_fen bigint, household_fen bigint)`,
    [...own, JSON.stringify(written)],
  );
  return head;
}

/** An endorsement with its policy held before it, as every change of a policy is. */
export async function lockEndorsement(tx: Tx, id: bigint): Promise<EndorsementRow | null> {
  await sql(
    tx,
    `select from insurance_policy where id = (select policy_id from insurance_endorsement where id = ?) for no key update`,
    [id],
  );
  const { rows } = await sql<EndorsementRow>(
    tx,
    'select * from insurance_endorsement where id = ? for no key update',
    [id],
  );
  return rows[0] ?? null;
}

export async function decideEndorsement(
  tx: Tx,
  id: bigint,
  decision: { readonly state: string; readonly decided_by: string; readonly decided_on: PlainDate },
): Promise<boolean> {
  const changed = await tx('insurance_endorsement')
    .where({ id: String(id), state: 'entered' })
    .update(decision);
  return changed === 1;
}

/** A confirmed change of a policy as a claim adds it up. */
export interface ClaimedEndorsement extends PremiumPartsOf {
  readonly id: bigint;
  readonly policy_id: bigint;
}
type PremiumPartsOf = Pick<
  EndorsementRow,
  'premium_fen' | 'household_fen' | 'central_fen' | 'province_fen' | 'city_fen' | 'county_fen'
>;

/** What the next claim takes in: changes of its policies, and of those claimed for before. */
export async function endorsementsToClaim(
  tx: Tx,
  from: { readonly insurerId: bigint; readonly countyCode: string; readonly year: number },
  policyIds: readonly bigint[],
): Promise<ClaimedEndorsement[]> {
  const { rows } = await sql<ClaimedEndorsement>(
    tx,
    `select e.* from insurance_endorsement e where e.state = 'confirmed' and (e.policy_id = any(?::bigint[])
       or e.id in (select insurance_endorsements_left(?, ?, ?))) order by e.id`,
    [policyIds.map(String), from.insurerId, from.countyCode, from.year],
  );
  return rows;
}
