import iconv from 'iconv-lite';
import type { SheetRow } from './cells.ts';
import { spreadsheetFailure } from './spreadsheet-failures.ts';

/** Decodes CSV bytes: BOM first, then strict UTF-8, else GB18030 (what Chinese Excel writes). */
export function decodeText(bytes: Buffer): string {
  if (bytes.length > 1 && (bytes.readUInt16LE(0) === 0xfeff || bytes.readUInt16LE(0) === 0xfffe)) {
    return iconv.decode(bytes, 'utf16');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = iconv.decode(bytes, 'gb18030');
    if (text.includes('\ufffd')) throw spreadsheetFailure('spreadsheet.not-a-workbook');
    return text;
  }
}

const DELIMITERS = [',', '\t', ';', '，'] as const;

/** The delimiter that the first lines have most of, outside quotes. */
export function detectDelimiter(text: string): string {
  const sample = text.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => sample.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * Splits CSV text into records; a record with line breaks inside quotes is one row, a blank line is a row
 * too.
 */
export function* readCsv(text: string): Generator<SheetRow> {
  const delimiter = detectDelimiter(text);
  let row = 1;
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    const field = readField(text, at, delimiter);
    cells.push(unguard(field.value));
    at = field.end + 1;
    if (text[field.end] === delimiter) {
      if (at >= text.length) cells.push('');
      continue;
    }
    if (text[field.end] === '\r' && text[at] === '\n') at += 1;
    yield { row, cells };
    row += 1;
    cells = [];
  }
  if (cells.length > 0) yield { row, cells };
}

function readField(text: string, start: number, delimiter: string): { value: string; end: number } {
  if (text[start] !== '"') {
    const end = endOfField(text, start, delimiter);
    return { value: text.slice(start, end), end };
  }
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { value: value + text.slice(at), end: text.length };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const end = endOfField(text, quote + 1, delimiter);
      return { value: value + text.slice(quote + 1, end), end };
    }
    value += '"';
    at = quote + 2;
  }
}

function endOfField(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

/** Undoes what is written to keep long numbers text (`="6299…"`) and our own guard (`'=1+1`). */
function unguard(value: string): string {
  const formula = /^="([^"]*)"$/.exec(value);
  if (formula) return formula[1] ?? '';
  return /^'[=+\-@\t\r\n0-9＝＋－＠]/.test(value) ? value.slice(1) : value;
}
