import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, date } from '../../../src/kernel/date.ts';
import { fen, formatYuan, parseYuan } from '../../../src/kernel/money.ts';
import { DIVIDEND_DAY_COUNTS, entitle, type EntitlementInput } from '../../../src/domains/dividend/index.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);

const input = (changes: Partial<EntitlementInput> = {}): EntitlementInput => ({
  invested: yuan('50000.00'),
  floorAnnualPercent: 80_000,
  period: { from: date('2016-05-18'), to: date('2017-05-18') },
  dayCount: 'whole_years',
  profit: null,
  profitSharePercent: 700_000,
  reinvested: yuan('0.00'),
  floorCountsReinvested: false,
  paid: yuan('0.00'),
  ...changes,
});

describe('floor', () => {
  it('is the guaranteed rate for a full year', () => {
    expect(formatYuan(entitle(input()).floor)).toBe('4000.00');
  });

  it('is prorated by days in the first and last year', () => {
    const period = { from: date('2016-05-18'), to: date('2016-12-20') };
    expect(formatYuan(entitle(input({ period, dayCount: 'act_365' })).floor)).toBe('2367.12');
    expect(formatYuan(entitle(input({ period, dayCount: 'act_360' })).floor)).toBe('2400.00');
    expect(formatYuan(entitle(input({ period, dayCount: 'act_act' })).floor)).toBe('2360.66');
  });

  it('counts each calendar year over its own length under act_act', () => {
    const period = { from: date('2016-07-01'), to: date('2017-07-01') };
    // 184 / 366 + 181 / 365 years
    expect(formatYuan(entitle(input({ period, dayCount: 'act_act' })).floor)).toBe('3994.49');
    const leap = { from: date('2016-01-01'), to: date('2017-01-01') };
    expect(formatYuan(entitle(input({ period: leap, dayCount: 'act_act' })).floor)).toBe('4000.00');
  });

  it('rounds an exact half up although the day fraction repeats', () => {
    // 91.25 yuan × 1 % × 2 / 365 = 0.005 yuan
    const period = { from: date('2017-01-01'), to: date('2017-01-03') };
    const tie = input({ invested: yuan('91.25'), floorAnnualPercent: 10_000, period, dayCount: 'act_365' });
    expect(formatYuan(entitle(tie).floor)).toBe('0.01');
  });

  it('of whole years never assumes a started year to be full', () => {
    const two = { from: date('2016-02-29'), to: date('2018-02-28') };
    expect(formatYuan(entitle(input({ period: two })).floor)).toBe('8000.00');
    for (const to of ['2017-05-17', '2017-05-19', '2016-06-18']) {
      expect(() => entitle(input({ period: { from: date('2016-05-18'), to: date(to) } }))).toThrow('整年');
    }
    expect(() => entitle(input({ period: { from: date('2016-05-18'), to: date('2016-05-18') } }))).toThrow();
  });
});

describe('due', () => {
  it('is the profit share in a good year and the floor otherwise', () => {
    const due = (profit: string | null) =>
      formatYuan(entitle(input({ profit: profit === null ? null : yuan(profit) })).due);
    expect(due('7000.00')).toBe('4900.00');
    expect(due('1000.00')).toBe('4000.00');
    expect(due(null)).toBe('4000.00');
    expect(due('-100000.00')).toBe('4000.00');
  });

  it('is paid partly as capital where part is reinvested', () => {
    // 10 % of 50,000: 3,000 in cash, 2,000 left in the project
    const base = { floorAnnualPercent: 100_000, reinvested: yuan('2000.00'), paid: yuan('3000.00') };
    const result = entitle(input(base));
    expect(result).toMatchObject({
      due: 500_000n,
      cashDue: 300_000n,
      shortfall: 0n,
      nextInvested: 5_200_000n,
      meetsFloor: false,
    });
    expect(entitle(input({ ...base, floorCountsReinvested: true })).meetsFloor).toBe(true);
    expect(() => entitle(input({ reinvested: yuan('4000.01') }))).toThrow('转投');
  });

  it('leaves a shortfall that is never negative', () => {
    const shortfall = (paid: string) => formatYuan(entitle(input({ paid: yuan(paid) })).shortfall);
    expect(shortfall('0.00')).toBe('4000.00');
    expect(shortfall('3000.00')).toBe('1000.00');
    expect(shortfall('4900.00')).toBe('0.00');
  });

  it('never falls below the floor, whatever the profit', () => {
    const days = fc.integer({ min: 1, max: 1_500 });
    const counts = fc.constantFrom(...DIVIDEND_DAY_COUNTS.filter((count) => count !== 'whole_years'));
    fc.assert(
      fc.property(
        days,
        counts,
        fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
        (length, dayCount, profit) => {
          const from = date('2015-03-01');
          const result = entitle(
            input({ period: { from, to: addDays(from, length) }, dayCount, profit: fen(profit) }),
          );
          expect(result.due >= result.floor && result.profitShare >= 0n).toBe(true);
          expect(result.due === result.floor || result.due === result.profitShare).toBe(true);
        },
      ),
    );
  });
});
