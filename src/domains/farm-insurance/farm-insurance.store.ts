import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as failure from './core/failures.ts';
import type { InsuranceTerms, NewInsuranceTerms, PolicyRow, PolicyState } from './core/insurance-rows.ts';
import type { PremiumLine } from './core/premium.ts';

export const farmInsuranceConstraintFailures: ConstraintFailures = {
  insurance_terms_overlap: failure.termsOverlap,
  insurance_terms_shares_whole: () => failure.sharesNotWhole('/other_shares'),
  insurance_terms_poor_less: failure.poorPayMore,
  insurance_policy_no_once: failure.policyKnown,
  insurance_policy_days: failure.policyDays,
  insurance_policy_insurer: failure.insurerMissing,
  insurance_policy_one_household: failure.oneHousehold,
  insurance_policy_other_person: failure.samePerson,
  insurance_policy_own_part: failure.ownPartMissing,
  insurance_line_of_village: failure.notOfVillage,
  insurance_object_once: () => failure.insuredAlready(),
};

export const insertTerms = (
  tx: Tx,
  terms: NewInsuranceTerms & Pick<InsuranceTerms, 'county_code'>,
  /** Without a countersign in a rehearsal only. */
  by: { readonly person: bigint; readonly on: PlainDate; readonly countersignId: bigint | null },
): Promise<InsuranceTerms> =>
  insertRow<InsuranceTerms>(tx, 'insurance_terms', {
    ...terms,
    published_by: by.person,
    published_on: by.on,
    countersign_id: by.countersignId,
  });

/** The version of a product in force on a day; null when there is none. */
export async function termsOfDay(
  tx: Tx,
  countyCode: string,
  productCode: string,
  on: PlainDate,
): Promise<InsuranceTerms | null> {
  const { rows } = await sql<InsuranceTerms>(
    tx,
    `select * from insurance_terms where county_code = ? and product_code = ?
       and effective_from <= ?::date and effective_to >= ?::date`,
    [countyCode, productCode, on, on],
  );
  return rows[0] ?? null;
}

export async function termsByNumber(tx: Tx, id: bigint): Promise<InsuranceTerms> {
  return one((await sql<InsuranceTerms>(tx, 'select * from insurance_terms where id = ?', [id])).rows);
}

/** A household of a village by its number, with its standing on a day. */
export interface Insurable {
  readonly id: bigint;
  readonly household_no: string;
  readonly poor: boolean;
}

export async function insurableHouseholds(
  tx: Tx,
  place: { readonly regionId: bigint; readonly numbers: readonly string[] },
  poor: { readonly on: PlainDate; readonly statuses: readonly string[] },
): Promise<Insurable[]> {
  const { rows } = await sql<Insurable>(
    tx,
    `select h.id, h.household_no, insurance_is_poor(h.id, ?::date, ?::text[]) as poor from household h
     where h.region_id = ? and h.household_no = any(?::text[])`,
    [poor.on, poor.statuses, place.regionId, place.numbers],
  );
  return rows;
}

/** Which of these numbers stand on a policy that covers one of the days already. */
export async function takenObjects(
  tx: Tx,
  wanted: { readonly countyCode: string; readonly kind: string; readonly numbers: readonly string[] },
  cover: { readonly from: PlainDate; readonly to: PlainDate },
): Promise<string[]> {
  const { rows } = await sql<{ object_no: string }>(
    tx,
    `select distinct o.object_no from insurance_object o where o.live and o.county_code = ? and o.kind = ?
       and o.object_no = any(?::text[]) and o.covers && daterange(?::date, ?::date, '[]') order by 1 limit 20`,
    [wanted.countyCode, wanted.kind, wanted.numbers, cover.from, cover.to],
  );
  return rows.map((row) => row.object_no);
}

export interface NewObject {
  readonly object_no: string;
  readonly units: bigint;
}

export interface NewLine extends PremiumLine {
  readonly household_id: bigint;
  readonly objects: readonly NewObject[];
}

export type NewPolicy = Omit<PolicyRow, 'id' | 'year' | 'state' | 'confirmed_on' | 'reason'>;

/** Writes a policy with its list, whole, in three statements. */
export async function insertPolicy(
  tx: Tx,
  policy: NewPolicy,
  kind: string,
  lines: readonly NewLine[],
): Promise<PolicyRow> {
  const row = await insertRow<PolicyRow>(tx, 'insurance_policy', { ...policy });
  const numbered = lines.map((line, index) => ({
    ...{
      line_no: index + 1,
      household_id: String(line.household_id),
      poor: line.poor,
      units: String(line.units),
    },
    ...{ sum_insured_fen: String(line.sum_insured_fen), premium_fen: String(line.premium_fen) },
    household_fen: String(line.household_fen),
  }));
  await sql(
    tx,
    `insert into insurance_policy_line (policy_id, county_code, insurer_id, line_no, household_id, poor, units,
       sum_insured_fen, premium_fen, household_fen)
     select ?, ?, ?, g.* from jsonb_to_recordset(?::jsonb) as g (line_no int, household_id bigint, poor boolean, units bigint,
       sum_insured_fen bigint, premium_fen bigint, household_fen bigint)`,
    [row.id, row.county_code, row.insurer_id, JSON.stringify(numbered)],
  );
  const objects = lines.flatMap((line, index) =>
    line.objects.map(({ object_no, units }) => ({ line_no: index + 1, object_no, units: String(units) })),
  );
  await sql(
    tx,
    `insert into insurance_object (policy_id, line_id, county_code, insurer_id, household_id, kind, object_no, units, covers)
     select l.policy_id, l.id, l.county_code, l.insurer_id, l.household_id, ?, g.object_no, g.units,
       daterange(?::date, ?::date, '[]')
     from jsonb_to_recordset(?::jsonb) as g (line_no int, object_no text, units bigint)
     join insurance_policy_line l on l.policy_id = ? and l.line_no = g.line_no`,
    [kind, row.covers_from, row.covers_to, JSON.stringify(objects), row.id],
  );
  return row;
}

export async function lockPolicy(tx: Tx, id: bigint): Promise<PolicyRow | null> {
  const { rows } = await sql<PolicyRow>(tx, 'select * from insurance_policy where id = ? for no key update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Guarded change of state; false when the policy moved on meanwhile. */
export async function movePolicy(
  tx: Tx,
  policy: Pick<PolicyRow, 'id' | 'state'>,
  to: PolicyState,
  also: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const changed = await tx('insurance_policy')
    .where({ id: String(policy.id), state: policy.state })
    .update({ state: to, ...also });
  return changed === 1;
}

/** What an objection is about. */
export async function subjectOfObjection(
  tx: Tx,
  objectionId: bigint,
): Promise<{ subject_kind: string; subject_id: bigint } | null> {
  const { rows } = await sql<{ subject_kind: string; subject_id: bigint }>(
    tx,
    `select n.subject_kind, n.subject_id from objection o join notice n on n.id = o.notice_id
     where o.id = ? and n.subject_kind like 'insurance_%'`,
    [objectionId],
  );
  return rows[0] ?? null;
}
