import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { USED_COMPONENTS } from '../../web/src/used-components.ts';

const PAGES = new URL('../../web/src/', import.meta.url);
/** Of antd, but without styles: the frame of settings, and what only has types. */
const STYLELESS = new Set(['ConfigProvider']);

it('writes the styles of every component that a page imports', () => {
  const files = readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  );
  const imported = files.flatMap((name) => {
    const [, names = ''] =
      /import \{([^}]*)\} from 'antd'/.exec(readFileSync(new URL(name, PAGES), 'utf8')) ?? [];
    return names.split(',').map((one) => one.trim());
  });
  const components = imported
    .filter((one) => one !== '' && !one.startsWith('type '))
    .map((one) => one.split(' as ')[0] ?? one)
    .filter((one) => !STYLELESS.has(one));
  expect(USED_COMPONENTS).toEqual(expect.arrayContaining([...new Set(components)]));
});
