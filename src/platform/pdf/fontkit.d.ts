declare module 'fontkit' {
  export interface Glyph {
    readonly id: number;
    readonly advanceWidth: number;
    /** Reads the outline from the font file; TrueType glyphs only. */
    _decode?: () => Outline | null;
  }

  export interface Outline {
    /** Negative for a glyph made of other glyphs. */
    readonly numberOfContours: number;
  }

  /** The part of a fontkit font that printing uses; the package ships no types. */
  export interface Font {
    readonly postscriptName: string;
    readonly unitsPerEm: number;
    readonly ascent: number;
    readonly descent: number;
    readonly lineGap: number;
    readonly capHeight: number;
    readonly xHeight: number;
    readonly italicAngle: number;
    readonly bbox: {
      readonly minX: number;
      readonly minY: number;
      readonly maxX: number;
      readonly maxY: number;
    };
    readonly head: { readonly macStyle: { readonly italic: boolean } };
    readonly post: { readonly isFixedPitch: number };
    readonly 'OS/2': { readonly sFamilyClass: number } | undefined;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
    getGlyph(id: number): Glyph;
    createSubset(): unknown;
  }
  export function create(buffer: Buffer, postscriptName?: string): Font;
}
