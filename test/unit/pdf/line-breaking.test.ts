import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines, breakOpportunities } from '../../../src/platform/pdf/line-breaking.ts';
import { compressionAtEnd, isMark } from '../../../src/platform/pdf/punctuation.ts';

/** Breaks text at a width counted in full-width characters; narrow characters count half. */
function lines(text: string, width: number, indent = 0): string[] {
  const chars = [...text];
  const advances = chars.map((char) => (/[\u0020-\u00ff]/.test(char) ? 0.5 : 1));
  const endAdvances = chars.map((char, index) => (advances[index] ?? 0) - compressionAtEnd(char));
  const ranges = breakLines({ chars, advances, endAdvances }, { first: width - indent, rest: width });
  return ranges.map((range) => chars.slice(range.from, range.to).join(''));
}

describe('breakLines', () => {
  it('fills lines of Chinese text', () => {
    expect(lines('甲乙丙丁戊己庚辛壬癸', 4)).toEqual(['甲乙丙丁', '戊己庚辛', '壬癸']);
  });

  it('gives the first line its indent', () => {
    expect(lines('甲乙丙丁戊己庚辛', 5, 2)).toEqual(['甲乙丙', '丁戊己庚辛']);
  });

  it.each(['、', '，', '。', '：', '；', '！', '？', '”', '’', '』', '」', '）', '》', '·', '/'])(
    'keeps %s off the start of a line',
    (mark) => {
      expect(lines(`甲乙丙丁${mark}戊己庚辛壬`, 4).filter((line) => line.startsWith(mark))).toEqual([]);
    },
  );

  it.each(['“', '‘', '「', '『', '（', '《', '〈'])('keeps %s off the end of a line', (mark) => {
    expect(lines(`甲乙丙${mark}丁戊己庚辛`, 4).every((line) => !line.endsWith(mark))).toBe(true);
  });

  it('squeezes a mark in before it pushes a character on', () => {
    expect(lines('甲乙丙丁，戊己庚', 4.5)).toEqual(['甲乙丙丁，', '戊己庚']);
    expect(lines('甲乙丙丁，戊己庚', 4.4)).toEqual(['甲乙丙', '丁，戊', '己庚']);
  });

  it.each(['——', '……'])('never splits %s', (sign) => {
    expect(lines(`甲乙丙${sign}丁戊己`, 4)).toEqual(['甲乙丙', `${sign}丁`, '戊己']);
  });

  it.each([
    ['共计¥50,000.00元', 6, '¥50,000.00元'],
    ['年利率为4.75%的', 6, '4.75%'],
    ['合作期限为3年整', 6, '3年'],
    ['依照本合同第12条办', 7, '第12条'],
    ['总额为人民币伍万元整的', 7, '人民币伍万元整'],
    ['编号为JCNS-2016-01号', 8, 'JCNS-2016-01'],
  ])('keeps the unit of %s whole', (text, width, unit) => {
    expect(lines(text, width).some((line) => line.includes(unit))).toBe(true);
  });

  it('breaks a unit that is longer than a line, and only then', () => {
    expect(lines('人民币壹拾贰万叁仟肆佰伍拾陆元整', 6).length).toBe(3);
  });

  it('leaves no single character on the last line', () => {
    expect(lines('甲乙丙丁戊己庚辛壬', 4)).toEqual(['甲乙丙丁', '戊己庚', '辛壬']);
    expect(lines('甲乙丙丁戊己庚辛壬。', 4)).toEqual(['甲乙丙丁', '戊己庚', '辛壬。']);
  });

  it('gives one empty line for an empty paragraph', () => {
    expect(lines('', 4)).toEqual(['']);
  });
});

const piece = fc.constantFrom(
  ...'的一是在不了有和人这中大为上个国我以要他时来用们',
  ...'，。；：？！、',
  '“甲”',
  '（乙）',
  '《丙丁》',
  '——',
  '……',
  '¥50,000.00',
  '8%',
  '3年',
  '2016年6月20日',
  '人民币伍万元整',
  'ABC-12/34',
  ' ',
);
const paragraph = fc
  .array(piece, { minLength: 1, maxLength: 120 })
  // A run of marks longer than a line has no lawful break at all.
  .map((pieces) => pieces.filter((text, at) => !(isMark(text) && isMark(pieces[at - 1] ?? ''))).join(''))
  .filter((text) => text !== '');
const width = fc.integer({ min: 16, max: 60 });

describe('breakLines over any paragraph', () => {
  it('puts every character on exactly one line, in order', () => {
    fc.assert(fc.property(paragraph, width, (text, columns) => lines(text, columns, 2).join('') === text));
  });

  it('begins no line with a barred mark and ends none with an opening one', () => {
    fc.assert(
      fc.property(paragraph, width, (text, columns) => {
        const set = lines(text, columns, 2);
        const starts = set.slice(1).map((line) => [...line][0] ?? '');
        const ends = set.slice(0, -1).map((line) => [...line].at(-1) ?? '');
        expect(starts.filter((char) => '、，。：；！？”’）》·%'.includes(char))).toEqual([]);
        expect(ends.filter((char) => '“‘（《'.includes(char))).toEqual([]);
      }),
    );
  });

  it('splits no unit that fits a line', () => {
    const units = ['——', '……', '¥50,000.00', '人民币伍万元整', '8%', '3年', '6月', 'ABC-12/34'];
    fc.assert(
      fc.property(paragraph, width, (text, columns) => {
        const set = lines(text, columns, 2).join('\n');
        for (const unit of units) {
          expect(set.split(unit).length, unit).toBe(text.split(unit).length);
        }
      }),
    );
  });

  it('fills no line beyond its width', () => {
    fc.assert(
      fc.property(paragraph, width, (text, columns) => {
        for (const line of lines(text, columns)) {
          const shown = line.trimEnd();
          const used = [...shown].reduce((sum, char) => sum + (/[\u0020-\u00ff]/.test(char) ? 0.5 : 1), 0);
          expect(used - compressionAtEnd([...shown].at(-1) ?? '')).toBeLessThanOrEqual(columns);
        }
      }),
    );
  });
});

describe('breakOpportunities', () => {
  it('tells free places, units and barred places apart', () => {
    expect(breakOpportunities([...'甲乙，8%丙'])).toEqual([0, 2, 0, 2, 0, 2]);
  });
});
