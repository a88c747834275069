import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import { rehearse, type Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { requireCountyInScope } from '../../organisation/index.ts';
import { termsFault } from '../core/check-terms.ts';
import type { InsuranceTerms, NewInsuranceTerms } from '../core/insurance-rows.ts';
import { insertTerms } from '../farm-insurance.store.ts';
import { shownTerms } from './show-insurance.ts';

interface InsuranceTermsInput {
  readonly county: string;
  readonly terms: NewInsuranceTerms;
}

/** The terms column by column, as the database compares them with what is put in force. */
interface KeptTerms {
  readonly row: NewInsuranceTerms & Pick<InsuranceTerms, 'county_code'>;
}

/**
 * One person asks for what the county's insurance programme says of one product for its dates (拟发保险方案);
 * another confirms it, nothing is in force before. Throws what publishing it today would be refused for, and
 * `countersign.waiting`.
 */
export async function enterTerms(tx: Tx, context: Context, input: InsuranceTermsInput): Promise<WorkRow> {
  const { county, terms } = input;
  requireCountyInScope(context.actor, county);
  const fault = termsFault(terms);
  if (fault) throw fault;
  const row = { ...terms, county_code: county };
  const by = { person: actingPerson(context), on: context.today, countersignId: null };
  await rehearse(tx, () => insertTerms(tx, row, by));
  return enterWork<KeptTerms>(tx, context, {
    kind: 'insurance_terms',
    countyCode: county,
    onceKey: `${terms.product_code}/${terms.effective_from}`,
    input: { row },
    content: shownTerms(row),
  });
}

/**
 * Puts in force, to the letter, the terms that two persons have signed. Never edited: the next year is the
 * next version.
 */
async function publishSigned(tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> {
  const { row } = work.input as KeptTerms;
  const by = { person: work.enteredBy, on: context.today, countersignId: work.id };
  const { id, county_code, product_code, document_no } = await insertTerms(tx, row, by);
  await record(tx, context, {
    act: 'farm-insurance.terms-published',
    subjectKind: 'insurance_terms',
    subjectId: id,
    countyCode: county_code,
    after: { state: 'published', product_code, document_no },
  });
  return { id, county_code, product_code, document_no };
}

export const insuranceTermsWork: CountersignedWork = {
  kind: 'insurance_terms',
  access: 'farm-insurance.confirm-terms',
  carryOut: publishSigned,
};
