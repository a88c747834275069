import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { SpreadsheetLimits } from './limits.ts';
import { spreadsheetFailure } from './spreadsheet-failures.ts';
import { readZipDirectory, unpackedChunks, unpackedText, type ZipEntry } from './zip-directory.ts';

export interface WorkbookFile {
  readonly kind: 'xlsx';
  readonly bytes: Buffer;
  readonly entries: readonly ZipEntry[];
}

export interface TextFile {
  readonly kind: 'csv';
  readonly bytes: Buffer;
}

const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ZIP_MAGIC = Buffer.from('504b0304', 'hex');
const LOOKED_AT = 1024 * 1024;
const TAIL = 64;

/** Reads a file and refuses it before anything of it is parsed: size, format, password, macros, bombs. */
export async function inspectFile(path: string, limits: SpreadsheetLimits): Promise<WorkbookFile | TextFile> {
  const bytes = await readWithin(path, limits.fileBytes);
  if (bytes.subarray(0, 8).equals(OLE_MAGIC)) {
    const encrypted = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw spreadsheetFailure(encrypted ? 'spreadsheet.encrypted' : 'spreadsheet.old-format');
  }
  if (!bytes.subarray(0, 4).equals(ZIP_MAGIC)) return inspectText(bytes);
  const entries = readZipDirectory(bytes);
  checkSizes(entries, limits);
  await checkWorkbook(bytes, entries);
  for (const entry of entries) await checkPart(bytes, entry);
  return { kind: 'xlsx', bytes, entries };
}

async function readWithin(path: string, most: number): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) throw spreadsheetFailure('spreadsheet.not-found');
  try {
    const { size } = await file.stat();
    if (size > most) throw spreadsheetFailure('spreadsheet.file-too-large', { bytes: size, most });
    return await file.readFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') throw spreadsheetFailure('spreadsheet.not-found');
    throw error;
  } finally {
    await file.close();
  }
}

function inspectText(bytes: Buffer): TextFile {
  const utf16 = bytes.length > 1 && (bytes.readUInt16LE(0) === 0xfeff || bytes.readUInt16LE(0) === 0xfffe);
  if (bytes.length === 0 || (!utf16 && bytes.includes(0)))
    throw spreadsheetFailure('spreadsheet.not-a-workbook');
  const start = bytes
    .subarray(0, 512)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (/^<(\?xml|!doctype|html|table|style|meta)/i.test(start))
    throw spreadsheetFailure('spreadsheet.old-format');
  if (/^(%PDF|\{\\rtf)/.test(start)) throw spreadsheetFailure('spreadsheet.not-a-workbook');
  return { kind: 'csv', bytes };
}

function checkSizes(entries: readonly ZipEntry[], limits: SpreadsheetLimits): void {
  let total = 0;
  for (const { unpacked, packed, method, encrypted } of entries) {
    if (encrypted) throw spreadsheetFailure('spreadsheet.encrypted');
    if (method !== 0 && method !== 8) throw spreadsheetFailure('spreadsheet.damaged');
    total += unpacked;
    const ratio = unpacked / Math.max(packed, 1);
    if (total > limits.unpackedBytes || (unpacked > LOOKED_AT && ratio > limits.ratio)) {
      throw spreadsheetFailure('spreadsheet.bomb', { most: limits.unpackedBytes });
    }
  }
}

async function checkWorkbook(bytes: Buffer, entries: readonly ZipEntry[]): Promise<void> {
  const types = entries.find(({ name }) => name === '[Content_Types].xml');
  if (!types || types.unpacked > LOOKED_AT) throw spreadsheetFailure('spreadsheet.not-a-workbook');
  const text = await unpackedText(bytes, types);
  if (/macroEnabled/i.test(text) || entries.some(({ name }) => /vbaProject\.bin$/i.test(name))) {
    throw spreadsheetFailure('spreadsheet.macros');
  }
  if (!/spreadsheetml\.(sheet|template)\.main\+xml/.test(text))
    throw spreadsheetFailure('spreadsheet.not-a-workbook');
}

/**
 * Unpacks a part once, counting: sizes in the directory may lie, and a sheet cut short would lose rows in
 * silence. Office writes no DOCTYPE, so one is an attack.
 */
async function checkPart(bytes: Buffer, entry: ZipEntry): Promise<void> {
  let crc = 0;
  let length = 0;
  let tail = '';
  try {
    for await (const chunk of unpackedChunks(bytes, entry)) {
      if (length === 0 && chunk.subarray(0, 4096).includes('<!DOCTYPE'))
        throw spreadsheetFailure('spreadsheet.bomb');
      crc = crc32(chunk, crc);
      length += chunk.length;
      tail = (tail + chunk.subarray(-TAIL).toString('latin1')).slice(-TAIL);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw spreadsheetFailure('spreadsheet.damaged');
    throw error;
  }
  const isSheet = /^xl\/worksheets\/[^/]+\.xml$/.test(entry.name);
  const whole = !isSheet || /<\/(?:\w+:)?worksheet>\s*$/.test(tail);
  if (crc !== entry.crc || length !== entry.unpacked || !whole)
    throw spreadsheetFailure('spreadsheet.damaged');
}
