import { date } from '../../../src/kernel/date.ts';
import { fen, formatYuan, parseYuan, type Fen } from '../../../src/kernel/money.ts';
import { parsePercent } from '../../../src/kernel/rate.ts';
import type { AccrualInput, AccrualLine, AccrualTerms } from '../../../src/domains/subsidy/index.ts';
import { firstTerms } from '../../support/first-terms.ts';

export const yuan = (text: string): Fen => parseYuan(text) ?? fen(-1n);
export const percent = (text: string): number => parsePercent(text) ?? -1;

/** The first terms paid by the benchmark. */
export const terms = (changes: Partial<AccrualTerms> = {}): AccrualTerms =>
  firstTerms({ subsidyRateRule: 'ceiling', ceilingAnnualPercent: percent('4.75'), ...changes });

/** 50,000 yuan at 4.75 % from 2016-01-15 to 2019-01-15, asked for over its whole life. */
export const accrualCase = (changes: Partial<AccrualInput> = {}): AccrualInput => ({
  loan: {
    principal: yuan('50000.00'),
    annualPercent: percent('4.75'),
    disbursedOn: date('2016-01-15'),
    maturesOn: date('2019-01-15'),
  },
  terms: terms(),
  events: [],
  window: { from: date('2016-01-15'), to: date('2019-01-15') },
  ...changes,
});

export const span = (from: string, to: string) => ({ from: date(from), to: date(to) });

/** A line as one readable row: from, to, days, interest, penalty, subsidy. */
export const row = (line: AccrualLine): string =>
  [
    line.from,
    line.to,
    line.days,
    formatYuan(line.interest),
    formatYuan(line.penalty),
    formatYuan(line.subsidy),
  ].join(' ');
