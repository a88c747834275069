import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accrueLoan, type AccrualInput, type LoanEvent } from '../../../src/domains/subsidy/index.ts';
import { checkParameters } from '../../../src/domains/programme/core/check-parameters.ts';
import { GANSU_2016 } from '../../../src/domains/programme/core/presets/gansu-2016.ts';
import { addDays, addMonths, date } from '../../../src/kernel/date.ts';
import { divideHalfUp, formatYuan } from '../../../src/kernel/money.ts';
import { EX_POST } from '../../support/county-version.ts';
import { accrualCase, percent, row, span, terms, yuan } from './accrual-case.ts';

const AT_MATURITY = { settlementCalendar: 'at_maturity', settlementCalendarRenewal: 'at_maturity' } as const;

/** 50,000 yuan at 4.75 % from 15 January 2016 for a year, the subsidy counted in whole months. */
const months = (
  changes: Partial<AccrualInput> = {},
  more: Partial<AccrualInput['terms']> = {},
): AccrualInput =>
  accrualCase({
    loan: {
      ...{ principal: yuan('50000.00'), annualPercent: percent('4.75') },
      ...{ disbursedOn: date('2016-01-15'), maturesOn: date('2017-01-15') },
    },
    window: span('2016-01-15', '2017-03-21'),
    ...changes,
    terms: terms({
      timeUnit: 'whole_months',
      overdueRule: 'forfeit_all',
      settlement: 'at_maturity',
      ...more,
    }),
  });
const repaid = (on: string, amount = '50000.00'): LoanEvent => ({
  ...{ on: date(on), kind: 'principal_repaid', amount: yuan(amount) },
});
const total = (input: AccrualInput): string => formatYuan(accrueLoan(input).totalSubsidy);

describe('a subsidy by whole months (婺城区 婺扶贫办〔2016〕27号)', () => {
  it('counts the full months until it is repaid, in one line', () => {
    const { lines } = accrueLoan(months({ events: [repaid('2016-12-01')] }));
    // 321 days of interest; ten months of 197.9167, the eleventh is not full
    expect(lines.map(row)).toEqual(['2016-01-15 2016-12-01 321 2117.71 0.00 1979.17']);
    expect(total(months({ events: [repaid('2016-12-15')] }))).toBe('2177.08');
    expect(total(months({ events: [repaid('2016-12-14')] }))).toBe('1979.17');
  });

  it('pays the whole year when it is repaid on the day, and nothing when it is late', () => {
    expect(total(months({ events: [repaid('2017-01-15')] }))).toBe('2375.00');
    expect(total(months({ events: [repaid('2017-01-16')] }))).toBe('0.00');
  });

  it('never pays more than the interest of its days, as a month of 28 days could make it', () => {
    const february = months({
      loan: { ...months().loan, disbursedOn: date('2017-02-01'), maturesOn: date('2017-03-01') },
      ...{ window: span('2017-02-01', '2017-03-21'), events: [repaid('2017-03-01')] },
    });
    // a twelfth of the year would be 197.92
    expect(accrueLoan(february).lines.map(row)).toEqual(['2017-02-01 2017-03-01 28 184.72 0.00 184.72']);
  });

  it('counts a month at what is owed on its last day', () => {
    // 20,000 repaid in the fourth month: three months of 50,000, nine of 30,000
    const input = months({ events: [repaid('2016-05-01', '20000.00'), repaid('2017-01-15', '30000.00')] });
    expect(total(input)).toBe('1662.50');
  });

  it('counts no month of which a day is without entitlement, or past the subsidy term', () => {
    const lost: LoanEvent[] = [
      { on: date('2016-03-20'), kind: 'eligibility_lost' },
      { on: date('2016-03-22'), kind: 'eligibility_restored' },
    ];
    // the third month is out
    expect(total(months({ events: [...lost, repaid('2017-01-15')] }))).toBe('2177.08');
    expect(total(months({ events: [repaid('2017-01-15')] }, { subsidyTermMonths: 6 }))).toBe('1187.50');
  });

  it('is the whole months from the drawdown, whatever the day of the month', () => {
    const anyDay = fc.integer({ min: 0, max: 800 }).map((days) => addDays(date('2015-12-01'), days));
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 27 }),
        (from, full, odd) => {
          const end = addDays(addMonths(from, full), odd);
          const ended = odd === 0 ? full : Math.min(full, 12);
          const due = months({
            loan: { ...months().loan, disbursedOn: from, maturesOn: addMonths(from, 12) },
            ...{ window: { from, to: addDays(end, 1) }, events: [{ ...repaid('2016-01-15'), on: end }] },
          });
          const late = end > addMonths(from, 12);
          const interest = accrueLoan(due).totalInterest;
          const twelfths = divideHalfUp(5_000_000n * 475n * BigInt(ended), 120_000n);
          const most = interest < twelfths ? interest : twelfths;
          expect(accrueLoan(due).totalSubsidy).toBe(late ? 0n : most);
        },
      ),
    );
  });

  it('is a term of a version that settles at maturity, within a year, and forecasts nothing', () => {
    const faults = (changes: {
      readonly interest?: object;
      readonly loan?: object;
      readonly subsidy?: object;
    }) =>
      checkParameters(
        {
          ...GANSU_2016.parameters,
          interest: { ...GANSU_2016.parameters.interest, ...AT_MATURITY, ...changes.interest },
          loan: {
            ...GANSU_2016.parameters.loan,
            maxTermMonths: 12,
            renewalMaxTermMonths: 12,
            ...changes.loan,
          },
          subsidy: {
            ...{ ...GANSU_2016.parameters.subsidy, ...EX_POST, subsidyTimeUnit: 'whole_months' as const },
            ...changes.subsidy,
          },
        },
        date('2015-07-01'),
      ).map(({ pointer }) => pointer.replace('/parameters', ''));
    expect(faults({})).toEqual([]);
    expect(faults({ interest: { settlementCalendarRenewal: 'annual_1220' } })).toEqual([
      '/subsidy/subsidy_time_unit',
    ]);
    expect(faults({ loan: { maxTermMonths: 13 } })).toEqual(['/interest/settlement_calendar']);
    expect(faults({ subsidy: { projectionAllowed: true } })).toEqual(['/subsidy/projection_allowed']);
  });
});
