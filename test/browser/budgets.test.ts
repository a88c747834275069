import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const BUILT = path.join(import.meta.dirname, '../../dist/web');
const ASSETS = path.join(BUILT, 'assets');
const KILOBYTE = 1000;

const text = (name: string): string => readFileSync(path.join(ASSETS, name), 'utf8');
const zipped = (name: string): number => readFileSync(path.join(ASSETS, `${name}.gz`)).length / KILOBYTE;

/** Chunks that come before a page can: those the page names, and what they import at once. */
function withImports(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const imported = [...text(name).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)];
    withImports(
      imported.map(([, one = '']) => one),
      found,
    );
  }
  return found;
}

const entry = (): Set<string> => {
  const page = readFileSync(path.join(BUILT, 'index.html'), 'utf8');
  return withImports([...page.matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name = '']) => name));
};

const isChart = (name: string): boolean => /zrender|echarts/.test(text(name));

it('needs no more than 380 kB of script (gzip) before the first page', () => {
  const names = [...entry()];
  expect(names.length).toBeGreaterThan(0);
  expect(names.reduce((sum, name) => sum + zipped(name), 0)).toBeLessThanOrEqual(380);
});

it('loads pages in pieces of 100 kB at most, charts in 220', () => {
  const first = entry();
  const later = readdirSync(ASSETS).filter((name) => name.endsWith('.js') && !first.has(name));
  expect(later.length).toBeGreaterThan(3);
  const tooLarge = later
    .map((name) => ({ name, size: zipped(name), most: isChart(name) ? 220 : 100 }))
    .filter(({ size, most }) => size > most);
  expect(tooLarge).toEqual([]);
});
