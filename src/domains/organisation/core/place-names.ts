import type { Id } from '../../../kernel/ids.ts';

export type RegionId = Id<'region'>;

/** A township or village of one county. */
export interface Place {
  readonly id: RegionId;
  readonly code: string;
  readonly level: 'township' | 'village';
  readonly name: string;
}

export interface FoundVillage {
  /** The narrowest division that the names lead to: village, else township, else the county itself. */
  readonly regionId: RegionId;
  readonly level: 'county' | 'township' | 'village';
  /** 9 digits; null when the township's name leads nowhere. */
  readonly townshipCode: string | null;
}

const TOWNSHIP_TAIL = /(?:街道办事处|街道|镇|(?:[\u4e00-\u9fff]{1,4}族)?乡|办事处)$/;
const VILLAGE_TAIL =
  /(?:村村民委员会|村民委员会|村村委会|村委会|社区居民委员会|居民委员会|社区居委会|居委会|社区|行政村|村)$/;

/** Blanks out, full-width to half-width; names keep everything else. */
function compact(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '');
}

/** The part of a name that people type in any case: 城关镇 → 城关, 横沟村村民委员会 → 横沟. One character stays whole. */
function bare(name: string, tail: RegExp): string {
  const whole = compact(name);
  const short = whole.replace(tail, '');
  return short.length > 0 ? short : whole;
}

/** Names that lead to exactly one place; two places of one name lead to none. */
function index(places: readonly Place[], key: (place: Place) => string): ReadonlyMap<string, Place | null> {
  const found = new Map<string, Place | null>();
  for (const place of places) found.set(key(place), found.has(key(place)) ? null : place);
  return found;
}

export type PlaceFinder = (townshipName: string, villageName: string) => FoundVillage;

/** Finds townships and villages of one county by their names as ledgers write them. */
export function placeFinder(county: RegionId, places: readonly Place[]): PlaceFinder {
  const townships = places.filter((place) => place.level === 'township');
  const villages = places.filter((place) => place.level === 'village');
  const under = (place: Place): string => place.code.slice(0, 9);
  const byTownship = new Map([
    ...index(townships, (place) => bare(place.name, TOWNSHIP_TAIL)),
    ...index(townships, (place) => compact(place.name)),
  ]);
  const byVillage = new Map([
    ...index(villages, (place) => `${under(place)} ${bare(place.name, VILLAGE_TAIL)}`),
    ...index(villages, (place) => `${under(place)} ${compact(place.name)}`),
  ]);
  return (townshipName, villageName) => {
    const township =
      byTownship.get(compact(townshipName)) ?? byTownship.get(bare(townshipName, TOWNSHIP_TAIL));
    if (!township) return { regionId: county, level: 'county', townshipCode: null };
    const townshipCode = under(township);
    const village =
      byVillage.get(`${townshipCode} ${compact(villageName)}`) ??
      byVillage.get(`${townshipCode} ${bare(villageName, VILLAGE_TAIL)}`);
    return village
      ? { regionId: village.id, level: 'village', townshipCode }
      : { regionId: township.id, level: 'township', townshipCode };
  };
}
