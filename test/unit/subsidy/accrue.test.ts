import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { accrueLoan } from '../../../src/domains/subsidy/index.ts';
import { accrualCase, percent, row, span, terms, yuan } from './accrual-case.ts';

const loanOf = (principal: string, rate: string, from: string, to: string) => ({
  principal: yuan(principal),
  annualPercent: percent(rate),
  disbursedOn: date(from),
  maturesOn: date(to),
});

describe('worked numbers', () => {
  it('settles three years quarter by quarter', () => {
    const result = accrueLoan(accrualCase());
    expect(result.lines.map((line) => `${line.from} ${line.days} ${formatYuan(line.interest)}`)).toEqual([
      '2016-01-15 66 435.42',
      '2016-03-21 92 606.94',
      '2016-06-21 92 606.94',
      '2016-09-21 91 600.35',
      '2016-12-21 90 593.75',
      '2017-03-21 92 606.94',
      '2017-06-21 92 606.94',
      '2017-09-21 91 600.35',
      '2017-12-21 90 593.75',
      '2018-03-21 92 606.94',
      '2018-06-21 92 606.94',
      '2018-09-21 91 600.35',
      '2018-12-21 25 164.93',
    ]);
    expect(formatYuan(result.totalInterest)).toBe('7230.54');
    expect(formatYuan(result.totalSubsidy)).toBe('7230.54');
    expect(result.lines.every((line) => line.borrowerPays === 0n)).toBe(true);
  });

  it('青阳县 2024: takes the ratio by the date on which interest arises', () => {
    const result = accrueLoan(
      accrualCase({
        loan: loanOf('50000.00', '3.55', '2023-06-15', '2024-06-15'),
        terms: terms({
          settlement: 'at_maturity',
          ratio: [
            { from: date('2023-01-01'), percent: percent('100') },
            { from: date('2024-01-01'), percent: percent('70') },
          ],
        }),
        window: span('2023-06-15', '2024-06-15'),
      }),
    );
    expect(result.lines).toHaveLength(1);
    expect(formatYuan(result.totalSubsidy)).toBe('1559.04');
    expect(result.lines[0]?.slices.map((slice) => [slice.days, slice.ratioPercent])).toEqual([
      [200, 1_000_000],
      [166, 700_000],
    ]);
  });

  it('subsidises no principal above the cap', () => {
    const [line] = accrueLoan(
      accrualCase({
        loan: loanOf('80000.00', '4.65', '2016-03-21', '2017-03-21'),
        window: span('2016-03-21', '2016-06-21'),
      }),
    ).lines;
    expect(line && row(line)).toBe('2016-03-21 2016-06-21 92 950.67 0.00 594.17');
    expect(formatYuan(line!.borrowerPays)).toBe('356.50');
  });

  it('subsidises no rate above the ceiling', () => {
    const [line] = accrueLoan(
      accrualCase({
        loan: loanOf('50000.00', '5.225', '2016-09-21', '2017-09-21'),
        window: span('2016-09-21', '2016-12-21'),
      }),
    ).lines;
    expect(line && row(line)).toBe('2016-09-21 2016-12-21 91 660.38 0.00 600.35');
    expect(formatYuan(line!.borrowerPays)).toBe('60.03');
  });

  it('rounds an exact half of a fen up, where binary floats lose it', () => {
    const [line] = accrueLoan(
      accrualCase({
        loan: loanOf('100.00', '4.35', '2016-04-01', '2017-04-01'),
        window: span('2016-04-01', '2016-04-13'),
      }),
    ).lines;
    expect(formatYuan(line!.interest)).toBe('0.15');
  });
});

describe('rate rules', () => {
  const quarter = { window: span('2016-03-21', '2016-06-21') };
  const subsidyUnder = (rule: Parameters<typeof terms>[0]) =>
    formatYuan(accrueLoan(accrualCase({ ...quarter, terms: terms(rule) })).totalSubsidy);

  it('contract: the contract rate in full, whatever the ceiling', () => {
    expect(subsidyUnder({ subsidyRateRule: 'contract', ceilingAnnualPercent: percent('1') })).toBe('606.94');
  });

  it('fixed: a fixed rate, never above the contract', () => {
    expect(subsidyUnder({ subsidyRateRule: 'fixed', fixedAnnualPercent: percent('3') })).toBe('383.33');
    expect(subsidyUnder({ subsidyRateRule: 'fixed', fixedAnnualPercent: percent('9') })).toBe('606.94');
  });

  it('pays nothing before the first row of the ratio table', () => {
    expect(subsidyUnder({ ratio: [{ from: date('2016-06-21'), percent: percent('100') }] })).toBe('0.00');
    expect(subsidyUnder({ ratio: [] })).toBe('0.00');
  });

  it('asks for the rate its rule needs', () => {
    expect(() => subsidyUnder({ ceilingAnnualPercent: null })).toThrow('利率上限');
    expect(() => subsidyUnder({ subsidyRateRule: 'fixed' })).toThrow('固定贴息利率');
  });
});

describe('lines', () => {
  it('start at disbursement and end on the day of full repayment', () => {
    const result = accrueLoan(
      accrualCase({
        events: [{ on: date('2016-04-01'), kind: 'principal_repaid', amount: yuan('50000.00') }],
        window: span('2015-01-01', '2017-01-01'),
      }),
    );
    expect(result.lines.map(row)).toEqual([
      '2016-01-15 2016-03-21 66 435.42 0.00 435.42',
      '2016-03-21 2016-04-01 11 72.57 0.00 72.57',
    ]);
  });

  it('are none outside the life of the loan', () => {
    expect(accrueLoan(accrualCase({ window: span('2015-01-01', '2016-01-15') })).lines).toEqual([]);
    const repaidAtOnce = accrualCase({
      events: [{ on: date('2016-01-15'), kind: 'principal_repaid', amount: yuan('50000.00') }],
    });
    expect(accrueLoan(repaidAtOnce).lines).toEqual([]);
  });

  it('start on the 20th when the settlement day is exclusive', () => {
    const [line] = accrueLoan(accrualCase({ terms: terms({ settlementDayInclusive: false }) })).lines;
    expect(line?.to).toBe('2016-03-20');
    expect(line?.days).toBe(65);
  });

  it('run to 20 December under the annual calendar and to maturity under 利随本清', () => {
    const annual = accrueLoan(accrualCase({ terms: terms({ settlement: 'annual_1220' }) }));
    expect(annual.lines.map((line) => line.to)).toEqual([
      '2016-12-21',
      '2017-12-21',
      '2018-12-21',
      '2019-01-15',
    ]);
    const once = accrueLoan(
      accrualCase({ terms: terms({ settlement: 'at_maturity' }), window: span('2016-01-15', '2019-03-01') }),
    );
    expect(once.lines.map((line) => line.to)).toEqual(['2019-01-15', '2019-03-01']);
  });

  it('cut a new slice at the turn of the year, without changing the sum', () => {
    const line = accrueLoan(accrualCase()).lines.find((candidate) => candidate.from === '2016-12-21');
    expect(line?.slices.map((slice) => [slice.from, slice.to, slice.days])).toEqual([
      ['2016-12-21', '2017-01-01', 11],
      ['2017-01-01', '2017-03-21', 79],
    ]);
  });

  it('cut a new slice where the principal changes and round once on the line', () => {
    const line = accrueLoan(
      accrualCase({
        events: [{ on: date('2017-05-10'), kind: 'principal_repaid', amount: yuan('20000.00') }],
      }),
    ).lines.find((candidate) => candidate.from === '2017-03-21');
    expect(line && row(line)).toBe('2017-03-21 2017-06-21 92 496.11 0.00 496.11');
    expect(line?.slices.map((slice) => [slice.days, formatYuan(slice.principal)])).toEqual([
      [50, '50000.00'],
      [42, '30000.00'],
    ]);
  });

  it('count whole months as 30 days under 30/360', () => {
    const [first, second] = accrueLoan(accrualCase({ terms: terms({ dayCount: '30_360' }) })).lines;
    expect(first?.days).toBe(66);
    expect(second && row(second)).toBe('2016-03-21 2016-06-21 90 593.75 0.00 593.75');
  });
});
