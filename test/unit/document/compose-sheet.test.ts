import { describe, expect, it } from 'vitest';
import { composeSheet, pageRowsOf, withRows } from '../../../src/domains/document/core/compose-sheet.ts';
import type { BlockTemplate, SheetFields, Template } from '../../../src/domains/document/core/template.ts';
import type { Failure } from '../../../src/kernel/failure.ts';
import type { Sheet } from '../../../src/kernel/sheet.ts';

function template(blocks: BlockTemplate[]): Template {
  return {
    ref: { slice: 'agreement', name: 'trial', version: 'v1' },
    sha256: 'ab'.repeat(32),
    text: {
      format: 1,
      title: '协议 {{no}}',
      layout: {
        orientation: 'portrait',
        margins: { top: 30, right: 20, bottom: 20, left: 28 },
        bodySize: 10,
        leading: 15,
      },
      reference: '编号：{{no}}',
      footer: '{{template_stamp}}',
      pageLabel: '第 {page} 页',
      fields: {
        issued_on: { kind: 'text' },
        no: { kind: 'text' },
        dispute: { kind: 'text', values: ['court', 'arbitration'] },
        body: { kind: 'text', optional: true },
        people: { kind: 'rows', optional: true },
        lines: { kind: 'lines', optional: true },
      },
      blocks,
    },
  };
}

const fields: SheetFields = { issued_on: '2016-05-18', no: '0001', dispute: 'court', body: '泾川县人民法院' };
const clause = (
  id: string,
  text: string,
  more: Partial<Extract<BlockTemplate, { kind: 'clause' }>> = {},
): BlockTemplate => ({
  kind: 'clause',
  id,
  heading: '标题',
  items: [{ text }],
  ...more,
});

function failureOf(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('nothing was refused');
}

function texts(sheet: Sheet): string[] {
  return sheet.blocks.map((block) =>
    block.kind === 'paragraph'
      ? block.spans.map((span) => span.text).join('')
      : 'text' in block
        ? block.text
        : block.kind,
  );
}

describe('composeSheet', () => {
  it('makes every string final', () => {
    const sheet = composeSheet(template([clause('a', '向{{body}}起诉')]), fields);
    expect(sheet).toMatchObject({
      title: '协议 0001',
      reference: '编号：0001',
      issuedOn: '2016-05-18',
      qr: null,
    });
    expect(sheet.footer).toBe('agreement/trial/v1·abababab');
    expect(JSON.stringify(sheet)).not.toContain('{{');
  });

  it('refuses absent and blank fields by name', () => {
    const failure = failureOf(() => composeSheet(template([]), { issued_on: '2016-05-18', no: ' ' }));
    expect(failure.code).toBe('document.fields-missing');
    expect(failure.facts['fields']).toEqual(['no', 'dispute']);
  });

  it('refuses a value outside the declared ones, so that no paper names court and arbitration together', () => {
    const failure = failureOf(() => composeSheet(template([]), { ...fields, dispute: 'court,arbitration' }));
    expect(failure.code).toBe('document.field-value-refused');
  });

  it('refuses an issuing date that is no date', () => {
    expect(
      failureOf(() => composeSheet(template([]), { ...fields, issued_on: '2016-02-30' })).facts['field'],
    ).toBe('issued_on');
  });

  it('prints by condition and numbers only what is printed', () => {
    const blocks = [
      clause('one', '一'),
      clause('two', '二', { when: { field: 'dispute', equals: 'arbitration' } }),
      clause('three', '见{{clause:one}}'),
    ];
    expect(texts(composeSheet(template(blocks), fields))).toEqual([
      '第一条　标题',
      '一',
      '第二条　标题',
      '见第一条',
    ]);
  });

  it('numbers printed items, and leaves a single one without a number', () => {
    const when = { field: 'body', filled: false } as const;
    const items = [
      { text: '甲' },
      { text: '无', when },
      { text: '乙', items: [{ text: '丙' }, { text: '丁' }] },
    ];
    const [, ...rest] = texts(composeSheet(template([clause('a', '', { items })]), fields));
    expect(rest).toEqual(['（一）甲', '（二）乙', '1．丙', '2．丁']);
    const [, ...single] = texts(
      composeSheet(template([clause('a', '', { items: items.slice(0, 2) })]), fields),
    );
    expect(single).toEqual(['甲']);
  });

  it('refuses a reference to a clause that is not printed', () => {
    const blocks = [
      clause('one', '见{{clause:two}}'),
      clause('two', '二', { when: { field: 'dispute', equals: 'arbitration' } }),
    ];
    expect(failureOf(() => composeSheet(template(blocks), fields)).code).toBe('document.template-invalid');
  });

  it('reads bold marks in the template, never in a value', () => {
    const sheet = composeSheet(template([clause('a', '甲**{{body}}**乙')]), { ...fields, body: '**法院**' });
    const block = sheet.blocks[1];
    expect(block?.kind === 'paragraph' ? block.spans : []).toEqual([
      { text: '甲' },
      { text: '**法院**', bold: true },
      { text: '乙' },
    ]);
  });

  it('never fills a value into a value', () => {
    const sheet = composeSheet(template([clause('a', '{{body}}')]), { ...fields, body: '{{no}}' });
    expect(texts(sheet)[1]).toBe('{{no}}');
  });

  it('plans the pages of a long list and takes its rows', () => {
    const columns = [{ title: '序号', weight: 1, align: 'left' as const }];
    const capacity = { only: 2, first: 2, middle: 3, last: 2 };
    const block = { kind: 'paged-table' as const, columns, lines: 'lines', rowHeight: 20, capacity };
    const sheet = composeSheet(template([block]), { ...fields, lines: { count: 6 } });
    expect(pageRowsOf(sheet)).toEqual([2, 3, 1]);
    const rows = [{ kind: 'line' as const, cells: ['1'] }];
    expect(withRows(sheet, rows).blocks[0]).toMatchObject({ rows });
  });

  it('turns a table field into rows and leaves a conditional table out when it is empty', () => {
    const columns = [{ title: '姓名', weight: 1, align: 'left' as const }];
    const when = { field: 'people', filled: true };
    const table = { kind: 'table' as const, columns, rows: 'people', when };
    expect(composeSheet(template([table]), fields).blocks).toEqual([]);
    expect(composeSheet(template([table]), { ...fields, people: [] }).blocks).toEqual([]);
    expect(composeSheet(template([table]), { ...fields, people: [['张']] }).blocks).toEqual([
      { kind: 'table', columns, rows: [['张']] },
    ]);
  });
});
