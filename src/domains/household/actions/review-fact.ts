import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { anotherPerson } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { factByOtherPerson, factNotFound, type FactId } from '../core/household-fact.ts';
import { findFact, insertFactReview } from '../fact.store.ts';

export interface FactReview {
  readonly accepted: boolean;
  readonly remark?: string | null | undefined;
}

/** Accepts or rejects an entered fact, by another person than the one who entered it. */
export async function reviewFact(
  tx: Tx,
  context: Context,
  id: FactId,
  input: FactReview,
): Promise<{ id: FactId; accepted: boolean }> {
  const fact = await findFact(tx, id);
  if (!fact) throw factNotFound();
  const reviewed_by = anotherPerson(context, fact.entered_by, factByOtherPerson);
  const { accepted, remark = null } = input;
  await insertFactReview(tx, fact, { reviewed_by, accepted, remark });
  await record(tx, context, {
    act: 'household.fact-reviewed',
    subjectKind: 'household',
    subjectId: fact.household_id,
    after: { fact_id: id, kind: fact.kind, accepted },
    countyCode: fact.county_code,
  });
  return { id, accepted };
}
