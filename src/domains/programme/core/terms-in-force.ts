import type { PlainDate } from '../../../kernel/date.ts';
import type { Id, OrganisationId } from '../../../kernel/ids.ts';
import type { Parameters } from './parameters.ts';

export type TermsId = Id<'terms'>;

/** Where and when a published version is in force. */
export interface TermsScope {
  readonly programmeCode: string;
  readonly productCode: string;
  /** null = the whole province. */
  readonly countyCode: string | null;
  /** null = every bank of the county. */
  readonly bankId: OrganisationId | null;
  readonly effectiveFrom: PlainDate;
  /** Last day, inclusive, as the document states it. */
  readonly effectiveTo: PlainDate;
  /** First day of the version that replaced this one before its end; null when none did. */
  readonly repealedFrom: PlainDate | null;
}

/** One published version with its parameters; immutable, so it may be kept as long as one likes. */
export interface Terms extends TermsScope {
  readonly id: TermsId;
  readonly code: string;
  readonly title: string;
  readonly documentNo: string;
  readonly parameters: Parameters;
}

export interface TermsQuery {
  readonly programmeCode: string;
  readonly productCode: string;
  readonly countyCode: string;
  readonly bankId: OrganisationId;
  /** The day that decides the version: the signing date. */
  readonly on: PlainDate;
}

/** Bank before county before province. */
function narrowness(scope: TermsScope): number {
  return (scope.countyCode === null ? 0 : 1) + (scope.bankId === null ? 0 : 2);
}

function isInForce(scope: TermsScope, query: TermsQuery): boolean {
  return (
    scope.programmeCode === query.programmeCode &&
    scope.productCode === query.productCode &&
    (scope.countyCode === null || scope.countyCode === query.countyCode) &&
    (scope.bankId === null || scope.bankId === query.bankId) &&
    scope.effectiveFrom <= query.on &&
    query.on <= scope.effectiveTo &&
    (scope.repealedFrom === null || query.on < scope.repealedFrom)
  );
}

/**
 * The version in force: of all that cover programme, product, place and day, the one of the narrowest scope.
 */
export function chooseTerms<T extends TermsScope>(candidates: readonly T[], query: TermsQuery): T | null {
  return candidates
    .filter((candidate) => isInForce(candidate, query))
    .reduce<T | null>((best, next) => (best && narrowness(best) >= narrowness(next) ? best : next), null);
}
