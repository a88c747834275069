import { createInflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';
import { spreadsheetFailure } from './spreadsheet-failures.ts';

/** One part of a zip archive, by its central directory. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly headerOffset: number;
  /** Name as stored, for copying. */
  readonly rawName: Buffer;
  readonly flags: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 4096;

const damaged = () => spreadsheetFailure('spreadsheet.damaged');

/** Reads the central directory without unpacking anything. Zip64 is refused: no ledger needs 4 GiB. */
export function readZipDirectory(file: Buffer): ZipEntry[] {
  const end = findEnd(file);
  const count = file.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw spreadsheetFailure('spreadsheet.bomb', { entries: count });
  const entries: ZipEntry[] = [];
  let offset = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (offset + 46 > file.length || file.readUInt32LE(offset) !== DIRECTORY_ENTRY) throw damaged();
    const nameLength = file.readUInt16LE(offset + 28);
    entries.push(readEntry(file, offset, nameLength));
    offset += 46 + nameLength + file.readUInt16LE(offset + 30) + file.readUInt16LE(offset + 32);
  }
  return entries;
}

function findEnd(file: Buffer): number {
  const lowest = Math.max(0, file.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = file.length - END_LENGTH; at >= lowest; at -= 1) {
    if (file.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw damaged();
}

function readEntry(file: Buffer, offset: number, nameLength: number): ZipEntry {
  const flags = file.readUInt16LE(offset + 8);
  const rawName = file.subarray(offset + 46, offset + 46 + nameLength);
  return {
    name: rawName.toString('utf8').replaceAll('\\', '/'),
    rawName,
    flags,
    encrypted: (flags & 1) === 1,
    method: file.readUInt16LE(offset + 10),
    crc: file.readUInt32LE(offset + 16),
    packed: file.readUInt32LE(offset + 20),
    unpacked: file.readUInt32LE(offset + 24),
    headerOffset: file.readUInt32LE(offset + 42),
  };
}

/** The packed bytes of a part. */
export function packedBytes(file: Buffer, entry: ZipEntry): Buffer {
  const at = entry.headerOffset;
  if (at + 30 > file.length || file.readUInt32LE(at) !== LOCAL_HEADER) throw damaged();
  const start = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
  if (start + entry.packed > file.length) throw damaged();
  return file.subarray(start, start + entry.packed);
}

/** Unpacks a part chunk by chunk; stops as soon as it is longer than its directory says. */
export async function* unpackedChunks(file: Buffer, entry: ZipEntry): AsyncGenerator<Buffer> {
  const packed = packedBytes(file, entry);
  const source = entry.method === 0 ? Readable.from([packed]) : inflate(packed);
  let length = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > entry.unpacked) throw spreadsheetFailure('spreadsheet.bomb', { part: 'size' });
    yield chunk;
  }
}

function inflate(packed: Buffer): Readable {
  const stream = createInflateRaw({ chunkSize: 256 * 1024 });
  stream.end(packed);
  return stream;
}

/** A small part as text. */
export async function unpackedText(file: Buffer, entry: ZipEntry): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of unpackedChunks(file, entry)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
