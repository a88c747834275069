import { describe, expect, it } from 'vitest';
import type { HolidayShift, LoanEvent } from '../../../src/domains/subsidy/core/accrual-input.ts';
import { accrueLoan } from '../../../src/domains/subsidy/core/accrue.ts';
import { withHolidays } from '../../../src/domains/subsidy/core/holiday-shift.ts';
import { date, type PlainDate } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { firstTerms } from '../../support/first-terms.ts';

/** 2019: 1 June is a Saturday, 7 June the Dragon Boat Festival, a Friday. */
const OFF: Readonly<Record<string, string>> = {
  '2019-06-01': '2019-06-03',
  '2019-06-07': '2019-06-10',
  '2019-06-08': '2019-06-10',
};
const shift = (days: HolidayShift['days'] = 'subsidised'): HolidayShift => ({
  days,
  workingDayFrom: (day) => (OFF[day] ?? day) as PlainDate,
});
const extended = (on: string, to: string): LoanEvent => ({
  on: date(on),
  kind: 'extended',
  maturesOn: date(to),
});
const moved = (on: string, to: string) => ({ ...extended(on, to), relief: 'subsidised' });

describe('a maturity on a holiday', () => {
  it.each<[string, string, LoanEvent[], object[]]>([
    ['moves to the next working day', '2019-06-01', [], [moved('2019-06-01', '2019-06-03')]],
    ['stays on a working day', '2019-06-03', [], []],
    ['did not come when it was moved before', '2019-06-01', [extended('2019-05-01', '2019-12-02')], []],
    [
      'moves where it was extended to',
      '2019-05-06',
      [extended('2019-05-01', '2019-06-07')],
      [moved('2019-06-07', '2019-06-10')],
    ],
    ['is left to an order of those very days', '2019-06-01', [extended('2019-06-03', '2019-12-02')], []],
    [
      'came, and was moved by an order later',
      '2019-06-01',
      [extended('2019-06-20', '2019-12-02')],
      [moved('2019-06-01', '2019-06-03')],
    ],
  ])('%s', (_what, maturesOn, events, expected) => {
    const given = withHolidays(date(maturesOn), events, shift());
    expect(given.filter((event) => !events.includes(event))).toEqual(expected);
    expect(withHolidays(date(maturesOn), events, undefined)).toBe(events);
  });

  const accrued = (holidays?: HolidayShift) =>
    accrueLoan({
      loan: {
        principal: fen(50_000_00n),
        annualPercent: 47_500,
        disbursedOn: date('2016-06-01'),
        maturesOn: date('2019-06-01'),
      },
      terms: firstTerms(holidays ? { holidays } : {}),
      events: [{ on: date('2019-06-03'), kind: 'principal_repaid', amount: fen(50_000_00n) }],
      window: { from: date('2019-03-21'), to: date('2019-06-21') },
    }).lines[0];

  it('costs no penalty when paid on the working day, and its days do not count against the subsidy term', () => {
    // 50,000 × 4.75 % × 74 / 360
    expect(accrued(shift())).toMatchObject({ days: 74, interest: 48819n, penalty: 0n, subsidy: 48819n });
    // the two days at 1.5 times the rate, and 72 subsidised
    expect(accrued()).toMatchObject({ days: 74, interest: 47500n, penalty: 1979n, subsidy: 47500n });
    expect(accrued(shift('unsubsidised'))).toMatchObject({ interest: 48819n, penalty: 0n, subsidy: 47500n });
  });
});
