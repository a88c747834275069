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
import {
  endTerms,
  insertDraft,
  publishDraft,
  termsRow,
  type Publication,
  type TermsDraft,
} from '../programme.store.ts';

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

/** A version that contradicts nothing in itself, as its row. */
export function draftOf(input: NewTermsInput): TermsDraft {
  if (input.effective_to < input.effective_from) throw datesReversed();
  const errors = checkParameters(input.parameters, input.effective_from);
  if (errors.length > 0) throw parametersRefused(errors);
  return termsRow({
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
}

/** Puts a version in force for its time and scope; what it replaces has ended before. */
export async function putInForce(
  tx: Tx,
  draft: TermsDraft,
  replaces: TermsId | null,
  by: Publication,
): Promise<TermsId> {
  const id = await insertDraft(tx, draft);
  if (replaces !== null) {
    const ended = await endTerms(tx, replaces, {
      id,
      from: draft.effective_from,
      programmeCode: draft.programme_code,
      productCode: draft.product_code,
      countyCode: draft.county_code,
      bankId: draft.bank_id,
    });
    if (!ended) throw replacedTermsMismatch();
  }
  await publishDraft(tx, id, by);
  return id;
}

/**
 * Puts in force what ships with the product: it has no person behind it, and the database takes it from no
 * person. It never changes again; contracts keep the one they froze.
 */
export async function publishTerms(tx: Tx, context: Context, input: NewTermsInput): Promise<{ id: TermsId }> {
  const by = { personId: null, countersignId: null, on: context.today };
  const draft = draftOf(input);
  const id = await putInForce(tx, draft, input.replaces ?? null, by);
  await announce(tx, context, { id, draft, replaces: input.replaces ?? null });
  return { id };
}

/** The record and the news of a version that is in force now. */
export async function announce(
  tx: Tx,
  context: Context,
  published: { readonly id: TermsId; readonly draft: TermsDraft; readonly replaces: TermsId | null },
): Promise<void> {
  const { id, draft, replaces } = published;
  const { code, effective_from, effective_to } = draft;
  await record(tx, context, {
    act: 'programme.terms-published',
    subjectKind: 'programme-terms',
    subjectId: id,
    after: { state: 'published', code, effective_from, effective_to, replaces },
    countyCode: draft.county_code,
  });
  await appendEvent(tx, { name: 'programme.terms-published', payload: { terms_id: String(id) } });
}
