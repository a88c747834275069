import { countyVersionNeeded } from './failures.ts';
import type { Terms } from './terms-in-force.ts';

/**
 * Throws when the version leaves the subsidy ratio to the county (银保监发〔2021〕6号) and no county version is in
 * force.
 */
export function requireSignable(terms: Terms): void {
  if (terms.parameters.subsidy.subsidyRatioTable.length === 0) throw countyVersionNeeded(terms.code);
}
