import type { OrganisationId } from '../../../kernel/ids.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { noTermsInForce } from '../core/failures.ts';
import { chooseTerms, type Terms, type TermsId, type TermsQuery } from '../core/terms-in-force.ts';
import { findPublishedTerms, findTerms, findTermsOn } from '../programme.store.ts';

export interface TermsPlace {
  readonly programmeCode: string;
  readonly productCode: string;
  readonly countyCode: string;
  readonly bankId: OrganisationId;
}

/** Reads the versions of one place once and answers for any day: for files of loans signed on many days. */
export async function termsChooser(tx: Tx, place: TermsPlace): Promise<(on: PlainDate) => Terms | null> {
  const candidates = await findPublishedTerms(tx, place);
  return (on) => chooseTerms(candidates, { ...place, on });
}

/**
 * The version in force on a day for whichever of some counties is asked, so that the question need not wait
 * for the county; refuses with `programme.no-terms-in-force` when there is none.
 */
export async function termsOn(
  tx: Tx,
  query: Omit<TermsQuery, 'countyCode'>,
  counties: readonly string[],
): Promise<(countyCode: string) => Terms> {
  const candidates = await findTermsOn(tx, { ...query, counties }, query.on);
  return (countyCode) => {
    const terms = chooseTerms(candidates, { ...query, countyCode });
    if (!terms) throw noTermsInForce(query.programmeCode, query.productCode, query.on);
    return terms;
  };
}

/** The version in force on a day; refused with `programme.no-terms-in-force` when there is none. */
export const termsInForce = async (tx: Tx, query: TermsQuery): Promise<Terms> =>
  (await termsOn(tx, query, [query.countyCode]))(query.countyCode);

/** A published version by its id; null when there is none. */
export const termsIfPublished = (tx: Tx, id: TermsId): Promise<Terms | null> => findTerms(tx, id);

/** The version a contract was frozen on. */
export async function termsById(tx: Tx, id: TermsId): Promise<Terms> {
  const terms = await findTerms(tx, id);
  invariant(terms, `no published terms ${id}`);
  return terms;
}
