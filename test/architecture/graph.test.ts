import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectations, FIXTURES, gather, ROOT } from './expectations.ts';

interface GraphConfig {
  readonly forbidden: readonly { readonly name: string }[];
  readonly options: object;
}

const config = createRequire(import.meta.url)(path.join(ROOT, '.dependency-cruiser.cjs')) as GraphConfig;
const FOLDERS = ['src', 'workers', 'migrations', 'bench', 'test', 'web'];

async function cruiseFrom(baseDir: string): Promise<ICruiseResult> {
  const folders = FOLDERS.filter((folder) => existsSync(path.join(baseDir, folder)));
  const ruleSet = { forbidden: config.forbidden } as unknown as IFlattenedRuleSet;
  const { output } = await cruise(folders, { ...config.options, baseDir, validate: true, ruleSet });
  if (typeof output === 'string') throw new Error(output);
  return output;
}

describe('the import rules', () => {
  let found: (readonly [string, string])[];
  const REACHABILITY = 'nothing-is-dead';
  const expected = expectations('graph');

  beforeAll(async () => {
    const { summary } = await cruiseFrom(path.join(FIXTURES, 'graph'));
    found = summary.violations.map(({ from, rule }) => [from, rule.name] as const);
  });

  it('fire on every file that breaks one, by its name, and on no other', () => {
    const others = Object.entries(expected).map(
      ([file, rules]) => [file, rules.filter((rule) => rule !== REACHABILITY)] as const,
    );
    const direct = found.filter(([, rule]) => rule !== REACHABILITY);
    expect(gather('graph', direct)).toEqual(Object.fromEntries(others));
  });

  it('find what no entry point reaches', () => {
    const dead = found.filter(([, rule]) => rule === REACHABILITY).map(([file]) => file);
    expect(dead).toContain('src/platform/unreached.ts');
    expect(dead).not.toContain('src/app/serve.ts');
    expect(dead).not.toContain('src/domains/loan/index.ts');
  });

  it('each have a violating fixture', () => {
    const shown = new Set(Object.values(expected).flat());
    const unproven = config.forbidden.map(({ name }) => name).filter((name) => !shown.has(name));
    expect(unproven).toEqual([]);
  });

  it('hold in this tree', async () => {
    const { summary } = await cruiseFrom(ROOT);
    expect(summary.totalCruised).toBeGreaterThan(20);
    expect(summary.violations.map(({ from, rule, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });
});
