import { deflateSync } from 'node:zlib';
import type { Font, Glyph } from 'fontkit';
import { TrueTypeFile } from './true-type.ts';

/** A font file that holds some of a font's glyphs, as a PDF embeds it. */
export interface FontProgram {
  readonly outlines: 'true-type' | 'cff';
  readonly deflated: Buffer;
  /** Of the plain bytes. */
  readonly length: number;
  /** Where each glyph stands in the file; null: in the order asked for. */
  readonly places: readonly number[] | null;
}

interface FaceGlyph {
  readonly id: number;
  /** In units of the font. */
  readonly advanceWidth: number;
}

/** What a PDF tells of a font, in units of the font. */
export type FontMetrics = Pick<
  Font,
  'unitsPerEm' | 'ascent' | 'descent' | 'capHeight' | 'xHeight' | 'italicAngle' | 'bbox'
> & { readonly flags: number };

/** Bits of a font descriptor's flags (PDF 1.7, table 123). */
const [FIXED_PITCH, SERIF, SYMBOLIC, SCRIPT, ITALIC] = [1, 2, 4, 8, 64];

/**
 * One parsed font, shared by all documents. Chinese needs no shaping: one glyph a character, so the shaper is
 * not asked, which also keeps the character behind each glyph (text extraction) independent of what else was
 * printed.
 */
export class FontFace {
  readonly postscriptName: string;
  readonly metrics: FontMetrics;
  readonly #font: Font;
  readonly #file: TrueTypeFile | null;
  readonly #glyphs = new Map<number, FaceGlyph | null>();

  constructor(font: Font, bytes: Buffer) {
    this.#font = font;
    this.#file = TrueTypeFile.read(bytes);
    this.postscriptName = font.postscriptName;
    const { unitsPerEm, ascent, descent, capHeight, xHeight, italicAngle, bbox } = font;
    const flags = flagsOf(font);
    this.metrics = { unitsPerEm, ascent, descent, capHeight, xHeight, italicAngle, bbox, flags };
  }

  has(char: string): boolean {
    return this.#find(char) !== null;
  }

  /** Advance in em; the character must be in the font. */
  advance(char: string): number {
    return (this.#find(char)?.advanceWidth ?? 0) / this.metrics.unitsPerEm;
  }

  glyph(char: string): FaceGlyph {
    const glyph = this.#find(char);
    if (!glyph) throw new Error(`${this.postscriptName} has no glyph for ${describeCharacter(char)}`);
    return glyph;
  }

  /** The glyph that stands for what a font lacks; every font file begins with it. */
  get notdef(): FaceGlyph {
    return { id: 0, advanceWidth: this.#font.getGlyph(0).advanceWidth };
  }

  /** A font file of these glyphs, each named once. The first is {@link notdef}. */
  program(glyphs: readonly number[]): FontProgram {
    if (this.#file) return { outlines: 'true-type', ...this.#file.subset(glyphs) };
    const subset = this.#font.createSubset();
    // it holds the first already
    subset.glyphs.push(...glyphs.slice(1));
    const outlines = subset.cff === undefined ? 'true-type' : 'cff';
    const bytes = subset.encode();
    return { outlines, deflated: deflateSync(bytes), length: bytes.length, places: null };
  }

  #find(char: string): FaceGlyph | null {
    const codePoint = char.codePointAt(0) ?? 0;
    const known = this.#glyphs.get(codePoint);
    if (known !== undefined) return known;
    const found: Glyph | null = this.#font.hasGlyphForCodePoint(codePoint)
      ? this.#font.glyphForCodePoint(codePoint)
      : null;
    const glyph = found && { id: found.id, advanceWidth: found.advanceWidth };
    this.#glyphs.set(codePoint, glyph);
    return glyph;
  }
}

function flagsOf(font: Font): number {
  const family = (font['OS/2']?.sFamilyClass ?? 0) >> 8;
  return (
    (font.post.isFixedPitch ? FIXED_PITCH : 0) |
    (family >= 1 && family <= 7 ? SERIF : 0) |
    SYMBOLIC |
    (family === 10 ? SCRIPT : 0) |
    (font.head.macStyle.italic ? ITALIC : 0)
  );
}

/** `㐂（U+3402）`, for messages that a person reads. */
export function describeCharacter(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{C}\p{Z}\p{M}]/u.test(char) ? `U+${code}` : `${char}（U+${code}）`;
}
