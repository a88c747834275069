/** Who bears the state's part of a premium, in the order in which a fen left over falls. */
export const LEVELS = ['central', 'province', 'city', 'county'] as const;
export type Level = (typeof LEVELS)[number];

/** The four levels, then the household itself: the order of a version's shares. */
export const BEARERS = [...LEVELS, 'household'] as const;
export type Bearer = (typeof BEARERS)[number];

export const LEVEL_WORDS: Readonly<Record<Bearer, string>> = {
  central: '中央财政',
  province: '省级财政',
  city: '市级财政',
  county: '县级财政',
  household: '农户自缴',
};

/** Shares of a premium in units of 0.0001 %, in the order of {@link BEARERS}; together the whole. */
export type PremiumShares = readonly [number, number, number, number, number];

/** The fen that each bears. */
export type PremiumParts = Readonly<Record<`${Bearer}_fen`, bigint>>;
