import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { Failure } from '../../../src/kernel/failure.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { accrueLoan, type AccrualInput, type LoanEvent } from '../../../src/domains/subsidy/index.ts';
import { accrualCase, percent, row, span, terms, yuan } from './accrual-case.ts';

const repaid = (on: string, amount: string): LoanEvent => ({
  on: date(on),
  kind: 'principal_repaid',
  amount: yuan(amount),
});
const extended = (on: string, maturesOn: string): LoanEvent => ({
  on: date(on),
  kind: 'extended',
  maturesOn: date(maturesOn),
});
const slicesOf = (input: AccrualInput) =>
  accrueLoan(input).lines.flatMap((line) => line.slices.map((slice) => `${slice.from} ${slice.excluded}`));

describe('overdue', () => {
  const lastQuarter = span('2018-12-21', '2019-03-21');

  it('turns interest into unsubsidised penalty from the maturity on', () => {
    const [line] = accrueLoan(accrualCase({ window: lastQuarter })).lines;
    // 25 days of interest; 65 days at 1.5 times the contract rate
    expect(line && row(line)).toBe('2018-12-21 2019-03-21 90 164.93 643.23 164.93');
    expect(formatYuan(line!.borrowerPays)).toBe('643.23');
    expect(line?.slices.map((slice) => slice.excluded)).toEqual([null, null, 'overdue']);
  });

  it('is not there when the loan is repaid on the day of maturity', () => {
    const input = accrualCase({ window: lastQuarter, events: [repaid('2019-01-15', '50000.00')] });
    expect(accrueLoan(input).totalPenalty).toBe(0n);
    expect(accrueLoan(input).lines).toHaveLength(1);
  });

  it('follows the rate in force', () => {
    const input = accrualCase({
      window: span('2019-03-21', '2019-06-21'),
      events: [{ on: date('2019-01-01'), kind: 'rate_changed', annualPercent: percent('4.35') }],
    });
    // 50,000 × 4.35 % × 1.5 × 92 / 360
    expect(formatYuan(accrueLoan(input).totalPenalty)).toBe('833.75');
  });

  it('is put off by an extension agreed in time', () => {
    const input = accrualCase({ window: lastQuarter, events: [extended('2018-12-01', '2019-07-15')] });
    expect(accrueLoan(input).totalPenalty).toBe(0n);
    expect(slicesOf(input)).toEqual(['2018-12-21 null', '2019-01-01 null', '2019-01-15 term']);
  });

  it('stays for the days before an extension agreed late', () => {
    const input = accrualCase({ window: lastQuarter, events: [extended('2019-02-01', '2019-07-15')] });
    expect(slicesOf(input)).toEqual([
      '2018-12-21 null',
      '2019-01-01 null',
      '2019-01-15 overdue',
      '2019-02-01 term',
    ]);
  });

  it('takes back the whole subsidy where the terms forfeit it', () => {
    const forfeit = terms({ overdueRule: 'forfeit_all' });
    const whole = span('2016-01-15', '2019-01-16');
    const late = accrueLoan(accrualCase({ terms: forfeit, window: whole }));
    expect(late.forfeited).toBe(true);
    expect(late.totalSubsidy).toBe(0n);
    expect(late.lines.every((line) => line.slices.every((slice) => slice.subsidisedPrincipal === 0n))).toBe(
      true,
    );
    const inTime = accrueLoan(
      accrualCase({ terms: forfeit, window: whole, events: [repaid('2019-01-15', '50000.00')] }),
    );
    expect(formatYuan(inTime.totalSubsidy)).toBe('7230.54');
  });

  it('that was made good before the window still forfeits', () => {
    const input = accrualCase({
      terms: terms({ overdueRule: 'forfeit_all', subsidyTermMonths: 60 }),
      events: [extended('2019-02-01', '2020-01-15')],
      window: span('2019-03-21', '2019-06-21'),
    });
    expect(accrueLoan(input).totalSubsidy).toBe(0n);
  });
});

describe('eligibility and subsidy term', () => {
  it('pays nothing between loss and restoration', () => {
    const input = accrualCase({
      window: span('2017-12-21', '2018-03-21'),
      events: [
        { on: date('2018-02-01'), kind: 'eligibility_lost', reason: '清退' },
        { on: date('2018-03-01'), kind: 'eligibility_restored' },
      ],
    });
    expect(slicesOf(input)).toEqual([
      '2017-12-21 null',
      '2018-01-01 null',
      '2018-02-01 ineligible',
      '2018-03-01 null',
    ]);
    const [line] = accrueLoan(input).lines;
    // 62 of 90 days
    expect(line && row(line)).toBe('2017-12-21 2018-03-21 90 593.75 0.00 409.03');
  });

  it('stops after the subsidised months', () => {
    const input = accrualCase({
      terms: terms({ subsidyTermMonths: 12 }),
      window: span('2016-12-21', '2017-03-21'),
    });
    expect(slicesOf(input)).toEqual(['2016-12-21 null', '2017-01-01 null', '2017-01-15 term']);
    expect(formatYuan(accrueLoan(input).totalSubsidy)).toBe('164.93');
  });

  it('names overdue before ineligible before term', () => {
    const input = accrualCase({
      terms: terms({ subsidyTermMonths: 6 }),
      events: [{ on: date('2016-03-01'), kind: 'eligibility_lost' }],
      window: span('2018-12-21', '2019-02-01'),
    });
    expect(slicesOf(input)).toEqual(['2018-12-21 ineligible', '2019-01-01 ineligible', '2019-01-15 overdue']);
  });
});

describe('basis paid', () => {
  const paidCase = (...payments: [string, string][]): AccrualInput =>
    accrualCase({
      terms: terms({ basis: 'paid' }),
      window: span('2016-01-15', '2016-06-21'),
      events: payments.map(([on, amount]) => ({ on: date(on), kind: 'interest_paid', amount: yuan(amount) })),
    });
  const subsidies = (input: AccrualInput) => accrueLoan(input).lines.map((line) => formatYuan(line.subsidy));

  it('caps the subsidy of a line by the interest paid for it', () => {
    expect(subsidies(paidCase())).toEqual(['0.00', '0.00']);
    expect(subsidies(paidCase(['2016-03-21', '400.00']))).toEqual(['400.00', '0.00']);
    expect(subsidies(paidCase(['2016-02-01', '300.00'], ['2016-03-20', '300.00']))).toEqual([
      '435.42',
      '0.00',
    ]);
  });

  it('counts a payment on the first day of a line for the line before', () => {
    expect(subsidies(paidCase(['2016-03-21', '1000.00']))).toEqual(['435.42', '0.00']);
    expect(subsidies(paidCase(['2016-03-22', '1000.00']))).toEqual(['0.00', '606.94']);
    expect(subsidies(paidCase(['2016-06-21', '1000.00']))).toEqual(['0.00', '606.94']);
  });
});

describe('history', () => {
  const pointerOf = (input: AccrualInput): string | undefined => {
    try {
      accrueLoan(input);
    } catch (error) {
      return error instanceof Failure ? error.errors[0]?.pointer : String(error);
    }
    return undefined;
  };

  it('may come in any order, events of one day acting as given', () => {
    const events: LoanEvent[] = [
      { on: date('2017-05-10'), kind: 'rate_changed', annualPercent: percent('4.35') },
      repaid('2017-05-10', '10000.00'),
      repaid('2017-05-10', '10000.00'),
      repaid('2016-05-10', '10000.00'),
    ];
    const sorted = accrueLoan(accrualCase({ events: [...events].reverse() }));
    expect(accrueLoan(accrualCase({ events }))).toEqual(sorted);
    expect(sorted.lines.at(-1)?.slices[0]?.principal).toBe(yuan('20000.00'));
  });

  it('makes no slice of a change that changes nothing', () => {
    const input = accrualCase({
      window: span('2016-03-21', '2016-06-21'),
      events: [
        { on: date('2016-04-01'), kind: 'rate_changed', annualPercent: percent('4.75') },
        { on: date('2016-04-02'), kind: 'eligibility_restored' },
        { on: date('2016-04-03'), kind: 'eligibility_lost' },
        { on: date('2016-04-03'), kind: 'eligibility_restored' },
      ],
    });
    expect(slicesOf(input)).toEqual(['2016-03-21 null']);
  });

  it('names the field that cannot be', () => {
    const twice = [repaid('2016-05-10', '30000.00'), repaid('2016-05-10', '30000.00')];
    expect(pointerOf(accrualCase({ events: twice }))).toBe('/events/1/amount');
    expect(pointerOf(accrualCase({ events: [repaid('2016-01-14', '1.00')] }))).toBe('/events/0/on');
    expect(pointerOf(accrualCase({ events: [extended('2018-12-01', '2019-01-15')] }))).toBe(
      '/events/0/matures_on',
    );
    expect(pointerOf(accrualCase({ window: span('2016-06-21', '2016-06-21') }))).toBe('/to');
    const loan = accrualCase().loan;
    expect(pointerOf(accrualCase({ loan: { ...loan, maturesOn: loan.disbursedOn } }))).toBe(
      '/loan/matures_on',
    );
    expect(pointerOf(accrualCase({ loan: { ...loan, principal: yuan('0.00') } }))).toBe('/loan/principal');
    const row0 = { from: date('2016-01-01'), percent: 1 };
    expect(pointerOf(accrualCase({ terms: terms({ ratio: [row0, row0] }) }))).toBe('/terms/ratio/1/from');
  });
});
