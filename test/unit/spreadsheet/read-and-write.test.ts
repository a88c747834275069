import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/platform/spreadsheet/read-csv.ts';
import {
  withSpreadsheet,
  writeCsv,
  writeWorkbook,
  type MarkOrder,
  type SheetCell,
  type SheetRow,
} from '../../../src/platform/spreadsheet/spreadsheet.ts';
import { csvField } from '../../../src/platform/spreadsheet/write-csv.ts';
import { writeRawWorkbook } from '../../support/hostile-workbooks.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sifang-sheets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (name: string): string => join(folder, name);

async function readAll(path: string, sheet = 0): Promise<SheetRow[]> {
  return withSpreadsheet(path, async (spreadsheet) => {
    const rows: SheetRow[] = [];
    for await (const row of spreadsheet.rows(sheet)) rows.push(row);
    return rows;
  });
}

const cellsOf = (rows: readonly SheetRow[]) => rows.map(({ cells }) => cells);

const TRICKY: SheetCell[][] = [
  ['户主姓名', '金额', '日期', '真假', '备注'],
  ['阿卜杜·热合曼', 5, { date: '2016-02-29' }, true, '=1+1'],
  ['王㛃𬀩', 3.55, { date: '1950-01-01' }, false, '+86 & <b>"x"</b>'],
  ['629921197810033802', -0.01, { date: '2099-12-31' }, true, '@SUM(A1)'],
  [' 前后空格 ', 0, null, null, '两\n行'],
  ['＝全角', 1e15, null, null, "'撇号"],
];

describe('workbooks', () => {
  it('what is written is read back, formulas stay text', async () => {
    await writeWorkbook(file('tricky.xlsx'), { name: '台账', rows: TRICKY });
    const trimmed = TRICKY.map((cells) => cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1));
    expect(cellsOf(await readAll(file('tricky.xlsx')))).toEqual(trimmed);
  });

  it('another library reads the same cells, and no formula', async () => {
    await writeWorkbook(file('other.xlsx'), {
      name: '台账',
      columns: [
        { width: 20, look: 'text' },
        { width: 12, look: 'money' },
      ],
      rows: [[{ value: '标题', look: 'title' }], ...TRICKY],
      merges: ['A1:E1'],
      frozenRows: 2,
    });
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(file('other.xlsx'));
    const sheet = book.worksheets[0];
    expect(sheet?.getCell('E3').value).toBe('=1+1');
    expect(sheet?.getCell('E3').type).toBe(ExcelJS.ValueType.String);
    expect(sheet?.getCell('C3').value).toEqual(new Date('2016-02-29T00:00:00Z'));
    expect(sheet?.getCell('A5').value).toBe('629921197810033802');
    expect(sheet?.getCell('A5').numFmt).toBe('@');
    expect(sheet?.getCell('B5').numFmt).toBe('#,##0.00');
    expect(sheet?.getCell('B1').isMerged).toBe(true);
  });

  it('a workbook of another library is read alike', async () => {
    const book = new ExcelJS.Workbook();
    const hidden = book.addWorksheet('隐藏');
    hidden.state = 'hidden';
    const sheet = book.addWorksheet('台账 & 汇总');
    sheet.getCell('B2').value = '户主';
    sheet.getCell('D2').value = new Date('2016-05-31T00:00:00Z');
    sheet.getCell('A5').value = { richText: [{ text: '富' }, { text: '文本' }] };
    sheet.getCell('C5').value = { formula: '1+1', result: 2 };
    sheet.getCell('Z5').style = { font: { bold: true } };
    await book.xlsx.writeFile(file('exceljs.xlsx'));
    const sheets = await withSpreadsheet(file('exceljs.xlsx'), async (spreadsheet) => spreadsheet.sheets);
    expect(sheets).toEqual([
      { name: '隐藏', hidden: true },
      { name: '台账 & 汇总', hidden: false },
    ]);
    expect((await readAll(file('exceljs.xlsx'), 1)).filter(({ cells }) => cells.length > 0)).toEqual([
      { row: 2, cells: [null, '户主', null, { date: '2016-05-31' }] },
      { row: 5, cells: ['富文本', null, 2] },
    ]);
  });

  it('equal content gives equal bytes', async () => {
    await writeWorkbook(file('one.xlsx'), { name: '台账', rows: TRICKY });
    await writeWorkbook(file('two.xlsx'), { name: '台账', rows: TRICKY });
    expect((await readFile(file('one.xlsx'))).equals(await readFile(file('two.xlsx')))).toBe(true);
  });

  it('20,000 rows of 76 columns, child and parent small', async () => {
    const row: SheetCell[] = Array.from({ length: 76 }, (_, at) =>
      at % 3 === 0 ? `文字${at}` : at % 3 === 1 ? at : null,
    );
    function* rows() {
      for (let at = 0; at < 20_000; at += 1) yield row;
    }
    await writeWorkbook(file('large.xlsx'), { name: '台账', rows: rows() });
    const before = process.memoryUsage().rss;
    let count = 0;
    let peak = before;
    await withSpreadsheet(
      file('large.xlsx'),
      async (spreadsheet) => {
        for await (const { row: number } of spreadsheet.rows(0)) {
          count = number;
          if (number % 1000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
        }
      },
      { heapMegabytes: 200 },
    );
    expect(count).toBe(20_000);
    expect((peak - before) / 1e6).toBeLessThan(150);
  });
});

describe('CSV', () => {
  const TEXT = '户主姓名,身份证号,金额\r\n"王,㛃","62992119781003380X",5\r\n\r\n"两\n行","他说""好""",=1\r\n';
  const EXPECTED = [
    { row: 1, cells: ['户主姓名', '身份证号', '金额'] },
    { row: 2, cells: ['王,㛃', '62992119781003380X', '5'] },
    { row: 4, cells: ['两\n行', '他说"好"', '=1'] },
  ];

  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with BOM', Buffer.from(`\ufeff${TEXT}`)],
    ['GB18030', iconv.encode(TEXT, 'gb18030')],
    [
      'UTF-16 as "Unicode text"',
      iconv.encode(`\ufeff${TEXT.replaceAll(',', '\t').replace('王\t', '王,')}`, 'utf16le'),
    ],
  ])('%s', async (name, bytes) => {
    await writeFile(file(`${name}.csv`), bytes);
    expect(await readAll(file(`${name}.csv`))).toEqual(EXPECTED);
  });

  it('semicolons, tabs, no line end at the close, numbers kept as text by other programs', () => {
    expect([...readCsv('a;b;c\n1;2;')].map(({ cells }) => cells)).toEqual([
      ['a', 'b', 'c'],
      ['1', '2', ''],
    ]);
    expect([...readCsv('="629921",\'62992\n')].map(({ cells }) => cells)).toEqual([['629921', '62992']]);
    expect([...readCsv('"never closed')].map(({ cells }) => cells)).toEqual([['never closed']]);
  });

  it('any text survives writing and reading', () => {
    const field = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !text.startsWith("'") && !text.startsWith('="'));
    fc.assert(
      fc.property(fc.array(field, { minLength: 2, maxLength: 6 }), (fields) => {
        const line = fields.map(csvField).join(',');
        const [record] = readCsv(`${line},x\r\n`);
        expect(record?.cells).toEqual([...fields, 'x']);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['=1+1', '+1+1', '-1+1', '@A1', '\tx', '\rx', '＝1', '＋x', '－x', '＠x'])(
    '%j is guarded',
    (text) => {
      expect(csvField(text).replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

  it('plain negative numbers are not guarded', () => {
    expect(csvField('-5.00')).toBe('-5.00');
    expect(csvField(-5)).toBe('-5');
  });

  it('is written with BOM and CRLF', async () => {
    await writeCsv(file('out.csv'), [['户主', { date: '2016-05-31' }, null, 5]]);
    expect(await readFile(file('out.csv'), 'utf8')).toBe('\ufeff户主,2016-05-31,,5\r\n');
  });
});

describe('marked files', () => {
  const ORDER: MarkOrder = {
    sheet: 0,
    headerRow: 2,
    reasonColumn: 3,
    reasonHeading: '错误原因',
    marks: [
      { row: 3, columns: [1], reason: '“金额”超过上限 <5 & "6"' },
      { row: 5, columns: [0, 2], reason: '两处错误' },
    ],
  };
  const ROWS: SheetCell[][] = [
    ['标题'],
    ['户主', '金额', '日期'],
    ['甲', 8, { date: '2016-05-31' }],
    ['乙', 5, null],
    [null, 5, '无'],
  ];
  const isRed = (cell: ExcelJS.Cell | undefined): boolean =>
    cell?.fill?.type === 'pattern' && cell.fill.pattern === 'solid' && cell.fill.fgColor?.argb === 'FFFF7C80';

  it('the same workbook comes back with red cells and reasons, everything else as it was', async () => {
    const source = new ExcelJS.Workbook();
    const sheet = source.addWorksheet('台账');
    ROWS.forEach((row) =>
      sheet.addRow(
        row.map((cell) => (cell !== null && typeof cell === 'object' ? new Date(cell.date) : cell)),
      ),
    );
    sheet.mergeCells('A1:C1');
    sheet.getColumn(2).numFmt = '#,##0.00';
    sheet.getCell('B3').font = { bold: true };
    source.addWorksheet('说明').getCell('A1').value = '不动';
    await source.xlsx.writeFile(file('source.xlsx'));
    await withSpreadsheet(file('source.xlsx'), (spreadsheet) => spreadsheet.mark(file('marked.xlsx'), ORDER));

    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(file('marked.xlsx'));
    const marked = book.getWorksheet('台账');
    expect(['D2', 'D3', 'D4', 'D5'].map((at) => marked?.getCell(at).value)).toEqual([
      '错误原因',
      '“金额”超过上限 <5 & "6"',
      null,
      '两处错误',
    ]);
    const red = ['A3', 'B3', 'C3', 'A5', 'B5', 'C5', 'B4'].filter((at) => isRed(marked?.getCell(at)));
    expect(red).toEqual(['B3', 'A5', 'C5']);
    expect(marked?.getCell('B3').numFmt).toBe('#,##0.00');
    expect(marked?.getCell('B3').font?.bold).toBe(true);
    expect(marked?.getCell('C3').value).toEqual(new Date('2016-05-31T00:00:00Z'));
    expect(marked?.getCell('B1').isMerged).toBe(true);
    expect(book.getWorksheet('说明')?.getCell('A1').value).toBe('不动');
    const before = await readAll(file('source.xlsx'));
    const after = await readAll(file('marked.xlsx'));
    expect(after.map(({ cells }) => cells.slice(0, 3))).toEqual(before.map(({ cells }) => cells));
  });

  it('also a sheet with prefixed tags, no references and empty rows', async () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const cell = (text: string): string => `<x:c t="str"><x:v>${text}</x:v></x:c>`;
    const rows = `<x:row>${cell('标题')}</x:row><x:row>${cell('户主')}${cell('金额')}</x:row><x:row>${cell('甲')}${cell('8')}</x:row><x:row/><x:row>${cell('乙')}</x:row>`;
    await writeRawWorkbook(file('prefixed.xlsx'), {
      sheet: `<x:worksheet xmlns:x="${main}"><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
    });
    await withSpreadsheet(file('prefixed.xlsx'), (spreadsheet) =>
      spreadsheet.mark(file('prefixed-out.xlsx'), ORDER),
    );
    expect((await readAll(file('prefixed-out.xlsx'))).map(({ cells }) => cells[3] ?? null)).toEqual([
      null,
      '错误原因',
      '“金额”超过上限 <5 & "6"',
      '两处错误',
    ]);
  });

  it('an output that cannot be written is said, and leaves nothing behind', async () => {
    await writeWorkbook(file('plain.xlsx'), { name: '台账', rows: ROWS });
    const marking = withSpreadsheet(file('plain.xlsx'), (spreadsheet) =>
      spreadsheet.mark(file('no/where.xlsx'), ORDER),
    );
    await expect(marking).rejects.toMatchObject({ code: 'spreadsheet.not-writable' });
    await expect(writeWorkbook(file('no/where.xlsx'), { name: '台账', rows: ROWS })).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await expect(writeCsv(file('no/where.csv'), ROWS)).rejects.toMatchObject({ code: 'ENOENT' });
    await spoiltWriting();
  });

  async function spoiltWriting(): Promise<void> {
    function* rows(): Generator<SheetCell[]> {
      yield ['one'];
      throw new Error('the source of rows broke');
    }
    await expect(writeWorkbook(file('spoilt.xlsx'), { name: '台账', rows: rows() })).rejects.toThrow(
      'the source of rows broke',
    );
    expect(existsSync(file('spoilt.xlsx'))).toBe(false);
  }

  it('a CSV comes back as CSV, or as a workbook with red cells', async () => {
    await writeFile(
      file('source.csv'),
      iconv.encode('标题\n户主,金额,日期\n甲,8,2016-05-31\n乙,5\n,5,无\n', 'gb18030'),
    );
    await withSpreadsheet(file('source.csv'), async (spreadsheet) => {
      await spreadsheet.mark(file('marked.csv'), ORDER);
      await spreadsheet.mark(file('marked-csv.xlsx'), ORDER);
    });
    expect(await readFile(file('marked.csv'), 'utf8')).toBe(
      '\ufeff标题\r\n户主,金额,日期,错误原因\r\n甲,8,2016-05-31,"“金额”超过上限 <5 & ""6"""\r\n乙,5\r\n,5,无,两处错误\r\n',
    );
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(file('marked-csv.xlsx'));
    expect(isRed(book.worksheets[0]?.getCell('B3'))).toBe(true);
    expect(book.worksheets[0]?.getCell('D3').value).toContain('超过上限');
  });
});
