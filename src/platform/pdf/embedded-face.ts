import type { FontFace } from './font-face.ts';
import { compressionBetween } from './punctuation.ts';

const CODES_A_RANGE = 256;
const hex = (value: number): string => value.toString(16).padStart(4, '0');

/**
 * A font within one document: glyphs are numbered in the order of the text, so that the same text gives the
 * same bytes, and only those used are embedded when the document ends.
 */
export class EmbeddedFace {
  /** Name among the resources of a page. */
  readonly id: string;
  readonly reference: PDFKit.PDFKitReference;
  readonly #face: FontFace;
  readonly #document: PDFKit.PDFDocument;
  readonly #codes = new Map<string, string>();
  readonly #glyphs: number[];
  readonly #widths: number[];
  readonly #characters: string[] = ['\0'];
  /** Thousandths of an em, which widths and adjustments are told in, for a unit of the font. */
  readonly #scale: number;

  constructor(document: PDFKit.PDFDocument, face: FontFace, number: number) {
    this.id = `F${number}`;
    this.#face = face;
    this.#document = document;
    this.#scale = 1000 / face.metrics.unitsPerEm;
    this.#glyphs = [face.notdef.id];
    this.#widths = [face.notdef.advanceWidth * this.#scale];
    this.reference = document.ref({});
  }

  /** The text as an operand of `TJ`, neighbouring marks moved together (标点挤压). */
  show(text: string): string {
    let [shown, before] = ['[<', ''];
    for (const char of text) {
      const taken = before === '' ? 0 : compressionBetween(before, char);
      if (taken > 0) shown += `> ${taken * 1000} <`;
      shown += this.#codes.get(char) ?? this.#include(char);
      before = char;
    }
    return `${shown}>]`;
  }

  /** Writes the font into the document; call once, when nothing more is shown. */
  embed(): void {
    const name = `${this.#tag()}+${this.#face.postscriptName.replaceAll(' ', '_')}`;
    const { outlines, deflated, length, places } = this.#face.program(this.#glyphs);
    const isCff = outlines === 'cff';
    const file = this.#written(
      { Filter: 'FlateDecode', ...(isCff ? { Subtype: 'CIDFontType0C' } : { Length1: length }) },
      deflated,
    );
    const descendant = this.#written({
      Type: 'Font',
      Subtype: isCff ? 'CIDFontType0' : 'CIDFontType2',
      BaseFont: name,
      // an instance of String is written as a string, a plain one as a name
      CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
      FontDescriptor: this.#descriptor(name, { [isCff ? 'FontFile3' : 'FontFile2']: file }),
      W: [0, this.#widths],
      ...(isCff ? {} : { CIDToGIDMap: places ? this.#written({}, placeMap(places)) : 'Identity' }),
    });
    Object.assign(this.reference.data, {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: this.#written({}, Buffer.from(this.#toUnicode(), 'latin1')),
    });
    this.reference.end(undefined);
  }

  #include(char: string): string {
    const glyph = this.#face.glyph(char);
    const code = hex(this.#glyphs.length);
    this.#codes.set(char, code);
    this.#glyphs.push(glyph.id);
    this.#widths.push(glyph.advanceWidth * this.#scale);
    this.#characters.push(char);
    return code;
  }

  /** Six capital letters that tell the subsets of a file apart. */
  #tag(): string {
    return [...this.id.padStart(6, '0')].map((char) => String.fromCharCode(17 + char.charCodeAt(0))).join('');
  }

  #descriptor(name: string, file: object): PDFKit.PDFKitReference {
    const { ascent, descent, capHeight, xHeight, italicAngle, bbox, flags } = this.#face.metrics;
    const scaled = (...values: number[]): number[] => values.map((value) => value * this.#scale);
    const [ascender, descender, capitals, small] = scaled(ascent, descent, capHeight || ascent, xHeight || 0);
    return this.#written({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: flags,
      FontBBox: scaled(bbox.minX, bbox.minY, bbox.maxX, bbox.maxY),
      ItalicAngle: italicAngle,
      Ascent: ascender,
      Descent: descender,
      CapHeight: capitals,
      XHeight: small,
      StemV: 0,
      ...file,
    });
  }

  /** Code → character, for whoever copies or searches text. */
  #toUnicode(): string {
    const entries = this.#characters.map(utf16);
    const ranges: string[] = [];
    for (let from = 0; from < entries.length; from += CODES_A_RANGE) {
      const to = Math.min(from + CODES_A_RANGE, entries.length);
      ranges.push(`<${hex(from)}> <${hex(to - 1)}> [${entries.slice(from, to).join(' ')}]`);
    }
    return [
      '/CIDInit /ProcSet findresource begin',
      '12 dict begin',
      'begincmap',
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
      '/CMapName /Adobe-Identity-UCS def',
      '/CMapType 2 def',
      '1 begincodespacerange',
      '<0000> <ffff>',
      'endcodespacerange',
      `${ranges.length} beginbfrange`,
      ...ranges,
      'endbfrange',
      'endcmap',
      'CMapName currentdict /CMap defineresource pop',
      'end',
      'end',
    ].join('\n');
  }

  #written(data: object, content?: Buffer): PDFKit.PDFKitReference {
    const reference = this.#document.ref(data);
    reference.end(content);
    return reference;
  }
}

function utf16(char: string): string {
  const second = char.length > 1 ? hex(char.charCodeAt(1)) : '';
  return `<${hex(char.charCodeAt(0))}${second}>`;
}

/** Two bytes a code. */
function placeMap(places: readonly number[]): Buffer {
  const map = Buffer.alloc(places.length * 2);
  places.forEach((place, code) => map.writeUInt16BE(place, code * 2));
  return map;
}
