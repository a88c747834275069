import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Chance } from '../../src/cli/demo/invented-people.ts';
import type { FormFile } from './shot.ts';

const CENTRAL = Buffer.from('PK\u0001\u0002', 'latin1');
const LOCAL = Buffer.from('PK\u0003\u0004', 'latin1');
const END = Buffer.from('PK\u0005\u0006', 'latin1');

type FileTrick = (bytes: Buffer, chance: Chance) => Buffer;

const sprinkled: FileTrick = (bytes, chance) => {
  const copy = Buffer.from(bytes);
  for (let times = chance.between(1, 12); times > 0 && copy.length > 0; times -= 1) {
    copy[chance.between(0, copy.length - 1)] = chance.between(0, 255);
  }
  return copy;
};

const cutShort: FileTrick = (bytes, chance) =>
  bytes.subarray(0, chance.between(0, Math.max(0, bytes.length - 1)));

const doubled: FileTrick = (bytes) => Buffer.concat([bytes, bytes]);

const pieceLost: FileTrick = (bytes, chance) => {
  const from = chance.between(0, Math.max(0, bytes.length - 1));
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + chance.between(1, 200))]);
};

const garbage: FileTrick = (_bytes, chance) => randomBytes(chance.between(0, 4_000));

/** Bytes of the ranges that GB18030 gives a meaning in twos and fours. */
const chineseGarbage: FileTrick = (_bytes, chance) => {
  const bytes = Array.from({ length: chance.between(10, 3_000) }, () =>
    chance.pick([0x2c, 0x0d, 0x0a, 0x22, 0x30, 0x81, 0xfe, 0xff, 0x80, 0xa1, 0xb0, 0xd6, 0xf7]),
  );
  return Buffer.from(bytes);
};

const positionsOf = (bytes: Buffer, mark: Buffer): number[] => {
  const found: number[] = [];
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 4)) found.push(at);
  return found;
};

/**
 * Sizes, offsets, methods, flags and names of the archive's directory: each a number that somebody believes.
 */
const directory: FileTrick = (bytes, chance) => {
  const copy = Buffer.from(bytes);
  const entries = positionsOf(copy, CENTRAL);
  const [end] = positionsOf(copy, END);
  for (let times = chance.between(1, 4); times > 0; times -= 1) {
    if (entries.length === 0 || chance.next() < 0.2) {
      if (end !== undefined && end + 22 <= copy.length)
        copy.writeUInt16LE(chance.between(0, 65_535), end + chance.pick([4, 6, 8, 10, 12, 16, 20]));
      continue;
    }
    const at = chance.pick(entries);
    if (at + 46 > copy.length) continue;
    const field = chance.pick([8, 10, 16, 20, 24, 28, 30, 32, 42]);
    const value = chance.pick([0, 1, 0xffff, 0xffff_ffff, 0x7fff_ffff, chance.between(0, 2 ** 31)]);
    if (field === 8 || field === 10 || (field >= 28 && field <= 32))
      copy.writeUInt16LE(value & 0xffff, at + field);
    else copy.writeUInt32LE(value >>> 0, at + field);
  }
  return copy;
};

const XML_PIECES = [
  '<',
  ']]>',
  '&unknown;',
  '&#0;',
  '&#xD800;',
  '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>',
  '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
  '<c r="ZZZZ1"><v>1</v></c>',
  '<c r="A0"/><c r="A1048577"/><c r="XFE1"/>',
  '<c t="s"><v>99999999</v></c>',
  '<c t="s"><v>-1</v></c>',
  '<c t="d"><v>2016-02-30</v></c>',
  '<c><v>1e400</v></c>',
  '<c><v>99999999999</v></c>',
  '<row r="0">',
  '<row r="2147483648"><c><v>1</v></c></row>',
  '<row r="1000000"><c><v>1</v></c></row>',
  '<x>'.repeat(3_000),
  '\u0000',
  '</worksheet>',
  ' xmlns:a="b" '.repeat(300),
];

/** Takes one part out of a sound archive, spoils its XML and packs it again with all sums right. */
const xmlInside: FileTrick = (bytes, chance) => {
  const parts = readParts(bytes);
  if (parts.length === 0) return sprinkled(bytes, chance);
  const index = chance.between(0, parts.length - 1);
  const rebuilt = parts.map((part, at) =>
    at === index ? { ...part, content: spoilXml(part.content, chance) } : part,
  );
  return writeParts(rebuilt);
};

function spoilXml(content: Buffer, chance: Chance): Buffer {
  const text = content.toString('utf8');
  const at = chance.between(0, text.length);
  const marks = [...text.matchAll(/<\/?\w/g)].map((match) => match.index);
  const spot = marks.length > 0 && chance.next() < 0.7 ? chance.pick(marks) : at;
  const lost = chance.next() < 0.3 ? chance.between(1, 80) : 0;
  return Buffer.from(text.slice(0, spot) + chance.pick(XML_PIECES) + text.slice(spot + lost));
}

interface Part {
  readonly name: Buffer;
  readonly content: Buffer;
}

/** Parts of an archive by its directory; none when it does not hold together. */
function readParts(bytes: Buffer): Part[] {
  const parts: Part[] = [];
  for (const at of positionsOf(bytes, CENTRAL)) {
    const [packed, nameLength, offset] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ];
    if (!bytes.subarray(offset, offset + 4).equals(LOCAL)) return [];
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const data = bytes.subarray(start, start + packed);
    const content = bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data;
    parts.push({ name: bytes.subarray(at + 46, at + 46 + nameLength), content });
  }
  return parts;
}

const CRC_TABLE = Array.from({ length: 256 }, (_unused, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value >>> 0;
});

const crc32 = (bytes: Buffer): number => {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffff_ffff) >>> 0;
};

function writeParts(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of parts) {
    const packed = deflateRawSync(content);
    const head = Buffer.alloc(30);
    LOCAL.copy(head);
    for (const [at, value] of [
      [4, 20],
      [8, 8],
      [26, name.length],
    ] as const)
      head.writeUInt16LE(value, at);
    for (const [at, value] of [
      [14, crc32(content)],
      [18, packed.length],
      [22, content.length],
    ] as const)
      head.writeUInt32LE(value, at);
    const entry = Buffer.alloc(46);
    CENTRAL.copy(entry);
    for (const [at, value] of [
      [4, 20],
      [6, 20],
      [10, 8],
      [28, name.length],
    ] as const)
      entry.writeUInt16LE(value, at);
    for (const [at, value] of [
      [16, crc32(content)],
      [20, packed.length],
      [24, content.length],
      [42, offset],
    ] as const)
      entry.writeUInt32LE(value, at);
    locals.push(head, name, packed);
    central.push(entry, name);
    offset += head.length + name.length + packed.length;
  }
  const listed = Buffer.concat(central);
  const end = Buffer.alloc(22);
  END.copy(end);
  for (const at of [8, 10]) end.writeUInt16LE(parts.length, at);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
}

const CELLS = [
  '',
  '0',
  '-1',
  '1e9',
  '=1+1',
  '"',
  '""',
  '\u0000',
  '２０１６年',
  '2016-02-30',
  '99999999999999999999',
  'a'.repeat(40_000),
];

/** Rows and cells of a text file: one more, one less, one else. */
const textInside: FileTrick = (bytes, chance) => {
  const lines = bytes.toString('latin1').split('\r\n');
  const at = chance.between(0, lines.length - 1);
  const cells = (lines[at] ?? '').split(',');
  cells[chance.between(0, cells.length - 1)] = Buffer.from(chance.pick(CELLS)).toString('latin1');
  const kind = chance.next();
  if (kind < 0.15) lines.splice(at, 1);
  else if (kind < 0.3) lines.splice(at, 0, lines[at] ?? '');
  else if (kind < 0.4) lines[at] = ','.repeat(chance.between(1, 9_000));
  else lines[at] = cells.join(',');
  return Buffer.from(lines.join(chance.pick(['\r\n', '\r\n', '\n', '\r'])), 'latin1');
};

const WORKBOOK: readonly FileTrick[] = [directory, directory, xmlInside, xmlInside, xmlInside, sprinkled];
const TEXT: readonly FileTrick[] = [textInside, textInside, textInside, sprinkled];
const ANY: readonly FileTrick[] = [cutShort, doubled, pieceLost, garbage, chineseGarbage];
const NAMES = [
  'x.xlsx',
  'x.csv',
  'x.txt',
  'x.xls',
  '',
  'x.xlsx\u0000.csv',
  '..\\..\\x.csv',
  '"; filename="y.csv',
];

/** The same file, spoiled in one of the ways files are spoiled. */
export function mutateFile(file: FormFile, chance: Chance): FormFile {
  const isZip = file.bytes.subarray(0, 4).equals(LOCAL);
  const tricks = chance.next() < 0.7 ? (isZip ? WORKBOOK : TEXT) : ANY;
  const bytes = chance.pick(tricks)(file.bytes, chance);
  const name = chance.next() < 0.1 ? chance.pick(NAMES) : file.name;
  return { name, bytes };
}
