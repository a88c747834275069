import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES_WITHOUT_TEST } from './codes-without-test.ts';
import { FIXTURES, ROOT } from './expectations.ts';
import { refusalCodes, sourcesUnder } from './refusal-codes.ts';

const tests = sourcesUnder(path.join(ROOT, 'test'))
  .filter((file) => !file.startsWith(path.join(ROOT, 'test/architecture')))
  .map((file) => ({ file, text: readFileSync(file, 'utf8').replaceAll('\\.', '.') }));
const everything = tests.map(({ text }) => text).join('\n');

/** A test names a code whole; among the tests of its slice the name of the slice may be left out. */
function isNamed(code: string): boolean {
  const [slice, short] = code.split('.') as [string, string];
  if (new RegExp(`(?<![\\w.-])${code.replace('.', '\\.')}(?![\\w-])`).test(everything)) return true;
  return tests.some(({ file, text }) => file.includes(`/${slice}/`) && text.includes(`'${short}'`));
}

describe('the codes of refusals', () => {
  it('are found however they are put together', () => {
    expect(refusalCodes(path.join(FIXTURES, 'codes'))).toEqual([
      ...['insurance.composed', 'loan.fallback', 'loan.first', 'loan.handed-on', 'loan.plain'],
      ...['loan.prefixed', 'loan.second', 'password.too-long', 'password.too-short'],
    ]);
  });

  it('stand each in some test, or on the list of those that still want one', () => {
    const codes = refusalCodes(path.join(ROOT, 'src'));
    expect(codes.length).toBeGreaterThan(800);
    const unnamed = codes.filter((code) => !isNamed(code));
    const listed = Object.values(CODES_WITHOUT_TEST).flatMap((list) => list.trim().split(/\s+/));
    expect(unnamed.filter((code) => !listed.includes(code))).toEqual([]);
    // whoever tests a code takes it off the list, so that the list only shrinks
    expect(listed.filter((code) => !unnamed.includes(code))).toEqual([]);
  });
});
