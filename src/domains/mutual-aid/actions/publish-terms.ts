import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { termsFault } from '../core/check-terms.ts';
import { societyMissing } from '../core/failures.ts';
import type { NewTerms, Terms } from '../core/society-rows.ts';
import { findSociety, insertTerms } from '../mutual-aid.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

/** Publishes a dated version of what the members' meeting resolved; once published it is never edited. */
export async function publishTerms(
  tx: Tx,
  context: Context,
  input: { readonly societyId: bigint; readonly terms: NewTerms },
): Promise<Terms> {
  const society = await findSociety(tx, input.societyId);
  if (!society) throw societyMissing();
  const fault = termsFault(input.terms);
  if (fault) throw fault;
  const terms = await insertTerms(tx, society, input.terms, {
    person: actingPerson(context),
    on: context.today,
  });
  await record(tx, context, {
    act: 'mutual-aid.terms-published',
    subjectKind: 'mutual_terms',
    subjectId: terms.id,
    countyCode: society.county_code,
    after: { document_no: terms.document_no, effective_from: terms.effective_from },
  });
  return terms;
}
