import { describe, expect, it } from 'vitest';
import type { BatchRow } from '../../../src/domains/subsidy/core/batch-row.ts';
import { batchNumber } from '../../../src/domains/subsidy/core/batch-row.ts';
import type { LineRow } from '../../../src/domains/subsidy/core/line-row.ts';
import { redrawLines } from '../../../src/domains/subsidy/core/redraw-lines.ts';
import type { LoanFacts } from '../../../src/domains/subsidy/core/subsidy-line.ts';
import { publicityPlan } from '../../../src/domains/subsidy/core/publicity-plan.ts';
import { addDays, date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { firstTerms } from '../../support/first-terms.ts';

const batchOf = (id: bigint, from: string, to: string): BatchRow => ({
  id,
  batch_no: `TX${id}`,
  programme_code: 'P1',
  product_code: 'microloan',
  settlement_calendar: 'quarterly_20',
  county_code: '620821',
  bank_id: 1n as never,
  gatherer: 'bank',
  township_code: '',
  period_from: date(from),
  period_to: date(to),
  state: 'drafted',
  funding: 'none',
  budget_id: null,
  round: 1,
  line_count: 0,
  adjustment_count: 0,
  adjusted_fen: 0n,
  payable_count: 0,
  projected: false,
  interest_fen: 0n,
  subsidy_fen: 0n,
  paid_count: 0,
  paid_fen: 0n,
  lines_hash: null,
  return_reason: null,
  review_due_on: null,
  pay_by: null,
  opened_on: date(to),
});
const SPRING = batchOf(1n, '2016-03-21', '2016-06-21');
const SUMMER = batchOf(2n, '2016-06-21', '2016-09-21');

const loan = (changes: Partial<LoanFacts> = {}): LoanFacts => ({
  loanId: 7n,
  principal: fen(50_000_00n),
  annualPercent: 47_500,
  disbursedOn: date('2016-04-01'),
  maturesOn: date('2019-04-01'),
  subsidyFrom: null,
  previousTo: null,
  events: [],
  terms: firstTerms(),
  termsId: 1n as never,
  factsVersion: 1,
  eventsSeen: 0,
  ...changes,
});
const repaid = (on: string, amount: bigint) =>
  loan({
    events: [{ on: date(on), kind: 'principal_repaid', amount: fen(amount) }],
    factsVersion: 2,
    eventsSeen: 1,
  });

const drawn = (facts = loan()): LineRow[] =>
  redrawLines(facts, [SPRING, SUMMER], []).flatMap(({ lines }) => lines);
/** As the database gives slices back: another order of names, blanks between. */
const stored = (lines: readonly LineRow[]): LineRow[] =>
  lines.map((line) => ({
    ...line,
    slices:
      line.slices &&
      JSON.stringify(
        (JSON.parse(line.slices) as object[]).map((slice) =>
          Object.fromEntries(Object.entries(slice).reverse()),
        ),
        null,
        1,
      ),
  }));

describe('lines drawn up again', () => {
  it('are the same when nothing that bears on them happened', () => {
    const again = redrawLines(loan({ factsVersion: 5 }), [SPRING, SUMMER], stored(drawn()));
    expect(again.map(({ changed }) => changed)).toEqual([false, false]);
    const withSlices = repaid('2016-05-31', 20_000_00n);
    expect(
      redrawLines(withSlices, [SPRING, SUMMER], stored(drawn(withSlices))).some(({ changed }) => changed),
    ).toBe(false);
  });

  it('change from the day of a repayment on, and not before', () => {
    const again = redrawLines(repaid('2016-07-01', 20_000_00n), [SPRING, SUMMER], stored(drawn()));
    expect(again.map(({ changed }) => changed)).toEqual([false, true]);
  });

  it('end with the last repayment; the batches after it lose the loan', () => {
    const again = redrawLines(repaid('2016-05-31', 50_000_00n), [SPRING, SUMMER], stored(drawn()));
    expect(again.map(({ lines, changed }) => [lines.map((line) => line.period_to), changed])).toEqual([
      [['2016-05-31'], true],
      [[], true],
    ]);
  });

  it('chain to each other and to the line before the first batch', () => {
    const lines = redrawLines(loan({ previousTo: date('2016-05-01') }), [SPRING, SUMMER], []).flatMap(
      (entry) => entry.lines,
    );
    expect(lines.map((line) => [line.previous_to, line.period_from, line.period_to])).toEqual([
      ['2016-05-01', '2016-05-01', '2016-06-21'],
      ['2016-06-21', '2016-06-21', '2016-09-21'],
    ]);
  });

  it('begin after a batch that is being paid and lies between', () => {
    const autumn = { ...SUMMER, id: 13n, period_to: date('2016-12-21') };
    const [spring, , last] = redrawLines(loan(), [SPRING, SUMMER, autumn], []);
    const open = [...spring!.lines, ...last!.lines];
    const facts = repaid('2016-10-01', 20_000_00n);
    const again = redrawLines(facts, [SPRING, autumn], stored(open)).flatMap(({ lines }) => lines);
    expect(again.map((line) => [line.previous_to, line.period_from, line.period_to])).toEqual([
      [null, '2016-04-01', '2016-06-21'],
      ['2016-09-21', '2016-09-21', '2016-12-21'],
    ]);
  });

  it('keep what an objection excluded, with its remark, and only that', () => {
    const objected = stored(drawn()).map((line) =>
      line.batch_id === SPRING.id
        ? { ...line, subsidy_fen: fen(0n), excluded: 'objection', remark: '经查属实' }
        : line,
    );
    const again = redrawLines(repaid('2016-05-31', 20_000_00n), [SPRING, SUMMER], objected);
    expect(again[0]!.lines[0]).toMatchObject({ subsidy_fen: 0n, excluded: 'objection', remark: '经查属实' });
    expect(again[1]!.lines[0]).toMatchObject({ excluded: null });
  });
});

describe('the number of a batch', () => {
  it('tells bank, day, programme, calendar and every product but the first', () => {
    expect(batchNumber(SPRING)).toBe('TX620821-1-20160620-P1Q');
    expect(batchNumber({ ...SPRING, settlement_calendar: 'annual_1220' })).toBe('TX620821-1-20160620-P1A');
    expect(batchNumber({ ...SPRING, product_code: 'house' })).toBe('TX620821-1-20160620-P1Q-house');
  });
});

describe('levels of publicity', () => {
  const tenDays = (on: ReturnType<typeof date>) => ({
    startsOn: addDays(on, 1),
    endsOn: addDays(on, 10),
    freeOn: addDays(on, 11),
    provisional: false,
  });
  it('follow each other, each posted when the one before is free', () => {
    const plan = publicityPlan(['village', 'township'], 'sequential', date('2016-07-01'), tenDays);
    expect(plan.map(({ level, startsOn, freeOn }) => [level, startsOn, freeOn])).toEqual([
      ['village', '2016-07-02', '2016-07-12'],
      ['township', '2016-07-13', '2016-07-23'],
    ]);
  });
  it('or run side by side', () => {
    const plan = publicityPlan(['village', 'township'], 'parallel', date('2016-07-01'), tenDays);
    expect(new Set(plan.map(({ freeOn }) => freeOn))).toEqual(new Set(['2016-07-12']));
  });
});
