import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fen, parseYuan } from '../../../src/kernel/money.ts';
import {
  acceptedWords,
  amountInWords,
  MAX_WORDS_FEN,
  MIN_WORDS_FEN,
  parseAmountWords,
  sumInWords,
} from '../../../src/kernel/money-words.ts';

const amount = (yuan: string) => parseYuan(yuan) ?? fen(-1n);

/** Figure, canonical words, the other lawful forms (整 standing for 正 as well). */
const VECTORS: [string, string, string[]][] = [
  ['1409.50', '壹仟肆佰零玖元伍角整', ['壹仟肆佰零玖元伍角']],
  ['6007.14', '陆仟零柒元壹角肆分', []],
  ['1680.32', '壹仟陆佰捌拾元零叁角贰分', ['壹仟陆佰捌拾元叁角贰分']],
  ['107000.53', '壹拾万柒仟元零伍角叁分', ['壹拾万零柒仟元伍角叁分', '壹拾万柒仟元伍角叁分']],
  ['16409.02', '壹万陆仟肆佰零玖元零贰分', []],
  ['325.04', '叁佰贰拾伍元零肆分', []],
  ['50000', '伍万元整', ['伍万元正']],
  ['100000', '壹拾万元整', ['壹拾万元正']],
  ['0.05', '伍分', []],
  ['0.50', '伍角整', ['伍角', '伍角正']],
  ['10', '壹拾元整', []],
  ['1000500', '壹佰万零伍佰元整', []],
  ['100000000', '壹亿元整', []],
  ['100007000', '壹亿零柒仟元整', ['壹亿柒仟元整']],
  ['1000000000.01', '壹拾亿元零壹分', []],
  ['10000000001', '壹佰亿零壹元整', []],
  ['999999999999.99', '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分', []],
];

describe('amounts in words', () => {
  it.each(VECTORS)('%s', (figure, canonical, others) => {
    expect(amountInWords(amount(figure))).toBe(`人民币${canonical}`);
    const accepted = acceptedWords(amount(figure));
    for (const other of others) expect(accepted).toContain(`人民币${other}`);
  });

  it('leaves no choice where the rule leaves none', () => {
    expect(acceptedWords(amount('6007.14'))).toEqual([]);
    expect(acceptedWords(amount('325.04'))).toEqual([]);
    expect(acceptedWords(amount('50000'))).toEqual(['人民币伍万元正']);
  });

  it('reads back every lawful form, with and without 人民币', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: MIN_WORDS_FEN, max: MAX_WORDS_FEN }), (value) => {
        const forms = [amountInWords(value), ...acceptedWords(value)];
        expect(new Set(forms).size).toBe(forms.length);
        for (const form of forms) {
          expect(parseAmountWords(form)).toBe(value);
          expect(parseAmountWords(form.slice(3))).toBe(value);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never writes two zeros together, ends in 整 exactly without 分, and tells amounts apart', () => {
    const value = fc.integer({ min: 1, max: 20_000_000 }).map(BigInt);
    fc.assert(
      fc.property(value, value, (a, b) => {
        const words = amountInWords(a);
        expect(words).not.toMatch(/零零|零万|零元|零亿/);
        expect(words.endsWith('整')).toBe(!words.endsWith('分'));
        expect(words === amountInWords(b)).toBe(a === b);
      }),
    );
  });

  it('accepts the traditional characters and blanks that banks must accept', () => {
    expect(parseAmountWords('人民币 貳萬陸仟圓整')).toBe(2_600_000n);
    expect(parseAmountWords('伍万圆整')).toBe(5_000_000n);
  });

  it.each([
    '',
    '人民币',
    '零元整',
    '伍万元',
    '拾万元整',
    '陆仟柒元整',
    '陆仟零零柒元整',
    '叁佰贰拾伍元肆分',
    '陆仟零柒元壹角肆分整',
    '伍万元整整',
    '五万元整',
    '50000元整',
    '伍角壹元整',
    '壹元伍万整',
  ])('refuses %s', (text) => {
    expect(parseAmountWords(text)).toBeNull();
  });

  it('has no words for nothing and for what is beyond its range', () => {
    expect(() => amountInWords(0n)).toThrow();
    expect(() => amountInWords(MAX_WORDS_FEN + 1n)).toThrow();
  });

  it('states a sum in which nothing lies, which nobody can draw', () => {
    expect(sumInWords(0n)).toBe('人民币零元整');
    expect(parseAmountWords(sumInWords(0n))).toBeNull();
    expect(sumInWords(1n)).toBe(amountInWords(1n));
  });
});
