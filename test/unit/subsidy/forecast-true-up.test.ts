import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, date, type PlainDate } from '../../../src/kernel/date.ts';
import { addFen, fen, parseYuan, type Fen } from '../../../src/kernel/money.ts';
import type { AccrualInput, LoanEvent } from '../../../src/domains/subsidy/index.ts';
import {
  dueOfPaidLines,
  spreadDifferences,
  type PaidLine,
} from '../../../src/domains/subsidy/core/adjust-lines.ts';
import { subsidyLinesOf, type LoanToAccrue } from '../../../src/domains/subsidy/core/subsidy-line.ts';
import { arbitraryAccrual, learntLate } from './arbitrary-loan.ts';
import { referenceLines } from './daily-reference.ts';

interface Told {
  readonly input: AccrualInput;
  /** The day on which the lines are drawn up, days before the end of what they claim. */
  readonly drawnOn: PlainDate;
  readonly claimedTo: PlainDate;
  /** By the place of an event: the later run in which it becomes known, though its day was before. */
  readonly lateBy: readonly number[];
  /** What the household gets in each later run. */
  readonly rooms: readonly Fen[];
}

const told: fc.Arbitrary<Told> = arbitraryAccrual
  // batches have common settlement days
  .filter(({ terms }) => terms.settlement !== 'at_maturity')
  .chain((input) =>
    fc.record({
      // terms by which most days are subsidised, so that an event changes what is due
      input: fc.constant({
        ...input,
        loan: { ...input.loan, annualPercent: 47_500 },
        terms: {
          ...input.terms,
          ...{ subsidyTermMonths: 36, ceilingAnnualPercent: 47_500, fixedAnnualPercent: 50_000 },
          ratio: [
            { from: date('2014-01-01'), percent: 1_000_000 },
            { from: date('2016-12-31'), percent: 700_000 },
          ],
        },
      }),
      ahead: fc.integer({ min: 30, max: 600 }),
      drawn: fc.integer({ min: 0, max: 500 }),
      lateBy: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }),
      rooms: fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 3, maxLength: 3 }),
    }),
  )
  .map(({ input, ahead, drawn, lateBy, rooms }) => {
    const drawnOn = addDays(input.loan.disbursedOn, drawn);
    return {
      input,
      drawnOn,
      claimedTo: addDays(drawnOn, ahead),
      lateBy,
      rooms: rooms.map((room) => fen(room)),
    };
  });

const loanOf = ({ loan, terms }: AccrualInput, events: readonly LoanEvent[]): LoanToAccrue => ({
  ...{ loanId: 1n, principal: loan.principal, annualPercent: loan.annualPercent, terms, events },
  ...{ disbursedOn: loan.disbursedOn, maturesOn: loan.maturesOn, subsidyFrom: null, previousTo: null },
});

/** What is known in a run: the days ahead arrive bit by bit, and some things of them late. */
function knownAt({ input, drawnOn, claimedTo, lateBy }: Told, run: number): LoanEvent[] {
  const day = run === 3 ? claimedTo : addDays(drawnOn, run * 30);
  const late = learntLate(input.events, lateBy);
  return input.events.filter((event, at) => event.on <= day && (late[at] ?? 0) <= run);
}

const inFen = (yuan: string): bigint => parseYuan(yuan) ?? -1n;

it('a forecast and its true-ups come to what is computed when all is known, to the fen', () => {
  let corrected = 0;
  fc.assert(
    fc.property(told, (story) => {
      const { input, claimedTo, rooms } = story;
      let paid: PaidLine[] = subsidyLinesOf(loanOf(input, knownAt(story, 0)), claimedTo).map((line) => ({
        ...{ batchId: 1n, period: { from: line.periodFrom, to: line.periodTo }, drawnTo: claimedTo },
        ...{ objected: false, settled: line.subsidy },
      }));
      let rest = 0n;
      for (const run of [1, 2, 3]) {
        const events = run === 3 ? input.events.filter(({ on }) => on <= claimedTo) : knownAt(story, run);
        const due = dueOfPaidLines(loanOf(input, events), paid);
        const host = { batchId: BigInt(run + 1), room: rooms[run - 1]! };
        const spread = spreadDifferences(due, [host], () => true);
        rest = spread.rests.get(1n) ?? 0n;
        corrected += spread.adjustments.length;
        paid = paid.map((line) => {
          const own = spread.adjustments.filter(({ periodTo }) => periodTo === line.period.to);
          return { ...line, settled: fen(addFen(line.settled, ...own.map(({ amount }) => amount))) };
        });
        for (const line of paid) expect(line.settled >= 0n).toBe(true);
      }
      const afterwards = referenceLines({
        ...input,
        events: input.events.filter(({ on }) => on <= claimedTo),
        window: { from: input.loan.disbursedOn, to: claimedTo },
      });
      const whole = afterwards.reduce((sum, line) => sum + inFen(line.subsidy), 0n);
      expect(addFen(...paid.map(({ settled }) => settled)) + rest).toBe(whole);
    }),
    { numRuns: 700 },
  );
  // the forecast is wrong often enough to mean something
  expect(corrected).toBeGreaterThan(100);
});
