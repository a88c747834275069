import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById, workingCalendar, workingDayFrom, type WorkingCalendar } from '../../programme/index.ts';
import type { AccrualTerms } from '../core/accrual-input.ts';
import { accrualTermsOf, type FrozenForAccrual } from '../core/accrual-terms.ts';

export type TermsResolver = (
  termsId: Id<'terms'>,
  frozen: FrozenForAccrual,
) => AccrualTerms | Promise<AccrualTerms>;

/**
 * Frozen terms by version and what was frozen beside it; a batch has a handful, so each is mapped once, and
 * known ones are there without waiting.
 */
export function termsResolver(tx: Tx): TermsResolver {
  const known = new Map<string, AccrualTerms>();
  let calendar: Promise<WorkingCalendar> | null = null;
  const look = async (key: string, ...[termsId, frozen]: Parameters<TermsResolver>) => {
    const version = await termsById(tx, termsId);
    const days = await (calendar ??= workingCalendar(tx));
    const terms = accrualTermsOf(version.parameters, frozen, (day) => workingDayFrom(days, day).date);
    known.set(key, terms);
    return terms;
  };
  return (termsId, frozen) => {
    const { settlement, ceilingPercent, studiesEndOn } = frozen;
    const key = `${termsId}|${settlement}|${ceilingPercent}|${studiesEndOn ?? ''}`;
    return known.get(key) ?? look(key, termsId, frozen);
  };
}
