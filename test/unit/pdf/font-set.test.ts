import { describe, expect, it } from 'vitest';
import { describeCharacter, openFonts } from '../../../src/platform/pdf/pdf.ts';
import { FontSet } from '../../../src/platform/pdf/font-set.ts';
import type { FontFace } from '../../../src/platform/pdf/font-face.ts';
import { setPlain } from '../../../src/platform/pdf/text-setting.ts';

const fonts = openFonts();

/** A face with a few characters, all one em wide. */
function face(name: string, characters: string): FontFace {
  return {
    postscriptName: name,
    has: (char: string) => characters.includes(char),
    advance: () => 1,
  } as unknown as FontFace;
}

describe('missingCharacters', () => {
  it('finds nothing to complain of in ordinary text', () => {
    expect(
      fonts.missingCharacters(['泾川县扶贫开发办公室（2016年）¥50,000.00', '第 1 页\n共 3 页·——……']),
    ).toEqual([]);
  });

  it('names each missing character once, in order', () => {
    expect(fonts.missingCharacters(['张\u{2B74E}明', '李\u{30EDE}\u{2B74E}'])).toEqual([
      '\u{2B74E}',
      '\u{30EDE}',
    ]);
  });

  it('takes a character that only an extra font has', () => {
    const set = new FontSet(face('main', '张明'), face('bold', '张明'), [face('extra', '\u{2B74E}')]);
    expect(set.missingCharacters(['张\u{2B74E}明'])).toEqual([]);
    expect(set.missingCharacters(['李'])).toEqual(['李']);
  });

  it('refuses a control character and a variation selector instead of dropping them', () => {
    expect(fonts.missingCharacters(['张\u0007', '葛\u{E0100}'])).toEqual(['\u0007', '\u{E0100}']);
  });
});

describe('describeCharacter', () => {
  it('shows the character with its code, and only the code of what cannot be seen', () => {
    expect(['\u{2B74E}', '\u0007', '\u{E0100}'].map(describeCharacter)).toEqual([
      '\u{2B74E}（U+2B74E）',
      'U+0007',
      'U+E0100',
    ]);
  });
});

describe('setPlain', () => {
  const extra = face('extra', '\u{2B74E}');
  const set = new FontSet(face('main', '张明'), face('bold', '张明'), [extra]);

  it('changes the face for one character in the middle of a line', () => {
    const [line] = setPlain(set, '张\u{2B74E}明', { size: 10, width: 100, align: 'left' });
    expect(line?.runs.map((run) => [run.text, run.face === extra])).toEqual([
      ['张', false],
      ['\u{2B74E}', true],
      ['明', false],
    ]);
  });

  it('throws rather than print a box', () => {
    expect(() => setPlain(set, '李', { size: 10, width: 100, align: 'left' })).toThrow('李（U+674E）');
  });

  it('justifies full lines to the width and leaves the last as it is', () => {
    const lines = setPlain(fonts, '国'.repeat(25), { size: 10, width: 104, align: 'justify' });
    expect(lines.map((line) => line.width + line.spacing * 9)).toEqual([104, 104, 50]);
  });

  it('compresses neighbouring marks by half an em', () => {
    const [line] = setPlain(fonts, '）。', { size: 10, width: 100, align: 'left' });
    expect(line?.width).toBeCloseTo(15);
  });
});
