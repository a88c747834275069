import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope } from '../../organisation/index.ts';
import { termsFault } from '../core/check-terms.ts';
import type { NewInsuranceTerms } from '../core/insurance-rows.ts';
import { insertTerms } from '../farm-insurance.store.ts';
import { shownTerms } from './show-insurance.ts';

/**
 * Publishes what the county's insurance programme says of one product for its dates. Never edited: the next
 * year is the next version.
 */
export async function publishTerms(
  tx: Tx,
  context: Context,
  input: { readonly county: string; readonly terms: NewInsuranceTerms },
) {
  requireCountyInScope(context.actor, input.county);
  const fault = termsFault(input.terms);
  if (fault) throw fault;
  const by = { person: actingPerson(context), on: context.today };
  const terms = await insertTerms(tx, input.county, input.terms, by);
  await record(tx, context, {
    act: 'farm-insurance.terms-published',
    subjectKind: 'insurance_terms',
    subjectId: terms.id,
    countyCode: terms.county_code,
    after: { product_code: terms.product_code, document_no: terms.document_no },
  });
  return shownTerms(terms);
}
