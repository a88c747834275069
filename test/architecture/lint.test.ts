import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { expectations, FIXTURES, gather, ROOT } from './expectations.ts';

interface LintConfig {
  readonly houseRules: readonly { readonly rules: Readonly<Record<string, unknown>> }[];
}

const CONFIG = path.join(ROOT, 'eslint.config.js');

/** The same configuration, resolved from `cwd`: its patterns then mean the folders below. */
const linter = (cwd: string, options: ESLint.Options = {}): ESLint =>
  new ESLint({ cwd, overrideConfigFile: CONFIG, ...options });

/** `.ci/run` has judged the same files a moment ago; elsewhere types may have changed since. */
const judgedByCi: ESLint.Options = process.env['CI']
  ? {
      cache: true,
      cacheStrategy: 'content',
      cacheLocation: path.join(ROOT, 'node_modules/.cache/eslint/'),
    }
  : {};

describe('the lint rules', () => {
  const expected = expectations('lint');

  it('fire on every file that breaks one, by its name, and on no other', async () => {
    const cwd = path.join(FIXTURES, 'lint');
    const found = (await linter(cwd).lintFiles(['.'])).flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId }) => [path.relative(cwd, filePath), ruleId ?? 'unused-directive'] as const),
    );
    expect(gather('lint', found)).toEqual(expected);
  });

  it('each have a violating fixture', async () => {
    const { houseRules } = (await import(pathToFileURL(CONFIG).href)) as LintConfig;
    const shown = new Set(Object.values(expected).flat());
    const own = new Set(houseRules.flatMap(({ rules }) => Object.keys(rules)));
    expect([...own].filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it('wrap long comments on --fix without losing a word', async () => {
    const fixing = linter(path.join(FIXTURES, 'lint'), { fix: true });
    const words = (text: string): string => text.replace(/[\s*/]+/g, '');
    for (const { filePath, messages, output } of await fixing.lintFiles([
      'src/platform/long-{comment,paragraph,remark}.ts',
    ])) {
      expect(messages, filePath).toEqual([]);
      expect(Math.max(...(output ?? '').split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
      expect(words(output ?? '')).toBe(words(await readFile(filePath, 'utf8')));
    }
  });

  it('hold in this tree', { timeout: 400_000 }, async () => {
    const results = await linter(ROOT, judgedByCi).lintFiles(['.']);
    const problems = results.flatMap(({ filePath, messages }) =>
      messages.map(
        ({ line, ruleId }) => `${path.relative(ROOT, filePath)}:${line} ${ruleId ?? 'unparsable'}`,
      ),
    );
    expect(results.length).toBeGreaterThan(20);
    expect(problems).toEqual([]);
  });
});
