import { describe, expect, it } from 'vitest';
import {
  bestGrade,
  bucketOf,
  daysPastDue,
  GRADES,
  isBetter,
  nameOfGrade,
} from '../../../src/domains/loan/core/arrears.ts';
import { gradeTooGood } from '../../../src/domains/loan/core/arrears-failures.ts';
import { instalmentsOf, isRepaidInParts } from '../../../src/domains/loan/core/instalments.ts';
import { planRepayment } from '../../../src/domains/loan/core/repayment-plan.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

describe('days past due', () => {
  it('count from the due date as day 0', () => {
    const due = date('2019-01-15');
    const days = ['2019-01-14', '2019-01-15', '2019-01-16', '2019-03-01', '2020-03-01'].map((day) =>
      daysPastDue(due, date(day)),
    );
    expect(days).toEqual([0, 0, 1, 45, 411]);
  });

  it.each([
    [1, 'd1_3'],
    [3, 'd1_3'],
    [4, 'd4_10'],
    [10, 'd4_10'],
    [11, 'd11_30'],
    [30, 'd11_30'],
    [31, 'd31_69'],
    [69, 'd31_69'],
    [70, 'd70_on'],
    [900, 'd70_on'],
  ])('%i days lie in %s', (days, bucket) => {
    expect(bucketOf(days)).toBe(bucket);
  });
});

describe('五级分类', () => {
  it('is at best what the days past due leave room for, by the rule of its day', () => {
    const old = date('2019-06-30');
    const now = date('2023-07-01');
    expect([0, 1, 90, 91, 400].map((days) => bestGrade(days, old))).toEqual([
      'normal',
      'special_mention',
      'special_mention',
      'substandard',
      'substandard',
    ]);
    expect([0, 90, 91, 271, 361].map((days) => bestGrade(days, now))).toEqual([
      'normal',
      'special_mention',
      'substandard',
      'doubtful',
      'loss',
    ]);
    expect(bestGrade(400, date('2023-06-30'))).toBe('substandard');
  });

  it('goes from 正常 to 损失, and says so when it looks too good', () => {
    expect(GRADES.map(nameOfGrade)).toEqual(['正常', '关注', '次级', '可疑', '损失']);
    expect([isBetter('normal', 'loss'), isBetter('loss', 'loss'), isBetter('loss', 'normal')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(gradeTooGood('substandard', 120).detail).toContain('已逾期 120 天，一般应至少划为次级');
  });
});

describe('instalments', () => {
  it('carry the principal up to each due date, to the fen', () => {
    const plan = planRepayment({
      principal: fen(50_000_00n),
      annualPercent: 47_500,
      disbursedOn: date('2016-01-31'),
      dueDates: [date('2016-02-29'), date('2016-03-31'), date('2016-04-30')],
      everyMonths: 1,
      method: 'equal_principal',
      dayCount: 'act_360',
      instalmentBase: 'real_days',
      rounding: 'half_up',
    });
    expect(instalmentsOf(plan).map(({ due_on, upto_fen }) => [due_on, upto_fen])).toEqual([
      ['2016-02-29', 16_666_67n],
      ['2016-03-31', 33_333_34n],
      ['2016-04-30', 50_000_00n],
    ]);
  });

  it('are kept for loans repaid in parts; the others have their maturity', () => {
    expect(isRepaidInParts('equal_instalment')).toBe(true);
    expect(isRepaidInParts('equal_principal')).toBe(true);
    expect(isRepaidInParts('interest_only')).toBe(false);
    expect(isRepaidInParts('bullet')).toBe(false);
  });
});
