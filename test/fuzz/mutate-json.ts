import type { Chance } from '../../src/cli/demo/invented-people.ts';
import { nastyValue } from './nasty-values.ts';

export type JsonPath = readonly (string | number)[];

/** Addresses of every value below the root. */
export function pathsOf(value: unknown, base: JsonPath = [], depth = 0): JsonPath[] {
  if (value === null || typeof value !== 'object' || depth > 5) return [];
  return Object.entries(value)
    .slice(0, 60)
    .flatMap(([key, entry]) => {
      const path = [...base, Array.isArray(value) ? Number(key) : key];
      return [path, ...pathsOf(entry, path, depth + 1)];
    });
}

export function valueAt(root: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object'
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    root,
  );
}

/** A copy with another value at the address; `undefined` takes the key away. */
export function replaceAt(root: unknown, path: JsonPath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(root)) {
    const copy: unknown[] = [...(root as unknown[])];
    if (rest.length === 0 && value === undefined) copy.splice(Number(key), 1);
    else copy[Number(key)] = replaceAt(copy[Number(key)], rest, value);
    return copy;
  }
  const entries = Object.entries((root ?? {}) as Record<string, unknown>);
  const changed = entries.flatMap(([name, entry]): [string, unknown][] => {
    if (name !== key) return [[name, entry]];
    if (rest.length === 0 && value === undefined) return [];
    return [[name, replaceAt(entry, rest, value)]];
  });
  if (value !== undefined && !entries.some(([name]) => name === key)) changed.push([String(key), value]);
  return Object.fromEntries(changed);
}

const EXTRA_KEYS = [
  'state',
  'approved_by',
  'id',
  'amount_fen',
  '__proto__',
  'constructor',
  '\u0000',
  '',
  'role',
];

export interface Mutated {
  readonly json: unknown;
  readonly tricks: readonly string[];
}

/** Spoils one to three values: replaced, taken away, doubled or joined by keys nobody asked for. */
export function mutateJson(root: unknown, chance: Chance): Mutated {
  let json = root;
  const tricks: string[] = [];
  for (let times = chance.between(1, 3); times > 0; times -= 1) {
    const paths = pathsOf(json);
    const kind = chance.next();
    if (paths.length === 0 || kind < 0.06) {
      json = nastyValue('', chance);
      tricks.push('another root');
      continue;
    }
    const path = chance.pick(paths);
    const name = String(path.findLast((part) => typeof part === 'string') ?? '');
    if (kind < 0.18) json = replaceAt(json, path, undefined);
    else if (kind < 0.28)
      json = replaceAt(json, path.slice(0, -1).concat(chance.pick(EXTRA_KEYS)), nastyValue('', chance));
    else if (kind < 0.36) json = replaceAt(json, path, [valueAt(json, path), valueAt(json, path)]);
    else json = replaceAt(json, path, nastyValue(name, chance));
    tricks.push(`json ${path.join('/')}`);
  }
  return { json, tricks };
}
