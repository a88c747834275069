import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  allPermissions,
  narrowingOf,
  permissionsOf,
  ROLES,
} from '../../../src/domains/identity/core/permissions.ts';

const DOCUMENT = new URL('../../../docs/security.md', import.meta.url);

/** Cells of the table below a heading, without its head and rule. */
function tableUnder(heading: string): string[][] {
  const section = readFileSync(DOCUMENT, 'utf8').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}

describe('docs/security.md', () => {
  it('names for every permission exactly those who hold it', () => {
    const granted = allPermissions().map((permission) => [
      permission,
      ROLES.filter((role) => permissionsOf(role).has(permission)).join(', '),
    ]);
    expect(tableUnder('Permissions')).toEqual(granted);
  });

  it('names every role with what it is narrowed to', () => {
    const roles = tableUnder('Roles').map(([role, , narrowing]) => [role, narrowing]);
    expect(roles).toEqual(ROLES.map((role) => [role, narrowingOf(role) ?? '–']));
  });

  it('names tests that exist', () => {
    const cells = tableUnder('Threat, measure, test').map((row) => row[2] ?? '');
    const named = cells.flatMap((cell) => [...cell.matchAll(/(test\/\S+\.ts)(?: "([^"]+)")?/g)]);
    expect(named.length).toBeGreaterThan(cells.length - 1);
    for (const [, path = '', title = ''] of named) {
      expect(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')).toContain(title);
    }
  });
});
