import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById } from '../../programme/index.ts';
import type { AccrualTerms, Settlement } from '../core/accrual-input.ts';
import { accrualTermsOf } from '../core/accrual-terms.ts';

export type TermsResolver = (
  termsId: Id<'terms'>,
  settlement: Settlement,
  ceilingPercent: number,
) => Promise<AccrualTerms>;

/** Frozen terms by version and ceiling; a batch has a handful, so each is mapped once. */
export function termsResolver(tx: Tx): TermsResolver {
  const known = new Map<string, AccrualTerms>();
  return async (termsId, settlement, ceilingPercent) => {
    const key = `${termsId}|${settlement}|${ceilingPercent}`;
    const cached = known.get(key);
    if (cached) return cached;
    const version = await termsById(tx, termsId);
    const terms = accrualTermsOf(version.parameters, { settlement, ceilingPercent });
    known.set(key, terms);
    return terms;
  };
}
