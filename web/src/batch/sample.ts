import { sampleWords } from '../words/batch.ts';

/** Loans that a person drew to look at, and which of them were looked at. */
export interface Sample {
  readonly seed: string;
  readonly contracts: readonly string[];
  readonly seen: readonly string[];
}

const REMARK_MAX = 200;

/** The first seed comes from the list itself, so that nobody picks which loans are looked at. */
export const firstSeed = (linesHash: string | null, id: string): string =>
  linesHash === null ? `${id}-1` : `${linesHash.slice(0, 8)}-1`;

/** The seed after one: 3f9a-1, 3f9a-2. */
export function seedAfter(seed: string): string {
  const [, stem = seed, number = '1'] = /^(.*)-(\d+)$/.exec(seed) ?? [];
  return `${stem}-${Number(number) + 1}`;
}

/**
 * The remark that a decision is given when a sample was looked at; as many contracts as there is room for.
 */
export function sampleRemark({ seed, contracts, seen }: Sample): string | undefined {
  const looked = contracts.filter((one) => seen.includes(one));
  if (looked.length === 0) return undefined;
  const whole = sampleWords(seed, contracts.length, looked);
  return whole.length <= REMARK_MAX ? whole : `${whole.slice(0, REMARK_MAX - 1)}…`;
}
