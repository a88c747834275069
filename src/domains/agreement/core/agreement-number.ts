import { dateParts, type PlainDate } from '../../../kernel/date.ts';
import { templateOfOtherCounty } from './failures.ts';

/** Number of an agreement: `SF-620821-2016-000123`. */
export function agreementNumber(countyCode: string, drawnUpOn: PlainDate, sequence: bigint): string {
  return `SF-${countyCode}-${dateParts(drawnUpOn).year}-${String(sequence).padStart(6, '0')}`;
}

/** Refuses another county's wording (`agreement.template-of-other-county`). */
export function requireVersionFor(version: string, countyCode: string): void {
  if (!isVersionFor(version, countyCode)) throw templateOfOtherCounty();
}

const COUNTY_VERSION = /^(\d{6})-/;

/** A county's own wording is a version named after it (`620821-v1`); others are everybody's. */
export function isVersionFor(version: string, countyCode: string): boolean {
  const owner = COUNTY_VERSION.exec(version)?.[1];
  return owner === undefined || owner === countyCode;
}
