import { countyVersionNeeded } from './failures.ts';
import type { Terms } from './terms-in-force.ts';

/**
 * Throws when the version leaves the subsidy ratio (银保监发〔2021〕6号), the cap or the term to the county and no
 * county version is in force.
 */
export function requireSignable(terms: Terms): void {
  const { loan, subsidy } = terms.parameters;
  if (subsidy.subsidyRatioTable.length === 0 || loan.countySets.length > 0)
    throw countyVersionNeeded(terms.code);
}
