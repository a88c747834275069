import type { Place } from '../../../kernel/region-code.ts';

/** A condition with `?`, and what its places bind. */
interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

const HOUSEHOLDS = `select h.id from household h join region r on r.id = h.region_id
  where h.county_code = ? and h.township_code = ? and r.code = ?`;

/** Rows of a village's households, by a column with their number; null where no village is asked. */
export const ofVillage = (column: string, place: Place | undefined): Condition | null =>
  place?.village
    ? {
        text: `${column} = any(array(${HOUSEHOLDS}))`,
        values: [place.counties, place.township, place.village],
      }
    : null;

/** Rows of such households' loans, by a column with the loan's number. */
export function loanOfVillage(column: string, place: Place | undefined): Condition | null {
  const village = ofVillage('l.household_id', place);
  return (
    village && {
      text: `exists (select from loan l where l.id = ${column} and ${village.text})`,
      values: village.values,
    }
  );
}
