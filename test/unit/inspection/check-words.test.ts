import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkWords } from '../../../src/domains/inspection/core/check-words.ts';
import { amountInWords, MAX_WORDS_FEN } from '../../../src/kernel/money-words.ts';
import { formatYuanGrouped } from '../../../src/kernel/money.ts';

describe('amounts in words on a paper', () => {
  it('are those of the digits, whatever the amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: MAX_WORDS_FEN }), (amount) => {
        const text = `合计${amountInWords(amount)}（小写：¥${formatYuanGrouped(amount)}）`;
        expect(checkWords([text])).toEqual({ found: 1, wrong: [] });
      }),
    );
  });

  it('may say that nothing is left, beside 0.00', () => {
    expect(checkWords(['人民币零元整', '¥0.00'])).toEqual({ found: 1, wrong: [] });
    expect(checkWords(['人民币零元整', '¥10.00']).wrong).toHaveLength(1);
  });

  it('may stand apart from the digits on the same paper', () => {
    expect(checkWords(['人民币伍万元整', '贷款', '50,000.00']).wrong).toEqual([]);
  });

  it.each([
    ['another amount', '人民币伍万元整（小写：¥5,000.00）'],
    ['digits that only end alike', '人民币伍万元整（小写：¥150,000.00）'],
    ['digits that only begin alike', '人民币伍元整（小写：¥5.001）'],
    ['no lawful amount', '人民币伍万万元整（小写：¥50,000.00）'],
    ['no digits at all', '人民币伍万元整'],
  ])('are wrong: %s', (_name, text) => {
    expect(checkWords([text]).wrong).toHaveLength(1);
  });

  it('are not meant where only the currency is named', () => {
    expect(checkWords(['金额单位：人民币元', '以人民币万元计', '人民币（大写）'])).toEqual({
      found: 0,
      wrong: [],
    });
  });
});
