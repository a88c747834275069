import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysLate, lateFee } from '../../../src/domains/dividend/core/late-fee.ts';
import { addDays, date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

const dueOn = date('2016-12-20');
const year = { dueOn, cash: fen(3_726_03n), percentPerDay: 500, received: [] };

describe('the late fee of a year', () => {
  it('runs from the day after the due day, on what is open', () => {
    // 3,726.03 × 0.05 % × 1 and 32 days
    expect([0, 1, 32].map((days) => lateFee(year, addDays(dueOn, days)))).toEqual([0n, 186n, 5962n]);
    expect(daysLate(dueOn, date('2016-12-01'))).toBe(0);
    expect(lateFee(year, date('2016-12-01'))).toBe(0n);
  });

  it('stops for what came, from the day after it came', () => {
    const received = [
      { on: date('2016-12-18'), amount: fen(726_03n) },
      { on: date('2017-01-22'), amount: fen(2_000_00n) },
    ];
    // 3,000.00 for 33 days, then 1,000.00 for one
    const late = { ...year, received };
    expect(lateFee(late, date('2017-01-22'))).toBe(49_50n);
    expect(lateFee(late, date('2017-01-23'))).toBe(50_00n);
  });

  it('is the sum of its days, rounded once, and never negative', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10_000_000n),
        fc.array(fc.tuple(fc.integer({ min: -30, max: 90 }), fc.bigInt(1n, 1_000_000n)), { maxLength: 5 }),
        fc.integer({ min: 0, max: 120 }),
        (cash, came, days) => {
          const total = came.reduce((sum, [, amount]) => sum + amount, 0n);
          fc.pre(total <= cash);
          const received = came.map(([day, amount]) => ({ on: addDays(dueOn, day), amount: fen(amount) }));
          const openOn = (day: number): bigint =>
            cash - came.reduce((sum, [on, amount]) => (on < day ? sum + amount : sum), 0n);
          let exact = 0n;
          for (let day = 1; day <= days; day += 1) exact += openOn(day) * 300n;
          const fee = lateFee({ dueOn, cash: fen(cash), percentPerDay: 300, received }, addDays(dueOn, days));
          expect(fee).toBe((exact * 2n + 1_000_000n) / 2_000_000n);
        },
      ),
    );
  });
});
