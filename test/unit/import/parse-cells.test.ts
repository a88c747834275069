import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, date, fromDayNumber } from '../../../src/kernel/date.ts';
import {
  isBlank,
  numberText,
  personName,
  plainText,
  type LedgerCell,
} from '../../../src/domains/loan/core/ledger/ledger-cell.ts';
import {
  parsePovertyStatus,
  parseRelation,
  parseUsage,
  parseYesNo,
} from '../../../src/domains/loan/core/ledger/ledger-codes.ts';
import { recognisePurpose } from '../../../src/domains/loan/core/ledger/purpose-words.ts';
import { termsOf } from '../../support/ledgers.ts';
import { parseAmount } from '../../../src/domains/loan/core/ledger/parse-amount.ts';
import { parseDay } from '../../../src/domains/loan/core/ledger/parse-day.ts';
import { parseRate } from '../../../src/domains/loan/core/ledger/parse-rate.ts';
import { parseTerm, settleBareTerm } from '../../../src/domains/loan/core/ledger/parse-term.ts';

describe('text', () => {
  it('plain text drops what cannot be seen and narrows what is wide', () => {
    expect(plainText('\u3000６２９９\u200b２１ ｘ\u00a0')).toBe('629921 x');
    expect(isBlank('\u3000 \n')).toBe(true);
    expect(isBlank(0)).toBe(false);
  });

  it.each([
    ['阿卜杜•热合曼', '阿卜杜·热合曼'],
    ['阿卜杜 ・ 热合曼', '阿卜杜·热合曼'],
    ['才让.卓玛', '才让·卓玛'],
    ['张　三', '张三'],
    ['王㛃', '王㛃'],
    ['𫖮𬀩', '𫖮𬀩'],
  ])('the name %s is %s', (typed, name) => {
    expect(personName(typed)).toBe(name);
  });

  it('a sheet number is written as the sheet shows it', () => {
    expect([3.55, 0.1 + 0.2, 50_000, 1e17, 1e-7, 0].map(numberText)).toEqual([
      '3.55',
      '0.3',
      '50000',
      '100000000000000000',
      '0.0000001',
      '0',
    ]);
  });
});

describe('amounts', () => {
  it.each<[LedgerCell, string]>([
    [5, '5000000'],
    ['5', '5000000'],
    [' ５．００ ', '5000000'],
    ['3.55', '3550000'],
    [0.000001, '1'],
    ['5万元', '5000000'],
    ['5万', '5000000'],
    ['50000元', '5000000'],
    ['¥50,000.00元', '5000000'],
    [0, '0'],
  ])('%s in wan yuan is %s fen', (cell, fen) => {
    expect(parseAmount(cell, '万元')?.fen.toString()).toBe(fen);
  });

  it.each<LedgerCell>([
    '伍万',
    '1e5',
    '-5',
    -5,
    '5..0',
    '5,0',
    '5 0万0',
    '',
    '0.0000001',
    '=5',
    '五',
    true,
    'NaN',
    '1'.repeat(30),
  ])('%s is no amount', (cell) => {
    expect(parseAmount(cell, '万元')).toBeNull();
  });

  it('three decimals of a yuan are no amount', () => {
    expect(parseAmount('50000.125', '元')).toBeNull();
    expect(parseAmount('50000.120', '元')?.fen).toBe(5_000_012n);
  });

  it('every amount in fen comes back from its yuan', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), (fen) => {
        const text = `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
        return parseAmount(text, '元')?.fen === fen;
      }),
    );
  });
});

describe('dates', () => {
  it.each<LedgerCell>([
    '2016-01-05',
    '2016-1-5',
    '2016/1/5',
    '2016.1.5',
    '2016年1月5日',
    '2016年01月05号',
    '20160105',
    20_160_105,
    42_374,
    42_374.25,
    '42374',
    { date: '2016-01-05' },
    ' 2016-01-05 00:00:00 ',
    '2016/1/5 8:30',
    '２０１６－０１－０５',
  ])('%s is 2016-01-05', (cell) => {
    expect(parseDay(cell)).toBe('2016-01-05');
  });

  it.each<LedgerCell>([
    '2016-02-30',
    '2015-02-29',
    '20160230',
    '2016-13-01',
    '16-1-5',
    '2016-1',
    '待定',
    5,
    '0016-01-05',
    { date: '1899-12-31' },
  ])('%s is no date', (cell) => {
    expect(parseDay(cell)).toBeNull();
  });

  it('a serial is the day the sheet means', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30_000, max: 60_000 }), (serial) => {
        return parseDay(serial) === fromDayNumber(serial - 25_569);
      }),
    );
  });
});

describe('terms', () => {
  it.each<[LedgerCell, number]>([
    [36, 36],
    ['36', 36],
    ['36个月', 36],
    ['36月', 36],
    ['36期', 36],
    ['3年', 36],
    ['三年', 36],
    ['3 年', 36],
    ['３年', 36],
    ['1年6个月', 18],
    ['一年半', 18],
    ['半年', 6],
    ['十二个月', 12],
    ['二十四个月', 24],
  ])('%s is %i months', (cell, months) => {
    expect(parseTerm(cell, null)?.months).toBe(months);
  });

  it.each<LedgerCell>(['', '长期', '0', '3天', '-3', '3.5年', 'x年'])('%s is no term', (cell) => {
    expect(parseTerm(cell, null)).toBeNull();
  });

  it('the heading or the dates say whether a bare 3 is years', () => {
    expect(parseTerm(3, 'years')).toEqual({ months: 36, bare: false });
    expect(parseTerm(3, null)).toEqual({ months: 3, bare: true });
    const from = date('2016-03-31');
    expect(settleBareTerm(3, from, addMonths(from, 36))).toBe(36);
    expect(settleBareTerm(3, from, addMonths(from, 3))).toBe(3);
    expect(settleBareTerm(36, from, date('2036-05-01'))).toBe(36);
  });
});

describe('rates', () => {
  it.each<[LedgerCell, number]>([
    [4.75, 47_500],
    ['4.75', 47_500],
    ['4.75%', 47_500],
    ['４．７５％', 47_500],
    ['年利率4.75%', 47_500],
    [0.0475, 47_500],
    [5, 50_000],
    ['0.5%', 5000],
    ['4.3533', 43_533],
  ])('%s is %i units', (cell, units) => {
    expect(parseRate(cell)?.units).toBe(units);
  });

  it.each<LedgerCell>(['3.958‰', '月利率0.4%', '4.75/年', '', '0', '-4.75', '4.35-4.75', '4.12345'])(
    '%s is no annual rate',
    (cell) => {
      expect(parseRate(cell)).toBeNull();
    },
  );

  it('a fraction is told apart from a percentage', () => {
    expect(parseRate(0.0475)?.fromFraction).toBe(true);
    expect(parseRate('0.25%')).toEqual({ units: 2500, fromFraction: false });
  });
});

describe('codes', () => {
  it.each([
    ['未脱贫', 'registered_poor'],
    ['已脱贫(享受政策)', 'exited_with_policy'],
    ['已脱贫（不享受政策）', 'exited_without_policy'],
    ['返贫', 'relapsed'],
    ['低保贫困户', 'registered_poor'],
    ['脱贫不稳定户', 'monitored'],
    ['未知', null],
  ])('standing %s is %s', (text, code) => {
    expect(parsePovertyStatus(text)).toBe(code);
  });

  it.each([
    ['户主', 'householder'],
    ['配偶', 'spouse'],
    ['长子', 'child'],
    ['女', 'child'],
    ['儿媳', 'child_in_law'],
    ['孙子', 'grandchild'],
    ['母亲', 'parent'],
    ['户主之兄', 'sibling'],
    ['其他', 'other'],
  ])('relation %s is %s', (text, code) => {
    expect(parseRelation(text)).toBe(code);
  });

  it('usage and ticks', () => {
    expect([parseUsage(null), parseUsage('自用'), parseUsage('带动型'), parseUsage('?')]).toEqual([
      'self',
      'self',
      'enterprise_led',
      null,
    ]);
    expect([
      parseYesNo('是'),
      parseYesNo('√'),
      parseYesNo('否'),
      parseYesNo(false),
      parseYesNo('也许'),
    ]).toEqual([true, true, false, false, null]);
  });

  it.each([
    ['入股分红', false],
    ['购买理财', false],
    ['建房', false],
    ['给儿子结婚', false],
    ['转贷他人', false],
    ['种植花椒', true],
    ['养殖中华蜂', true],
    ['修建圈舍', true],
    ['农产品加工', true],
    ['乡村旅游', true],
    ['电子商务', true],
    ['小型农机', true],
    ['运输', true],
  ])('purpose %s is allowed: %s', (text, allowed) => {
    const code = recognisePurpose(text);
    expect(code).not.toBeNull();
    expect(termsOf('gansu-2016').allowedPurposes.includes(code ?? '')).toBe(allowed);
  });

  it('a purpose of no known word is left to people', () => {
    expect(recognisePurpose('其它')).toBeNull();
  });
});
