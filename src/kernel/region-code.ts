export type RegionLevel = 'province' | 'city' | 'county' | 'township' | 'village';

/** A division by its code of twelve digits, as rows are narrowed by it. */
export interface Place {
  readonly level: RegionLevel;
  /** Beginning of the codes of its counties. */
  readonly counties: string;
  readonly township: string | null;
  /** The whole code of a village. */
  readonly village: string | null;
}

const NO_CITY = '00';
const NO_TOWNSHIP = '000';

/** What a code of twelve digits names: zeros stand for the levels below it. */
export function placeOf(code: string): Place {
  const [province, county] = [code.slice(0, 2), code.slice(0, 6)];
  const [township, village] = [code.slice(0, 9), code.slice(9)];
  const none = { township: null, village: null };
  if (village !== NO_TOWNSHIP) return { level: 'village', counties: county, township, village: code };
  if (code.slice(6, 9) !== NO_TOWNSHIP)
    return { level: 'township', counties: county, township, village: null };
  if (code.slice(4, 6) !== NO_CITY) return { level: 'county', counties: county, ...none };
  const city = code.slice(2, 4) !== NO_CITY;
  return city
    ? { level: 'city', counties: code.slice(0, 4), ...none }
    : { level: 'province', counties: province, ...none };
}

/** The whole code of a county, township or any beginning of one. */
export const wholeCode = (beginning: string): string => beginning.padEnd(12, '0');

/** The smallest division that holds all of some counties. */
export function regionOver(counties: readonly string[]): string {
  const [first = ''] = counties;
  const length = [6, 4, 2].find((upto) => counties.every((code) => code.startsWith(first.slice(0, upto))));
  return wholeCode(first.slice(0, length ?? 0));
}
