import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById } from '../../programme/index.ts';
import type { AccrualTerms, Settlement } from '../core/accrual-input.ts';
import { accrualTermsOf } from '../core/accrual-terms.ts';

export type TermsResolver = (
  termsId: Id<'terms'>,
  settlement: Settlement,
  ceilingPercent: number,
) => AccrualTerms | Promise<AccrualTerms>;

/**
 * Frozen terms by version and ceiling; a batch has a handful, so each is mapped once, and known ones are
 * there without waiting.
 */
export function termsResolver(tx: Tx): TermsResolver {
  const known = new Map<string, AccrualTerms>();
  const look = async (key: string, ...[termsId, settlement, ceilingPercent]: Parameters<TermsResolver>) => {
    const version = await termsById(tx, termsId);
    const terms = accrualTermsOf(version.parameters, { settlement, ceilingPercent });
    known.set(key, terms);
    return terms;
  };
  return (...named) => {
    const key = named.join('|');
    return known.get(key) ?? look(key, ...named);
  };
}
