import { deflatePiece, joinDeflated, type DeflatedPiece } from './deflated.ts';

interface Table {
  readonly tag: string;
  readonly bytes: Buffer;
}

interface Glyph {
  readonly outline: Buffer;
  /** Advance and left bearing, two bytes each. */
  readonly metric: number;
}

const TRUE_TYPE = 0x00010000;
/** What a PDF wants of an embedded TrueType font, in the order of the directory; glyphs come last. */
const COPIED = ['cvt ', 'fpgm', 'prep'] as const;
const NEEDED = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'] as const;
/** Places of single values in their tables (OpenType 1.9). */
const LONG_OFFSETS_AT = 50;
const GLYPH_COUNT_AT = 4;
const METRIC_COUNT_AT = 34;
const DIRECTORY_HEAD = 12;
const DIRECTORY_ENTRY = 16;

/** A font file of some glyphs as one zlib stream, and the place of each asked-for glyph in it. */
export interface Subset {
  readonly deflated: Buffer;
  readonly length: number;
  readonly places: readonly number[];
}

/**
 * On average so many neighbouring glyphs are deflated together. Fewer compress badly, more are seldom the
 * same in two papers.
 */
const GROUP = 16;
/** Some 3 KB each. */
const GROUPS_KEPT = 2048;

/**
 * A TrueType file as embedding needs it. Deflating the outlines anew was the largest single cost of a paper,
 * although two papers of one kind share nearly all their characters. So the glyphs of a subset stand in the
 * order of the file, cut into groups before glyphs that their own number marks: a character more or less
 * changes one group. A group is deflated when it is first met and kept; the bytes of a subset depend on its
 * glyphs alone.
 */
export class TrueTypeFile {
  readonly #bytes: Buffer;
  readonly #tables: ReadonlyMap<string, Buffer>;
  readonly #copied: readonly Table[];
  readonly #glyphs = new Map<number, Glyph>();
  readonly #groups = new Map<string, DeflatedPiece>();

  private constructor(bytes: Buffer, tables: ReadonlyMap<string, Buffer>) {
    this.#bytes = bytes;
    this.#tables = tables;
    this.#copied = COPIED.flatMap((tag) => {
      const table = tables.get(tag);
      return table ? [{ tag, bytes: table }] : [];
    });
  }

  /** Null for a file of another kind: CFF outlines, a variable font, glyphs made of other glyphs. */
  static read(bytes: Buffer): TrueTypeFile | null {
    if (bytes.length < DIRECTORY_HEAD || bytes.readUInt32BE(0) !== TRUE_TYPE) return null;
    const tables = readDirectory(bytes);
    if (NEEDED.some((tag) => !tables.has(tag)) || tables.has('fvar')) return null;
    const file = new TrueTypeFile(bytes, tables);
    return file.#hasComposites() ? null : file;
  }

  /** A font file of these glyphs, the first of which is the file's first. */
  subset(glyphs: readonly number[]): Subset {
    const sorted = [...new Set(glyphs)].sort((a, b) => a - b);
    const placeOf = new Map(sorted.map((glyph, place) => [glyph, place]));
    const pieces = groupsOf(sorted).map((group) => this.#deflatedGroup(group));
    const outlinesLength = pieces.reduce((sum, { length }) => sum + length, 0);
    const head = deflatePiece(headOf([...this.#copied, ...this.#ownTables(sorted)], outlinesLength));
    return {
      deflated: joinDeflated([head, ...pieces]),
      length: head.length + outlinesLength,
      places: glyphs.map((glyph) => placeOf.get(glyph) ?? 0),
    };
  }

  /** The tables that differ from those of the whole file, outlines excepted. */
  #ownTables(glyphs: readonly number[]): Table[] {
    const loca = Buffer.alloc((glyphs.length + 1) * 4);
    const hmtx = Buffer.alloc(glyphs.length * 4);
    let offset = 0;
    for (let at = 0; at < glyphs.length; at += 1) {
      const { outline, metric } = this.#glyph(glyphs[at] ?? 0);
      hmtx.writeUInt32BE(metric, at * 4);
      offset += outline.length;
      loca.writeUInt32BE(offset, (at + 1) * 4);
    }
    return [
      { tag: 'head', bytes: edited(this.#table('head'), LONG_OFFSETS_AT, 1) },
      { tag: 'hhea', bytes: edited(this.#table('hhea'), METRIC_COUNT_AT, glyphs.length) },
      { tag: 'hmtx', bytes: hmtx },
      { tag: 'loca', bytes: loca },
      { tag: 'maxp', bytes: edited(this.#table('maxp'), GLYPH_COUNT_AT, glyphs.length) },
    ];
  }

  #glyph(glyph: number): Glyph {
    const known = this.#glyphs.get(glyph);
    if (known) return known;
    const read = { outline: this.#outline(glyph), metric: this.#metric(glyph) };
    this.#glyphs.set(glyph, read);
    return read;
  }

  /** Advance and left bearing of a glyph; glyphs past the last full metric share its advance. */
  #metric(glyph: number): number {
    const table = this.#table('hmtx');
    const full = this.#table('hhea').readUInt16BE(METRIC_COUNT_AT);
    if (glyph < full) return table.readUInt32BE(glyph * 4);
    const bearing = table.readUInt16BE(full * 4 + (glyph - full) * 2);
    return table.readUInt16BE((full - 1) * 4) * 0x10000 + bearing;
  }

  #deflatedGroup(glyphs: readonly number[]): DeflatedPiece {
    const key = glyphs.join();
    const known = this.#groups.get(key);
    const group = known ?? deflatePiece(Buffer.concat(glyphs.map((glyph) => this.#glyph(glyph).outline)));
    // the one met last stands last: what is dropped was not met for longest
    this.#groups.delete(key);
    this.#groups.set(key, group);
    if (this.#groups.size > GROUPS_KEPT) {
      const [oldest] = this.#groups.keys();
      if (oldest !== undefined) this.#groups.delete(oldest);
    }
    return group;
  }

  #outline(glyph: number): Buffer {
    const loca = this.#table('loca');
    const isLong = this.#table('head').readInt16BE(LONG_OFFSETS_AT) === 1;
    const place = (at: number): number =>
      isLong ? loca.readUInt32BE(at * 4) : loca.readUInt16BE(at * 2) * 2;
    return this.#table('glyf').subarray(place(glyph), place(glyph + 1));
  }

  #hasComposites(): boolean {
    const count = this.#table('maxp').readUInt16BE(GLYPH_COUNT_AT);
    for (let glyph = 0; glyph < count; glyph += 1) {
      const outline = this.#outline(glyph);
      if (outline.length > 1 && outline.readInt16BE(0) < 0) return true;
    }
    return false;
  }

  #table(tag: (typeof NEEDED)[number]): Buffer {
    return this.#tables.get(tag) ?? this.#bytes.subarray(0, 0);
  }
}

/** Cuts before every glyph whose number, mixed well, is divisible: the same wherever the glyph is met. */
function groupsOf(glyphs: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (const glyph of glyphs) {
    const isCut = (Math.imul(glyph, 0x9e3779b1) >>> 16) % GROUP === 0;
    const open = isCut ? undefined : groups.at(-1);
    if (open) open.push(glyph);
    else groups.push([glyph]);
  }
  return groups;
}

function readDirectory(bytes: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  const count = bytes.readUInt16BE(4);
  for (let at = 0; at < count; at += 1) {
    const entry = DIRECTORY_HEAD + at * DIRECTORY_ENTRY;
    const [offset, length] = [bytes.readUInt32BE(entry + 8), bytes.readUInt32BE(entry + 12)];
    tables.set(bytes.toString('latin1', entry, entry + 4), bytes.subarray(offset, offset + length));
  }
  return tables;
}

function edited(table: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(table);
  copy.writeUInt16BE(value, at);
  return copy;
}

/**
 * Directory and tables up to the outlines. Without checksums: no reader of an embedded font looks at them.
 */
function headOf(tables: readonly Table[], outlinesLength: number): Buffer {
  const count = tables.length + 1;
  const power = Math.floor(Math.log2(count));
  const directory = Buffer.alloc(DIRECTORY_HEAD + count * DIRECTORY_ENTRY);
  directory.writeUInt32BE(TRUE_TYPE, 0);
  [count, 16 * 2 ** power, power, (count - 2 ** power) * 16].forEach((value, at) =>
    directory.writeUInt16BE(value, 4 + at * 2),
  );
  const parts: Buffer[] = [directory];
  let end = directory.length;
  const entries = tables.map(({ tag, bytes }) => {
    const entry = { tag, offset: end, length: bytes.length };
    // a table begins on a multiple of four bytes
    const blank = Buffer.alloc((4 - (bytes.length % 4)) % 4);
    parts.push(bytes, blank);
    end += bytes.length + blank.length;
    return entry;
  });
  const outlines = { tag: 'glyf', offset: end, length: outlinesLength };
  const sorted = [...entries, outlines].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  for (const [at, entry] of sorted.entries()) {
    const place = DIRECTORY_HEAD + at * DIRECTORY_ENTRY;
    directory.write(entry.tag, place, 'latin1');
    directory.writeUInt32BE(entry.offset, place + 8);
    directory.writeUInt32BE(entry.length, place + 12);
  }
  return Buffer.concat(parts);
}
