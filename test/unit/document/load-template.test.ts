import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTemplate } from '../../../src/domains/document/index.ts';
import type { Failure } from '../../../src/kernel/failure.ts';

const root = mkdtempSync(join(tmpdir(), 'sifang-templates-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ours = { slice: 'agreement', name: 'four-party', version: 'v1' };
const original = readFileSync(
  new URL('../../../templates/agreement/four-party/v1/template.json', import.meta.url),
  'utf8',
);

/** Writes a county's own version and loads it. */
function load(version: string, text: string): ReturnType<typeof loadTemplate> {
  const ref = { ...ours, version };
  const directory = join(root, ref.slice, ref.name, ref.version);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'template.json'), text);
  return loadTemplate(ref, root);
}

function faultsOf(version: string, text: string): string {
  try {
    load(version, text);
  } catch (error) {
    return (error as Failure).code + ' ' + JSON.stringify((error as Failure).facts['faults'] ?? null);
  }
  return 'accepted';
}

describe('loadTemplate', () => {
  it.each([
    ['agreement', 'four-party'],
    ['payment', 'payment-list'],
    ['subsidy', 'notice'],
  ])('reads templates/%s/%s/v1 as installed', (slice, name) => {
    const template = loadTemplate({ slice, name, version: 'v1' });
    expect(template.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(loadTemplate({ slice, name, version: 'v1' })).toBe(template);
  });

  it('takes a county version without any code', () => {
    const county = load('gulang-v1', original.replaceAll('精准扶贫四方协议书', '古浪县精准扶贫四方协议书'));
    expect(county.text.blocks[0]).toMatchObject({ text: '古浪县精准扶贫四方协议书' });
    expect(county.sha256).not.toBe(loadTemplate(ours).sha256);
  });

  it.each([
    ['an unknown version', { ...ours, version: 'v99' }],
    ['a way out of the directory', { ...ours, version: '../../../etc' }],
  ])('refuses %s', (_what, ref) => {
    expect(() => loadTemplate(ref, root)).toThrow('document.template-missing');
  });

  it('names what is wrong with a file', () => {
    expect(faultsOf('not-json', '{')).toContain('document.template-invalid');
    expect(faultsOf('unknown-key', original.replace('"perRow"', '"perrow"'))).toContain('blocks.');
    expect(faultsOf('unknown-field', original.replace('{{project}}', '{{projekt}}'))).toContain(
      '{{projekt}}',
    );
    expect(faultsOf('unknown-clause', original.replace('{{clause:funds}}', '{{clause:fund}}'))).toContain(
      'clause:fund',
    );
    expect(faultsOf('open-brace', original.replace('{{project}}', '{{project}'))).toContain('不成对');
    expect(faultsOf('open-bold', original.replace('**{{floor_rate}}%**', '**{{floor_rate}}%'))).toContain(
      '不成对',
    );
    expect(faultsOf('unknown-value', original.replace('"equals": "court"', '"equals": "courts"'))).toContain(
      'courts',
    );
    expect(
      faultsOf(
        'undeclared-condition',
        original.replace('"field": "dispute", "equals": "court"', '"field": "quarrel", "equals": "court"'),
      ),
    ).toContain('quarrel');
    expect(faultsOf('undeclared-rows', original.replace('"rows": "schedule"', '"rows": "plan"'))).toContain(
      'plan',
    );
    expect(faultsOf('clause-twice', original.replace('"id": "term"', '"id": "funds"'))).toContain('funds');
    expect(
      faultsOf('signature-line', original.replace('"负责人（签字）："', '"负责人{{boss}}："')),
    ).toContain('boss');
  });
});
