import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { check, getFileInfo, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { FIXTURES, ROOT } from './expectations.ts';

async function isFormatted(filepath: string): Promise<boolean> {
  const config = await resolveConfig(filepath);
  return check(await readFile(filepath, 'utf8'), { ...config, filepath });
}

describe('the format check', () => {
  it('refuses an unformatted file and takes a formatted one', async () => {
    expect(await isFormatted(path.join(FIXTURES, 'format/unformatted.ts'))).toBe(false);
    expect(await isFormatted(path.join(ROOT, 'test/architecture/format.test.ts'))).toBe(true);
  });

  it('looks at sources and passes over what is generated or meant to be wrong', async () => {
    const ignorePath = path.join(ROOT, '.prettierignore');
    const ignored = async (file: string): Promise<boolean> =>
      (await getFileInfo(path.join(ROOT, file), { ignorePath })).ignored;
    expect(await ignored('src/kernel/money.ts')).toBe(false);
    expect(await ignored('docs/openapi.json')).toBe(true);
    expect(await ignored('test/architecture/fixtures/format/unformatted.ts')).toBe(true);
  });
});
