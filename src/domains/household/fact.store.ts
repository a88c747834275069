import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId, PersonId } from '../../kernel/ids.ts';
import { insertRow, sql, sqlPrepared, type Tx } from '../../platform/db.ts';
import type { EnteredFact, FactId, FactKind, HoldingFact } from './core/household-fact.ts';

interface Place {
  readonly household_id: HouseholdId;
  readonly county_code: string;
  readonly entered_by: PersonId;
}

export async function insertFact(tx: Tx, place: Place, fact: EnteredFact): Promise<FactId> {
  const { id } = await insertRow<{ id: FactId }>(tx, 'household_fact', {
    ...place,
    member_id: fact.memberId,
    kind: fact.kind,
    holds: fact.holds,
    grade: fact.grade,
    effective_on: fact.effectiveOn,
    ends_on: fact.endsOn,
    document_no: fact.documentNo,
  });
  return id;
}

export interface FactRow extends Place {
  readonly id: FactId;
  readonly kind: FactKind;
  readonly holds: boolean;
}

export async function findFact(tx: Tx, id: FactId): Promise<FactRow | null> {
  const { rows } = await sql<FactRow>(
    tx,
    'select id, household_id, county_code, entered_by, kind, holds from household_fact where id = ?',
    [String(id)],
  );
  return rows[0] ?? null;
}

export async function insertFactReview(
  tx: Tx,
  fact: FactRow,
  review: { readonly reviewed_by: PersonId; readonly accepted: boolean; readonly remark: string | null },
): Promise<void> {
  const { id: fact_id, county_code, entered_by } = fact;
  await sql(
    tx,
    `insert into household_fact_review (fact_id, county_code, entered_by, reviewed_by, accepted, remark)
     values (?, ?, ?, ?, ?, ?)`,
    [
      String(fact_id),
      county_code,
      String(entered_by),
      String(review.reviewed_by),
      review.accepted,
      review.remark,
    ],
  );
}

/** What holds on a day by what was confirmed: of the household, and of the studies of one member. */
export async function findFactsOn(
  tx: Tx,
  member: { readonly id: HouseholdId; readonly memberId: bigint },
  on: PlainDate,
): Promise<HoldingFact[]> {
  const { rows } = await sqlPrepared<HoldingFact>(tx, 'select * from household_facts_on(?, ?, ?::date)', [
    member.id,
    member.memberId,
    on,
  ]);
  return rows;
}

/** All entries of a household, newest day first, with who entered and who reviewed. */
export async function readFactHistory(tx: Tx, id: HouseholdId): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>(
    tx,
    `select f.id, f.kind, f.holds, f.grade, f.member_id, m.name as member_name, f.effective_on, f.ends_on, f.document_no,
       f.entered_by, e.name as entered_by_name, f.entered_at, r.accepted, r.reviewed_by, v.name as reviewed_by_name,
       r.reviewed_at, r.remark
     from household_fact f left join household_fact_review r on r.fact_id = f.id
     left join household_member m on m.id = f.member_id
     left join person e on e.id = f.entered_by left join person v on v.id = r.reviewed_by
     where f.household_id = ? order by f.effective_on desc, f.id desc`,
    [String(id)],
  );
  return rows;
}
