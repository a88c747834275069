import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { fen, formatYuan, parseYuan } from '../../../src/kernel/money.ts';
import {
  measuredOn,
  splitFunding,
  topUpDuty,
  type TopUpRule,
} from '../../../src/domains/risk-fund/core/top-up.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);

describe('定远县 定巩固振兴办〔2021〕3号: 10 % of the loans outstanding at each quarter start', () => {
  const rule: TopUpRule = { mode: 'quarterly_percent', percent: 100_000 };
  const duty = (on: string, outstanding: string, balance: string) =>
    topUpDuty(rule, { on: date(on), outstanding: yuan(outstanding), balance: yuan(balance) });

  it('asks for what the balance lacks, by the end of the quarter', () => {
    const found = duty('2021-05-17', '86400000.00', '7915300.00');
    expect(found).toMatchObject({ measuredOn: '2021-04-01', by: '2021-06-30' });
    expect(formatYuan(found?.due ?? 0n)).toBe('724700.00');
  });

  it('asks for nothing when the balance is enough, whatever is above', () => {
    expect(duty('2021-01-01', '1000.00', '100.00')?.due).toBe(0n);
    expect(duty('2021-01-01', '1000.00', '500.00')?.due).toBe(0n);
  });

  it('rounds half a fen up', () => {
    expect(duty('2021-01-01', '0.05', '0.00')?.due).toBe(1n);
    expect(duty('2021-01-01', '0.04', '0.00')?.due).toBe(0n);
  });

  it('measures every day of a quarter by its first day', () => {
    const firsts = ['2021-01-31', '2021-04-01', '2021-06-30', '2021-09-30', '2021-12-31'].map((day) =>
      measuredOn('quarterly_percent', date(day)),
    );
    expect(firsts).toEqual(['2021-01-01', '2021-04-01', '2021-04-01', '2021-07-01', '2021-10-01']);
    expect(duty('2021-12-31', '1.00', '0.00')?.by).toBe('2021-12-31');
    expect(duty('2024-02-29', '1.00', '0.00')?.by).toBe('2024-03-31');
  });
});

describe('the template county: a floor of 10 million, refilled early in the next year', () => {
  const rule: TopUpRule = { mode: 'fixed_floor', floor: yuan('10000000.00'), refillBy: '03-28' };

  it('asks for what the balance at the start of the year lacks', () => {
    const facts = { on: date('2019-07-01'), outstanding: yuan('0.00'), balance: yuan('9250000.50') };
    const found = topUpDuty(rule, facts);
    expect(found).toMatchObject({ measuredOn: '2019-01-01', by: '2019-03-28' });
    expect(formatYuan(found?.due ?? 0n)).toBe('749999.50');
  });
});

describe('南澳县: by the demand of the year', () => {
  it('says no sum by itself', () => {
    const facts = { on: date('2019-07-01'), outstanding: yuan('1.00'), balance: yuan('0.00') };
    expect(topUpDuty({ mode: 'demand' }, facts)).toBeNull();
    expect(measuredOn('demand', facts.on)).toBeNull();
  });
});

describe('甘政办发〔2016〕205号: province, county and bank pay in 1:1:1', () => {
  it('splits what is due to the fen, the first in order taking what is left', () => {
    const parts = (['province', 'county', 'bank'] as const).map((source) => ({ source, weight: 1 }));
    expect(splitFunding(yuan('100.00'), parts).map((part) => formatYuan(part.amount_fen))).toEqual([
      '33.34',
      '33.33',
      '33.33',
    ]);
  });
});
