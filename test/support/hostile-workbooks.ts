import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { writeZip } from '../../src/platform/spreadsheet/zip-writer.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const SHEET_TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface RawWorkbook {
  readonly sheet: Iterable<Buffer> | string;
  readonly sharedStrings?: Iterable<Buffer> | string;
  readonly contentType?: string;
  readonly extra?: Readonly<Record<string, Buffer>>;
  readonly workbook?: string;
}

/** Writes a workbook of raw XML parts, lawful or not. */
export async function writeRawWorkbook(path: string, parts: RawWorkbook): Promise<void> {
  const bytes = (part: Iterable<Buffer> | string) => (typeof part === 'string' ? [Buffer.from(part)] : part);
  const type = parts.contentType ?? `${SHEET_TYPES}.sheet.main+xml`;
  const types =
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${type}"/></Types>`;
  const sheets = '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets>';
  const workbook = parts.workbook ?? `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${sheets}</workbook>`;
  const strings = parts.sharedStrings;
  const targets: [string, string][] = [['worksheet', 'worksheets/sheet1.xml']];
  if (strings !== undefined) targets.push(['sharedStrings', 'sharedStrings.xml']);
  await writeZip(path, [
    { name: '[Content_Types].xml', content: bytes(types) },
    { name: '_rels/.rels', content: bytes(relations([['officeDocument', 'xl/workbook.xml']])) },
    { name: 'xl/workbook.xml', content: bytes(workbook) },
    { name: 'xl/_rels/workbook.xml.rels', content: bytes(relations(targets)) },
    ...(strings === undefined ? [] : [{ name: 'xl/sharedStrings.xml', content: bytes(strings) }]),
    { name: 'xl/worksheets/sheet1.xml', content: bytes(parts.sheet) },
    ...Object.entries(parts.extra ?? {}).map(([name, content]) => ({ name, content: [content] })),
  ]);
}

function relations(targets: readonly (readonly [string, string])[]): string {
  const items = targets.map(([type, target], at) => {
    return `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  });
  return `<Relationships xmlns="${PACKAGE}/relationships">${items.join('')}</Relationships>`;
}

export const sheetXml = (rows: string): string =>
  `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;

/**
 * A sheet of `megabytes` that packs badly (about 12:1) or, when `dull`, as well as zip can (about 1000:1).
 */
export function* hugeSheet(megabytes: number, dull: boolean): Generator<Buffer> {
  yield Buffer.from(`<worksheet xmlns="${MAIN}"><sheetData>`);
  const filler = Buffer.from('<row><c t="str"><v>AAAAAAAAAAAAAAAA</v></c></row>'.repeat(20_000));
  const written = Math.ceil((megabytes * 1024 * 1024) / filler.length);
  for (let at = 0; at < written; at += 1) {
    yield filler;
    if (!dull) yield Buffer.from(`<!--${randomBytes(88 * 1024).toString('base64')}-->`);
  }
  yield Buffer.from('</sheetData></worksheet>');
}

/** Makes the directory of an archive say that every part is small. */
export async function understateSizes(path: string, size: number): Promise<void> {
  const bytes = await readFile(path);
  for (let at = bytes.indexOf('PK\u0001\u0002'); at !== -1; at = bytes.indexOf('PK\u0001\u0002', at + 4)) {
    bytes.writeUInt32LE(Math.min(size, bytes.readUInt32LE(at + 24)), at + 24);
  }
  await writeFile(path, bytes);
}
