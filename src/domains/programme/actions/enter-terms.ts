import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import { rehearse, type Tx } from '../../../platform/db.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { termsOutOfScope } from '../core/failures.ts';
import { parameterRecord } from '../core/parameter-document.ts';
import type { TermsId } from '../core/terms-in-force.ts';
import { isWithinScope, type TermsDraft } from '../programme.store.ts';
import { announce, draftOf, putInForce, type NewTermsInput } from './publish-terms.ts';

/** The version column by column, as the database compares it with what is put in force. */
interface KeptTerms {
  readonly row: TermsDraft;
}

/**
 * One person of the province asks for a version (拟发政策版本); nothing is in force until another confirms it.
 * Throws what publishing it today would be refused for, `programme.out-of-scope`, `countersign.waiting`.
 */
export async function enterTerms(tx: Tx, context: Context, input: NewTermsInput): Promise<WorkRow> {
  const row = draftOf(input);
  if (!(await isWithinScope(tx, row.county_code))) throw termsOutOfScope();
  const replaces = input.replaces ?? null;
  const by = { personId: actingPerson(context), countersignId: null, on: context.today };
  await rehearse(tx, () => putInForce(tx, row, replaces, by));
  return enterWork<KeptTerms>(tx, context, {
    kind: 'programme_terms',
    countyCode: row.county_code,
    ...(replaces !== null && { subjectId: replaces }),
    onceKey: `${row.product_code}/${row.code}`,
    input: { row },
    content: { ...row, replaces, parameters: parameterRecord(input.parameters) },
  });
}

/** Puts in force, to the letter, the version that two persons have signed. */
async function publishSigned(tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> {
  const { row } = work.input as KeptTerms;
  const replaces = work.subjectId as TermsId | null;
  const by = { personId: work.enteredBy, countersignId: work.id, on: context.today };
  const id = await putInForce(tx, row, replaces, by);
  await announce(tx, context, { id, draft: row, replaces });
  return { id, code: row.code, published_on: context.today };
}

export const programmeTermsWork: CountersignedWork = {
  kind: 'programme_terms',
  access: 'terms.publish',
  carryOut: publishSigned,
};
