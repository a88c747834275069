import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const FIXTURES = path.join(import.meta.dirname, 'fixtures');

const HEADER = /^\/\/ violates: (.+)$/m;

/** What each fixture says of itself in its first line: file → rules it breaks, sorted. */
export function expectations(folder: string): Record<string, string[]> {
  const base = path.join(FIXTURES, folder);
  const expected: Record<string, string[]> = {};
  for (const entry of readdirSync(base, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const file = path.join(entry.parentPath, entry.name);
    const rules = HEADER.exec(readFileSync(file, 'utf8'))?.[1]?.trim().split(/\s+/) ?? [];
    expected[path.relative(base, file)] = rules.sort();
  }
  return expected;
}

/** Pairs of file and rule, gathered into the shape of {@link expectations}; every fixture appears. */
export function gather(folder: string, found: Iterable<readonly [string, string]>): Record<string, string[]> {
  const rules: Record<string, Set<string>> = {};
  for (const file of Object.keys(expectations(folder))) rules[file] = new Set();
  for (const [file, rule] of found) (rules[file] ??= new Set()).add(rule);
  return Object.fromEntries(Object.entries(rules).map(([file, names]) => [file, [...names].sort()]));
}
