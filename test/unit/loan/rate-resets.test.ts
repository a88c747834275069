import { expect, it } from 'vitest';
import { dueResets, resetDays, type ResettingLoan } from '../../../src/domains/loan/core/rate-resets.ts';
import { resetQuoteFor } from '../../../src/domains/programme/core/reset-quote.ts';
import { publishedRates, referenceRates } from '../../../src/domains/programme/core/reference-rates.ts';
import { PRESETS } from '../../../src/domains/programme/index.ts';
import { date } from '../../../src/kernel/date.ts';

const loan: ResettingLoan = {
  rateReset: 'anniversary',
  disbursedOn: date('2016-02-29'),
  maturesOn: date('2019-02-28'),
  from: date('2016-02-29'),
  annualPercent: 48_000,
  ceilingPercent: 49_000,
  changes: [],
};
const asked = (changes: Partial<ResettingLoan>, ceiling: number | null = 51_000, until = '2020-01-01') =>
  dueResets({ ...loan, ...changes }, date(until), () => ceiling).map((due) => [
    due.resetOn,
    due.wasPercent,
    due.annualPercent,
  ]);

it('falls on each anniversary or each 1 January within the term', () => {
  expect(resetDays(loan, date('2030-01-01'))).toEqual(['2017-02-28', '2018-02-28']);
  expect(resetDays({ ...loan, rateReset: 'jan_1' }, date('2018-01-01'))).toEqual([
    '2017-01-01',
    '2018-01-01',
  ]);
  expect(resetDays({ ...loan, from: date('2017-06-01') }, date('2030-01-01'))).toEqual(['2018-02-28']);
});

it('keeps the distance from the ceiling, asks once while the rate stands, and nothing where no rule says a rate', () => {
  expect(asked({})).toEqual([['2017-02-28', 48_000, 50_000]]);
  expect(asked({}, 49_000)).toEqual([]);
  expect(asked({}, 500)).toEqual([['2017-02-28', 48_000, 0]]);
  expect(asked({}, null)).toEqual([]);
  expect(asked({ ceilingPercent: null })).toEqual([]);
});

it('leaves a day on which the rate was changed, and goes on from what an order set between', () => {
  expect(asked({ changes: [{ on: date('2017-02-28'), annualPercent: 50_000 }] })).toEqual([]);
  const order = { on: date('2017-07-01'), annualPercent: 43_500 };
  expect(asked({ changes: [order] })).toEqual([
    ['2017-02-28', 48_000, 50_000],
    ['2018-02-28', 43_500, 50_000],
  ]);
});

it('names the publication: the LPR or the benchmark last published before the day', () => {
  const rates = referenceRates(publishedRates());
  const [interest] = PRESETS.map(({ parameters }) => parameters.interest).filter(
    ({ rateCeilingRule }) => rateCeilingRule === 'benchmark',
  );
  const on = date('2016-03-01');
  expect(resetQuoteFor(interest!, rates, on)).toEqual({ series: 'PBOC_BENCHMARK', quotedOn: '2015-10-24' });
  const lpr = { ...interest!, rateCeilingRule: 'lpr_5y' as const };
  expect(resetQuoteFor(lpr, rates, date('2019-08-21'))).toMatchObject({
    series: 'LPR',
    quotedOn: '2019-08-20',
  });
  expect(resetQuoteFor({ ...interest!, rateCeilingRule: 'percent' }, rates, on)).toBeNull();
});
