import { StringDecoder } from 'node:string_decoder';
import type { MarkOrder, RowMark } from './cells.ts';
import type { WorkbookFile } from './inspect-file.ts';
import { createMarkStyles, type MarkStyles } from './mark-styles.ts';
import { spreadsheetFailure } from './spreadsheet-failures.ts';
import { attributes, readWorkbookParts } from './workbook-parts.ts';
import { columnIndex, columnLetters, textCell } from './xml-text.ts';
import { unpackedChunks, unpackedText, type ZipEntry } from './zip-directory.ts';
import { writeZip, type ZipPart } from './zip-writer.ts';

const REASON_WIDTH = 60;

/**
 * Writes the same workbook again with faulty cells filled red and a column of reasons. Every other part is
 * copied as it is and the sheet is edited in place, so layout, formats and the other sheets stay what they
 * were.
 */
export async function markXlsx(file: WorkbookFile, output: string, order: MarkOrder): Promise<void> {
  const parts = await readWorkbookParts(file);
  const sheet = parts.sheets[order.sheet];
  if (!sheet) throw spreadsheetFailure('spreadsheet.damaged');
  const styles = createMarkStyles(parts.styles ? await unpackedText(file.bytes, parts.styles) : null);
  await writeZip(output, markedParts(file, { sheet: sheet.entry, styles: parts.styles }, { order, styles }));
}

interface EditedParts {
  readonly sheet: ZipEntry;
  readonly styles: ZipEntry | null;
}

function* markedParts(file: WorkbookFile, edited: EditedParts, marking: Marking): Generator<ZipPart> {
  for (const entry of file.entries) {
    if (entry === edited.styles || entry.name.endsWith('/')) continue;
    if (entry !== edited.sheet) yield { file: file.bytes, entry };
    else yield { name: entry.name, content: markedSheet(file.bytes, entry, marking) };
  }
  // After the sheet: only then is it known which styles were needed.
  if (edited.styles) yield { name: edited.styles.name, content: [Buffer.from(marking.styles.xml(), 'utf8')] };
}

interface Marking {
  readonly order: MarkOrder;
  readonly styles: MarkStyles;
}

const ROW_START = /<((?:\w+:)?)row(?=[\s/>])([^>]*)>/g;

async function* markedSheet(bytes: Buffer, entry: ZipEntry, marking: Marking): AsyncGenerator<Buffer> {
  const editing = { ...marking, marks: new Map(marking.order.marks.map((mark) => [mark.row, mark])) };
  const decoder = new StringDecoder('utf8');
  const editor = { row: 0, inHead: true };
  let text = '';
  for await (const chunk of unpackedChunks(bytes, entry)) {
    text += decoder.write(chunk);
    const cut = safeCut(text);
    if (cut === 0) continue;
    yield Buffer.from(editRows(text.slice(0, cut), editor, editing), 'utf8');
    text = text.slice(cut);
  }
  yield Buffer.from(editRows(text + decoder.end(), editor, editing), 'utf8');
}

/** End of the last whole row. */
function safeCut(text: string): number {
  const at = text.lastIndexOf('row>');
  return at === -1 || !/<\/(?:\w+:)?$/.test(text.slice(Math.max(0, at - 12), at)) ? 0 : at + 4;
}

interface Editing extends Marking {
  readonly marks: ReadonlyMap<number, RowMark>;
}

function editRows(text: string, editor: { row: number; inHead: boolean }, editing: Editing): string {
  let out = '';
  let done = 0;
  for (const match of text.matchAll(ROW_START)) {
    const [tag, prefix = '', inside = ''] = match;
    const start = match.index;
    if (start < done) continue;
    if (editor.inHead) {
      out += widenHead(text.slice(done, start), editing.order.reasonColumn);
      done = start;
      editor.inHead = false;
    }
    const given = attributes(inside)['r'];
    editor.row = given === undefined ? editor.row + 1 : Number(given);
    if (inside.endsWith('/')) continue;
    const end = text.indexOf(`</${prefix}row>`, start);
    const reason = reasonOf(editor.row, editing);
    if (end === -1 || reason === null) continue;
    const body = text.slice(start + tag.length, end);
    const opening = tag.replace(/\sspans="[^"]*"/, '');
    out += text.slice(done, start) + opening + markCells(body, { row: editor.row, prefix, reason }, editing);
    done = end;
  }
  return out + text.slice(done);
}

function reasonOf(row: number, { order, marks }: Editing): string | null {
  return row === order.headerRow ? order.reasonHeading : (marks.get(row)?.reason ?? null);
}

interface MarkedRow {
  readonly row: number;
  readonly prefix: string;
  readonly reason: string;
}

function markCells(body: string, { row, prefix, reason }: MarkedRow, editing: Editing): string {
  const faulty = new Set(editing.marks.get(row)?.columns ?? []);
  const { reasonColumn } = editing.order;
  const cells = splitCells(body, prefix).filter(({ column }) => column !== reasonColumn);
  const marked = cells.map(({ column, xml }) => ({
    column,
    xml: faulty.delete(column) ? restyle(xml, editing.styles) : xml,
  }));
  for (const column of faulty) {
    const style = editing.styles.faultStyle(0);
    marked.push({ column, xml: `<${prefix}c r="${columnLetters(column)}${row}" s="${style}"/>` });
  }
  const isHeader = row === editing.order.headerRow;
  const style = isHeader ? styleOf(cells.at(-1)?.xml ?? '') : 0;
  const cell = textCell(`${columnLetters(reasonColumn)}${row}`, style, reason);
  marked.push({
    column: reasonColumn,
    xml: prefix === '' ? cell : cell.replace(/<(\/?)(?=\w)/g, `<$1${prefix}`),
  });
  return marked
    .sort((a, b) => a.column - b.column)
    .map(({ xml }) => xml)
    .join('');
}

function splitCells(body: string, prefix: string): { column: number; xml: string }[] {
  const cell = new RegExp(`<${prefix}c(?=[\\s/>])([^>]*?)(?:/>|>.*?</${prefix}c>)`, 'gs');
  let next = 0;
  return [...body.matchAll(cell)].map((match) => {
    const reference = attributes(match[1] ?? '')['r'];
    const column = reference === undefined ? next : columnIndex(reference);
    next = column + 1;
    return { column, xml: match[0] };
  });
}

const STYLE = /^(<[^>]*?\ss=")(\d+)(")/;

const styleOf = (xml: string): number => Number(STYLE.exec(xml)?.[2] ?? '0');

function restyle(xml: string, styles: MarkStyles): string {
  const style = styles.faultStyle(styleOf(xml));
  if (STYLE.test(xml)) return xml.replace(STYLE, `$1${style}$3`);
  return xml.replace(/^<((?:\w+:)?c)/, `<$1 s="${style}"`);
}

/** The part before the rows: the stated size and a width for the added column. */
function widenHead(head: string, reasonColumn: number): string {
  const at = reasonColumn + 1;
  const column = (prefix: string): string =>
    `<${prefix}col min="${at}" max="${at}" width="${REASON_WIDTH}" customWidth="1"/>`;
  const spans = [...head.matchAll(/<(?:\w+:)?col\s([^>]*)>/g)].map((match) => attributes(match[1] ?? ''));
  const taken = spans.some((span) => Number(span['min']) <= at && Number(span['max']) >= at);
  const sized = head.replace(
    /(<(?:\w+:)?dimension ref="[A-Z]+\d+:)([A-Z]+)(\d+")/,
    (whole, start, last, rest) =>
      columnIndex(`${String(last)}1`) >= reasonColumn
        ? String(whole)
        : `${start}${columnLetters(reasonColumn)}${rest}`,
  );
  if (taken) return sized;
  if (spans.length > 0)
    return sized.replace(/<\/((?:\w+:)?)cols>/, (end, prefix: string) => column(prefix) + String(end));
  return sized.replace(
    /<((?:\w+:)?)sheetData/,
    (start, prefix: string) => `<${prefix}cols>${column(prefix)}</${prefix}cols>${String(start)}`,
  );
}
