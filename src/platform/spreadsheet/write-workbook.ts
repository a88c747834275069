import type { Writable } from 'node:stream';
import type { SheetCell } from './cells.ts';
import { columnLetters, escapeXml, styleAttribute, textCell } from './xml-text.ts';
import { writeZip, type ZipPart } from './zip-writer.ts';

/** Looks a written cell can have; `text` keeps long numbers as text. */
export const CELL_LOOKS = [
  'plain',
  'header',
  'title',
  'text',
  'date',
  'money',
  'percent',
  'fault',
  'reason',
] as const;
export type CellLook = (typeof CELL_LOOKS)[number];

/** A cell to write: a bare value, or a value with a look of its own. */
export type WrittenCell = SheetCell | { readonly value: SheetCell; readonly look: CellLook };

export interface WrittenColumn {
  readonly width?: number;
  readonly look?: CellLook;
}

export interface WrittenSheet {
  readonly name: string;
  readonly columns?: readonly WrittenColumn[];
  readonly rows: Iterable<readonly WrittenCell[]> | AsyncIterable<readonly WrittenCell[]>;
  /** `A1:F1` … */
  readonly merges?: readonly string[];
  /** Rows that stay in sight. */
  readonly frozenRows?: number;
}

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const CHUNK = 64 * 1024;
// Serial 25569 is 1970-01-01.
const DAY_MILLISECONDS = 86_400_000;
const SERIAL_OF_1970 = 25_569;

/** Streams a one-sheet workbook to a path or stream in constant memory. Equal content gives equal bytes. */
export async function writeWorkbook(target: string | Writable, sheet: WrittenSheet): Promise<void> {
  const part = (name: string, text: string): ZipPart => ({
    name,
    content: [Buffer.from(DECLARATION + text, 'utf8')],
  });
  const relations = relationList([
    ['worksheet', 'worksheets/sheet1.xml'],
    ['styles', 'styles.xml'],
  ]);
  await writeZip(target, [
    part('[Content_Types].xml', contentTypes()),
    part('_rels/.rels', relationList([['officeDocument', 'xl/workbook.xml']])),
    part('xl/workbook.xml', workbookXml(sheet.name)),
    part('xl/_rels/workbook.xml.rels', relations),
    part('xl/styles.xml', stylesXml()),
    { name: 'xl/worksheets/sheet1.xml', content: sheetXml(sheet) },
  ]);
}

function contentTypes(): string {
  const override = (name: string, type: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="${SHEET_TYPE}.${type}+xml"/>`;
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    override('workbook', 'sheet.main') +
    override('worksheets/sheet1', 'worksheet') +
    override('styles', 'styles') +
    '</Types>'
  );
}

function relationList(targets: readonly (readonly [type: string, target: string])[]): string {
  const items = targets.map(
    ([type, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${items.join('')}</Relationships>`;
}

function workbookXml(name: string): string {
  const safe = escapeXml(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31));
  return (
    `<workbook xmlns="${NAMESPACE}" xmlns:r="${RELATIONS}">` +
    `<sheets><sheet name="${safe}" sheetId="1" r:id="rId1"/></sheets></workbook>`
  );
}

function stylesXml(): string {
  const font = (extra: string, size: number): string =>
    `<font>${extra}<sz val="${size}"/><name val="宋体"/></font>`;
  const fill = (color: string): string =>
    `<fill><patternFill patternType="solid"><fgColor rgb="${color}"/><bgColor indexed="64"/></patternFill></fill>`;
  const edge = ['left', 'right', 'top', 'bottom'].map((side) => `<${side} style="thin"/>`).join('');
  const centre = '<alignment horizontal="center" vertical="center" wrapText="1"/>';
  const xf = (attributes: string, inner = ''): string =>
    `<xf xfId="0" ${attributes} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" ` +
    `applyAlignment="1">${inner}</xf>`;
  const bare = (format: number, inner?: string): string =>
    xf(`numFmtId="${format}" fontId="0" fillId="0" borderId="0"`, inner);
  // In the order of CELL_LOOKS. 49 is text (@), 14 a date, 4 money with thousands, 164 up to four decimals.
  const looks = [
    bare(0),
    xf('numFmtId="49" fontId="1" fillId="2" borderId="1"', centre),
    xf('numFmtId="0" fontId="2" fillId="0" borderId="0"', centre),
    bare(49),
    bare(14),
    bare(4),
    bare(164),
    xf('numFmtId="49" fontId="0" fillId="3" borderId="0"'),
    bare(49, '<alignment vertical="top" wrapText="1"/>'),
  ];
  return (
    `<styleSheet xmlns="${NAMESPACE}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.00##"/></numFmts>` +
    `<fonts count="3">${font('', 11)}${font('<b/>', 11)}${font('<b/>', 16)}</fonts>` +
    '<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    `${fill('FFD9E2EC')}${fill('FFFF7C80')}</fills>` +
    `<borders count="2"><border><left/><right/><top/><bottom/></border><border>${edge}</border></borders>` +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${looks.length}">${looks.join('')}</cellXfs></styleSheet>`
  );
}

async function* sheetXml(sheet: WrittenSheet): AsyncGenerator<Buffer> {
  let text = `${DECLARATION}<worksheet xmlns="${NAMESPACE}">${viewXml(sheet)}${columnsXml(sheet)}<sheetData>`;
  let row = 0;
  for await (const cells of sheet.rows) {
    row += 1;
    text += rowXml(row, cells, sheet.columns ?? []);
    if (text.length < CHUNK) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  const merges = (sheet.merges ?? []).map((range) => `<mergeCell ref="${range}"/>`);
  const merged =
    merges.length > 0 ? `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>` : '';
  yield Buffer.from(`${text}</sheetData>${merged}</worksheet>`, 'utf8');
}

function viewXml({ frozenRows = 0 }: WrittenSheet): string {
  if (frozenRows === 0) return '';
  const pane = `<pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/>`;
  return `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
}

function columnsXml({ columns = [] }: WrittenSheet): string {
  const items = columns.map(({ width = 12, look = 'plain' }, at) => {
    const style = CELL_LOOKS.indexOf(look);
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" style="${style}" customWidth="1"/>`;
  });
  return items.length > 0 ? `<cols>${items.join('')}</cols>` : '';
}

function rowXml(row: number, cells: readonly WrittenCell[], columns: readonly WrittenColumn[]): string {
  const inner = cells.map((cell, at) => {
    const own = cell !== null && typeof cell === 'object' && 'look' in cell;
    const value = own ? cell.value : cell;
    const isDate = value !== null && typeof value === 'object';
    const look = own ? cell.look : isDate ? 'date' : (columns[at]?.look ?? 'plain');
    return cellXml(`${columnLetters(at)}${row}`, CELL_LOOKS.indexOf(look), value);
  });
  return `<row r="${row}">${inner.join('')}</row>`;
}

function cellXml(reference: string, style: number, value: SheetCell): string {
  if (value === null || value === '')
    return style === 0 ? '' : `<c r="${reference}"${styleAttribute(style)}/>`;
  if (typeof value === 'string') return textCell(reference, style, value);
  const opening = `<c r="${reference}"${styleAttribute(style)}`;
  if (typeof value === 'boolean') return `${opening} t="b"><v>${value ? 1 : 0}</v></c>`;
  const number = typeof value === 'number' ? value : serialOf(value.date);
  return `${opening}><v>${number}</v></c>`;
}

function serialOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MILLISECONDS + SERIAL_OF_1970;
}
