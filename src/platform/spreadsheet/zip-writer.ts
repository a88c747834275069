import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { packedBytes, type ZipEntry } from './zip-directory.ts';

/** Writes a zip archive part by part in constant memory. */
export interface ZipWriter {
  add(name: string, content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void>;
  /** Takes a part of another archive over as it is. */
  copy(file: Buffer, entry: ZipEntry): Promise<void>;
  finish(): Promise<void>;
}

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

export function createZipWriter(sink: Writable): ZipWriter {
  const written: Written[] = [];
  let offset = 0;
  const put = async (bytes: Buffer): Promise<void> => {
    offset += bytes.length;
    if (!sink.write(bytes)) await once(sink, 'drain');
  };
  return {
    async add(name, content) {
      const start = offset;
      const rawName = Buffer.from(name, 'utf8');
      await put(
        localHeader({ name: rawName, flags: STREAMED_UTF8, method: DEFLATE, crc: 0, packed: 0, unpacked: 0 }),
      );
      const sums = { crc: 0, unpacked: 0 };
      const dataStart = offset;
      const deflate = createDeflateRaw({ level: 6 });
      const feeding = feed(content, deflate, sums);
      for await (const chunk of deflate as AsyncIterable<Buffer>) await put(chunk);
      await feeding;
      const packed = offset - dataStart;
      await put(descriptor(sums.crc, packed, sums.unpacked));
      written.push({ name: rawName, flags: STREAMED_UTF8, method: DEFLATE, ...sums, packed, offset: start });
    },
    async copy(file, entry) {
      const { crc, packed, unpacked, method } = entry;
      // The sizes go into the local header, so no descriptor follows.
      const part = { name: entry.rawName, flags: entry.flags & ~0x8, method, crc, packed, unpacked };
      written.push({ ...part, offset });
      await put(localHeader(part));
      await put(packedBytes(file, entry));
    },
    async finish() {
      const directory = Buffer.concat(written.map(directoryEntry));
      const start = offset;
      await put(directory);
      await put(endOfDirectory(written.length, directory.length, start));
      sink.end();
      await once(sink, 'close');
    },
  };
}

async function feed(
  content: AsyncIterable<Buffer> | Iterable<Buffer>,
  deflate: Writable,
  sums: { crc: number; unpacked: number },
): Promise<void> {
  try {
    for await (const chunk of Readable.from(content)) {
      const bytes = chunk as Buffer;
      sums.crc = crc32(bytes, sums.crc);
      sums.unpacked += bytes.length;
      if (!deflate.write(bytes)) await once(deflate, 'drain');
    }
    deflate.end();
  } catch (error) {
    deflate.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

function localHeader(part: Omit<Written, 'offset'>): Buffer {
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

function descriptor(crc: number, packed: number, unpacked: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(packed, 8);
  bytes.writeUInt32LE(unpacked, 12);
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
