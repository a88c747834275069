import type { PlainDate } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { checkParameters } from '../core/check-parameters.ts';
import { datesReversed, parametersRefused, replacedTermsMismatch } from '../core/failures.ts';
import type { Parameters } from '../core/parameters.ts';
import type { TermsId } from '../core/terms-in-force.ts';
import { endTerms, insertDraft, publishDraft } from '../programme.store.ts';

export interface NewTermsInput {
  readonly code: string;
  readonly programme_code: string;
  readonly product_code: string;
  readonly title: string;
  readonly document_no: string;
  readonly effective_from: PlainDate;
  readonly effective_to: PlainDate;
  readonly county_code?: string | null | undefined;
  readonly bank_id?: OrganisationId | null | undefined;
  /** The version that ends on the day this one begins. */
  readonly replaces?: TermsId | null | undefined;
  readonly parameters: Parameters;
}

/**
 * Puts a checked version in force for its time and scope. It never changes again; contracts keep the one
 * they froze.
 */
export async function publishTerms(tx: Tx, context: Context, input: NewTermsInput): Promise<{ id: TermsId }> {
  if (input.effective_to < input.effective_from) throw datesReversed();
  const errors = checkParameters(input.parameters, input.effective_from);
  if (errors.length > 0) throw parametersRefused(errors);
  const by = { personId: context.actor.personId, on: context.today };
  const id = await insertDraft(tx, {
    code: input.code,
    title: input.title,
    documentNo: input.document_no,
    programmeCode: input.programme_code,
    productCode: input.product_code,
    countyCode: input.county_code ?? null,
    bankId: input.bank_id ?? null,
    effectiveFrom: input.effective_from,
    effectiveTo: input.effective_to,
    parameters: input.parameters,
  });
  if (input.replaces) await endReplaced(tx, input.replaces, { id, input });
  await publishDraft(tx, id, by);
  await record(tx, context, {
    act: 'programme.terms-published',
    subjectKind: 'programme-terms',
    subjectId: id,
    after: {
      code: input.code,
      effective_from: input.effective_from,
      effective_to: input.effective_to,
      replaces: input.replaces ?? null,
    },
    countyCode: input.county_code ?? null,
  });
  await appendEvent(tx, { name: 'programme.terms-published', payload: { terms_id: String(id) } });
  return { id };
}

async function endReplaced(
  tx: Tx,
  replaced: TermsId,
  successor: { readonly id: TermsId; readonly input: NewTermsInput },
): Promise<void> {
  const { id, input } = successor;
  const ended = await endTerms(tx, replaced, {
    id,
    from: input.effective_from,
    programmeCode: input.programme_code,
    productCode: input.product_code,
    countyCode: input.county_code ?? null,
    bankId: input.bank_id ?? null,
  });
  if (!ended) throw replacedTermsMismatch();
}
