import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { writeTo } from './write-to.ts';
import { packedBytes, type ZipEntry } from './zip-directory.ts';

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

/** A part to write: new content, or a part of another archive taken over as it is. */
export type ZipPart =
  { readonly name: string; readonly content: Chunks } | { readonly file: Buffer; readonly entry: ZipEntry };

interface Written {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

// Sizes are known only after the data: bit 3 says that they follow it. Bit 11: names are UTF-8.
const STREAMED_UTF8 = 0x0808;
const DEFLATE = 8;
// 1980-01-01: a fixed time keeps equal content byte-identical.
const DOS_DATE = 0x21;

/** Writes an archive in constant memory; a part is asked for only when the one before it is written. */
export async function writeZip(
  target: string | Writable,
  parts: Iterable<ZipPart> | AsyncIterable<ZipPart>,
): Promise<void> {
  await writeTo(target, zipChunks(parts));
}

async function* zipChunks(parts: Iterable<ZipPart> | AsyncIterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const part of parts) {
    const start = offset;
    const writing = 'entry' in part ? copied(part.file, part.entry) : packed(part.name, part.content);
    for (;;) {
      const step = await writing.next();
      if (step.done === true) {
        written.push({ ...step.value, offset: start });
        break;
      }
      offset += step.value.length;
      yield step.value;
    }
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield endOfDirectory(written.length, directory.length, offset);
}

type Part = Omit<Written, 'offset'>;

async function* packed(text: string, content: Chunks): AsyncGenerator<Buffer, Part> {
  const name = Buffer.from(text, 'utf8');
  const part = { name, flags: STREAMED_UTF8, method: DEFLATE, crc: 0, packed: 0, unpacked: 0 };
  yield localHeader(part);
  const deflate = createDeflateRaw({ level: 6 });
  const feeding = pipeline(Readable.from(counted(content, part)), deflate);
  // A failure of the content reaches the loop below through the stream; here it would only be unheard.
  feeding.catch(() => undefined);
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    part.packed += chunk.length;
    yield chunk;
  }
  await feeding;
  yield descriptor(part);
  return part;
}

async function* counted(content: Chunks, sums: { crc: number; unpacked: number }): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    sums.crc = crc32(chunk, sums.crc);
    sums.unpacked += chunk.length;
    yield chunk;
  }
}

async function* copied(file: Buffer, entry: ZipEntry): AsyncGenerator<Buffer, Part> {
  const { rawName: name, crc, unpacked, method } = entry;
  // The sizes go into the local header, so no descriptor follows.
  const part = { name, flags: entry.flags & ~0x8, method, crc, packed: entry.packed, unpacked };
  yield localHeader(part);
  yield packedBytes(file, entry);
  return part;
}

function localHeader(part: Part): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(part.flags, 6);
  head.writeUInt16LE(part.method, 8);
  head.writeUInt16LE(DOS_DATE, 12);
  head.writeUInt32LE(part.crc, 14);
  head.writeUInt32LE(part.packed, 18);
  head.writeUInt32LE(part.unpacked, 22);
  head.writeUInt16LE(part.name.length, 26);
  return Buffer.concat([head, part.name]);
}

function descriptor(part: Part): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(part.crc, 4);
  bytes.writeUInt32LE(part.packed, 8);
  bytes.writeUInt32LE(part.unpacked, 12);
  return bytes;
}

function directoryEntry(part: Written): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(20, 6);
  head.writeUInt16LE(part.flags, 8);
  head.writeUInt16LE(part.method, 10);
  head.writeUInt16LE(DOS_DATE, 14);
  head.writeUInt32LE(part.crc, 16);
  head.writeUInt32LE(part.packed, 20);
  head.writeUInt32LE(part.unpacked, 24);
  head.writeUInt16LE(part.name.length, 28);
  head.writeUInt32LE(part.offset, 42);
  return Buffer.concat([head, part.name]);
}

function endOfDirectory(count: number, length: number, start: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(length, 12);
  bytes.writeUInt32LE(start, 16);
  return bytes;
}
