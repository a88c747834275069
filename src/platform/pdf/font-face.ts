import type { Font, Glyph } from 'fontkit';
import { compressionBetween } from './punctuation.ts';

interface SetGlyph {
  readonly id: number;
  readonly advanceWidth: number;
  readonly codePoints: readonly number[];
}

/** pdfkit takes absent offsets for none. */
interface GlyphPosition {
  xAdvance: number;
  advanceWidth: number;
}

/** The answer pdfkit expects from `layout`; it scales the positions in place. */
class GlyphRun {
  readonly glyphs: SetGlyph[] = [];
  readonly positions: GlyphPosition[] = [];

  get advanceWidth(): number {
    return this.positions.reduce((sum, position) => sum + position.xAdvance, 0);
  }
}

/**
 * One parsed font, in the shape of a fontkit font as pdfkit uses it. Chinese needs no shaping: one glyph a
 * character, so the shaper is bypassed, which also keeps the character behind each glyph (text extraction)
 * independent of what the shared font object has set before.
 */
export class FontFace {
  readonly postscriptName: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly lineGap: number;
  readonly capHeight: number;
  readonly xHeight: number;
  readonly italicAngle: number;
  readonly bbox: Font['bbox'];
  readonly head: Font['head'];
  readonly post: Font['post'];
  readonly 'OS/2': Font['OS/2'];
  readonly #font: Font;
  readonly #glyphs = new Map<number, SetGlyph | null>();

  constructor(font: Font) {
    this.#font = font;
    this.postscriptName = font.postscriptName;
    this.unitsPerEm = font.unitsPerEm;
    this.ascent = font.ascent;
    this.descent = font.descent;
    this.lineGap = font.lineGap;
    this.capHeight = font.capHeight;
    this.xHeight = font.xHeight;
    this.italicAngle = font.italicAngle;
    this.bbox = font.bbox;
    this.head = font.head;
    this.post = font.post;
    this['OS/2'] = font['OS/2'];
  }

  has(char: string): boolean {
    return this.#glyph(char) !== null;
  }

  /** Advance in em; the character must be in the font. */
  advance(char: string): number {
    return (this.#glyph(char)?.advanceWidth ?? 0) / this.unitsPerEm;
  }

  layout(text: string): GlyphRun {
    const run = new GlyphRun();
    let [before, last] = ['', null as GlyphPosition | null];
    for (const char of text) {
      const glyph = this.#glyph(char);
      if (!glyph) throw new Error(`${this.postscriptName} has no glyph for ${describeCharacter(char)}`);
      if (last) last.xAdvance -= compressionBetween(before, char) * this.unitsPerEm;
      last = { xAdvance: glyph.advanceWidth, advanceWidth: glyph.advanceWidth };
      before = char;
      run.glyphs.push(glyph);
      run.positions.push(last);
    }
    return run;
  }

  getGlyph(id: number): { readonly advanceWidth: number } {
    return this.#font.getGlyph(id);
  }

  createSubset(): unknown {
    return this.#font.createSubset();
  }

  #glyph(char: string): SetGlyph | null {
    const codePoint = char.codePointAt(0) ?? 0;
    const known = this.#glyphs.get(codePoint);
    if (known !== undefined) return known;
    const glyph = this.#font.hasGlyphForCodePoint(codePoint) ? this.#font.glyphForCodePoint(codePoint) : null;
    if (glyph) rememberOutline(glyph);
    const set = glyph && { id: glyph.id, advanceWidth: glyph.advanceWidth, codePoints: [codePoint] };
    this.#glyphs.set(codePoint, set);
    return set;
  }
}

/**
 * fontkit decodes every outline anew for every document, though making a subset only asks whether the glyph
 * is made of others. Remembering the answer on the shared glyph takes a third off the time of a document.
 */
function rememberOutline(glyph: Glyph): void {
  const outline = glyph._decode?.() ?? null;
  if (outline === null) return;
  const { numberOfContours } = outline;
  const kept = numberOfContours < 0 ? outline : { numberOfContours };
  glyph._decode = () => kept;
}

/** `㐂（U+3402）`, for messages that a person reads. */
export function describeCharacter(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{C}\p{Z}\p{M}]/u.test(char) ? `U+${code}` : `${char}（U+${code}）`;
}
