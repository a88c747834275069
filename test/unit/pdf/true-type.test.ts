import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { create } from 'fontkit';
import { describe, expect, it } from 'vitest';
import { deflatePiece, joinDeflated } from '../../../src/platform/pdf/deflated.ts';
import { TrueTypeFile } from '../../../src/platform/pdf/true-type.ts';

const require = createRequire(import.meta.url);
const bytes = readFileSync(
  require.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
);
const whole = create(bytes);

/** A glyph as fontkit draws it; embedded files have no characters, glyphs are asked for by number. */
interface Drawn {
  readonly advanceWidth: number;
  readonly path: { toSVG(): string };
}
const drawn = (font: ReturnType<typeof create>, glyph: number): [number, string] => {
  const { advanceWidth, path } = font.getGlyph(glyph) as unknown as Drawn;
  return [advanceWidth, path.toSVG()];
};
const idsOf = (text: string): number[] =>
  [...text].map((char) => whole.glyphForCodePoint(char.codePointAt(0)!).id);

describe('joinDeflated', () => {
  it('is one zlib stream of all pieces, whose checksum is right', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 9000 })), (pieces) => {
        const stream = joinDeflated(pieces.map(deflatePiece));
        expect(inflateSync(stream).equals(Buffer.concat(pieces))).toBe(true);
      }),
    );
  });

  it('sums long pieces of high bytes without losing places', () => {
    const long = Buffer.alloc(200_000, 0xff);
    expect(inflateSync(joinDeflated([long, long].map(deflatePiece))).length).toBe(400_000);
  });
});

describe('TrueTypeFile', () => {
  const file = TrueTypeFile.read(bytes) ?? expect.fail('Noto Serif SC is TrueType');

  it('embeds the outlines and advances of the whole file, found by their places', () => {
    const glyphs = [0, ...idsOf('四方协议书：人民币伍万元整¥50,000.00gjpq')];
    const subset = file.subset(glyphs);
    const plain = inflateSync(subset.deflated);
    expect(plain.length).toBe(subset.length);
    const embedded = create(plain);
    expect(subset.places[0]).toBe(0);
    for (const [code, glyph] of glyphs.entries()) {
      expect(drawn(embedded, subset.places[code] ?? -1)).toEqual(drawn(whole, glyph));
    }
  });

  it('gives the same bytes for the same glyphs, whatever was embedded before', () => {
    const text = idsOf('甲方乙方丙方丁方应当按照约定履行义务');
    const fresh = TrueTypeFile.read(bytes) ?? expect.fail('Noto Serif SC is TrueType');
    for (const other of ['张效良', '刘秀英', '甲乙丙丁']) file.subset([0, ...idsOf(other)]);
    expect(file.subset([0, ...text]).deflated.equals(fresh.subset([0, ...text]).deflated)).toBe(true);
  });

  it('takes a glyph twice when two characters share it', () => {
    const [glyph = 0] = idsOf('方');
    expect(new Set(file.subset([0, glyph, glyph]).places).size).toBe(2);
  });

  it('leaves other kinds of files to the parser', () => {
    expect(TrueTypeFile.read(Buffer.from('OTTO and so on'))).toBeNull();
    expect(TrueTypeFile.read(Buffer.alloc(4))).toBeNull();
  });
});
