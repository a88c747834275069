import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/kernel/failure.ts';
import {
  withSpreadsheet,
  type OpenSpreadsheet,
  type SpreadsheetLimits,
} from '../../../src/platform/spreadsheet/spreadsheet.ts';
import { hugeSheet, sheetXml, understateSizes, writeRawWorkbook } from '../../support/hostile-workbooks.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sifang-hostile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Refusal {
  readonly code: string;
  readonly grownMegabytes: number;
}

/** Reads a file to its end and tells how it was refused. */
async function refusalOf(path: string, limits: Partial<SpreadsheetLimits> = {}): Promise<Refusal> {
  const before = process.memoryUsage().rss;
  let peak = before;
  const readToEnd = async (spreadsheet: OpenSpreadsheet): Promise<string> => {
    for await (const { row } of spreadsheet.rows(0)) {
      if (row % 100 === 0) peak = Math.max(peak, process.memoryUsage().rss);
    }
    return 'accepted';
  };
  const code = await withSpreadsheet(path, readToEnd, limits).catch((error: unknown) => {
    if (error instanceof Failure) return error.code;
    throw error;
  });
  peak = Math.max(peak, process.memoryUsage().rss);
  return { code, grownMegabytes: (peak - before) / 1e6 };
}

const file = (name: string): string => join(folder, name);

describe('bombs are refused, and without memory in the parent', () => {
  it('a workbook of about 13 MB that unpacks to 150 MB', async () => {
    await writeRawWorkbook(file('large.xlsx'), { sheet: hugeSheet(140, false) });
    const { size } = await stat(file('large.xlsx'));
    expect(size).toBeGreaterThan(12_000_000);
    expect(size).toBeLessThan(15_000_000);
    const refusal = await refusalOf(file('large.xlsx'));
    expect(refusal.code).toBe('spreadsheet.bomb');
    expect(refusal.grownMegabytes).toBeLessThan(150);
  });

  it('a workbook that packs 1000:1', async () => {
    await writeRawWorkbook(file('dull.xlsx'), { sheet: hugeSheet(60, true) });
    const refusal = await refusalOf(file('dull.xlsx'));
    expect(refusal.code).toBe('spreadsheet.bomb');
    expect(refusal.grownMegabytes).toBeLessThan(150);
  });

  it('shared strings that unpack to far more than the directory says', async () => {
    await writeRawWorkbook(file('liar.xlsx'), {
      sheet: sheetXml('<row/>'),
      sharedStrings: hugeSheet(300, true),
    });
    await understateSizes(file('liar.xlsx'), 5000);
    const refusal = await refusalOf(file('liar.xlsx'));
    expect(refusal.code).toBe('spreadsheet.bomb');
    expect(refusal.grownMegabytes).toBeLessThan(150);
  });

  it('entities that blow up (billion laughs)', async () => {
    const doctype = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
    await writeRawWorkbook(file('laughs.xlsx'), {
      sheet: `<?xml version="1.0"?>${doctype}${sheetXml('<row/>')}`,
    });
    expect((await refusalOf(file('laughs.xlsx'))).code).toBe('spreadsheet.bomb');
  });

  it('a child that runs out of memory is a refusal, not a crash', async () => {
    await writeRawWorkbook(file('heavy.xlsx'), { sheet: hugeSheet(40, false) });
    const refusal = await refusalOf(file('heavy.xlsx'), { heapMegabytes: 12, rows: 10_000_000 });
    expect(refusal.code).toBe('spreadsheet.too-complex');
  });

  it('a child that works too long is stopped', async () => {
    await writeRawWorkbook(file('slow.xlsx'), { sheet: hugeSheet(40, false) });
    const refusal = await refusalOf(file('slow.xlsx'), { milliseconds: 300, rows: 10_000_000 });
    expect(refusal.code).toBe('spreadsheet.too-slow');
  });
});

describe('limits inside a lawful workbook', () => {
  const cells = (count: number): string => `<row r="1">${'<c t="str"><v>x</v></c>'.repeat(count)}</row>`;

  it.each([
    [
      'too many rows',
      sheetXml('<row r="60000"><c r="A60000" t="str"><v>x</v></c></row>'),
      'spreadsheet.too-many-rows',
    ],
    ['too many columns', sheetXml(cells(600)), 'spreadsheet.too-many-columns'],
    [
      'a very long cell',
      sheetXml(`<row r="1"><c t="str"><v>${'长'.repeat(5000)}</v></c></row>`),
      'spreadsheet.cell-too-long',
    ],
    ['broken XML', sheetXml('<row r="1"><c></row>').slice(0, -20), 'spreadsheet.damaged'],
  ])('%s', async (name, sheet, code) => {
    const path = file(`${name}.xlsx`);
    await writeRawWorkbook(path, { sheet });
    expect((await refusalOf(path)).code).toBe(code);
  });

  it('a part whose checksum does not fit', async () => {
    await writeRawWorkbook(file('flipped.xlsx'), {
      sheet: sheetXml('<row r="1"><c t="str"><v>50000</v></c></row>'),
    });
    const bytes = await readFile(file('flipped.xlsx'));
    const entry = bytes.indexOf('PK\u0001\u0002');
    bytes.writeUInt32LE(bytes.readUInt32LE(entry + 16) ^ 1, entry + 16);
    await writeFile(file('flipped.xlsx'), bytes);
    expect((await refusalOf(file('flipped.xlsx'))).code).toBe('spreadsheet.damaged');
  });

  it('a file over the size limit is not even read', async () => {
    await writeFile(file('big.csv'), 'a,b\n'.repeat(1000));
    expect((await refusalOf(file('big.csv'), { fileBytes: 1000 })).code).toBe('spreadsheet.file-too-large');
  });
});

describe('files that are no plain workbook', () => {
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]);

  it.each([
    ['an old .xls renamed', ole, 'spreadsheet.old-format'],
    [
      'an encrypted workbook',
      Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]),
      'spreadsheet.encrypted',
    ],
    [
      'a web page called .xls',
      Buffer.from('<html><table><tr><td>户主姓名</td></tr></table></html>'),
      'spreadsheet.old-format',
    ],
    ['a PDF', Buffer.from('%PDF-1.7 text'), 'spreadsheet.not-a-workbook'],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'spreadsheet.not-a-workbook'],
    ['an empty file', Buffer.alloc(0), 'spreadsheet.not-a-workbook'],
    ['bytes of no encoding', Buffer.from([0x80, 0xff, 0xff, 0x2c, 0x81, 0x0a]), 'spreadsheet.not-a-workbook'],
    ['a cut-off zip', Buffer.from('504b0304140000000800', 'hex'), 'spreadsheet.damaged'],
  ])('%s', async (name, bytes, code) => {
    await writeFile(file(`${name}.xlsx`), bytes);
    expect((await refusalOf(file(`${name}.xlsx`))).code).toBe(code);
  });

  it('a workbook with macros, by type and by part', async () => {
    const contentType = 'application/vnd.ms-excel.sheet.macroEnabled.main+xml';
    await writeRawWorkbook(file('typed.xlsm'), { sheet: sheetXml(''), contentType });
    await writeRawWorkbook(file('part.xlsx'), {
      sheet: sheetXml(''),
      extra: { 'xl/vbaProject.bin': Buffer.from('x') },
    });
    expect((await refusalOf(file('typed.xlsm'))).code).toBe('spreadsheet.macros');
    expect((await refusalOf(file('part.xlsx'))).code).toBe('spreadsheet.macros');
  });

  it('a zip of something else', async () => {
    await writeRawWorkbook(file('word.docx'), { sheet: sheetXml(''), contentType: 'application/msword' });
    expect((await refusalOf(file('word.docx'))).code).toBe('spreadsheet.not-a-workbook');
  });

  it('a file that is not there', async () => {
    expect((await refusalOf(file('none.xlsx'))).code).toBe('spreadsheet.not-found');
    expect((await refusalOf(folder)).code).toBe('spreadsheet.not-found');
  });
});
