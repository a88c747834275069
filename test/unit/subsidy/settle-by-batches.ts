import fc from 'fast-check';
import { expect } from 'vitest';
import { date, type PlainDate } from '../../../src/kernel/date.ts';
import { fen, type Fen } from '../../../src/kernel/money.ts';
import {
  dueOfPaidLines,
  spreadDifferences,
  type PaidLine,
} from '../../../src/domains/subsidy/core/adjust-lines.ts';
import { subsidyLinesOf, type LoanToAccrue } from '../../../src/domains/subsidy/core/subsidy-line.ts';
import { settlementPeriods, type AccrualInput, type LoanEvent } from '../../../src/domains/subsidy/index.ts';
import { arbitraryAccrual, learntLate } from './arbitrary-loan.ts';

const host = (batchId: bigint, room: bigint) => ({ batchId, room: fen(room) });
const always = () => true;

/** A loan as a batch draws it, never settled before. */
export const loanOf = ({ loan, terms, events }: AccrualInput): LoanToAccrue => ({
  ...{ loanId: 1n, ...loan, terms, events, subsidyFrom: null, previousTo: null },
});

interface Settled {
  readonly line: PaidLine;
  settled: Fen;
}

/**
 * Settles a loan batch by batch, each by the events known by then, with its adjusting lines; in the end one
 * more batch in which there is room for all. Answers what every paid line came to.
 */
export function settle(
  input: AccrualInput,
  known: readonly (readonly LoanEvent[])[],
  ends: readonly PlainDate[],
) {
  const paid: Settled[] = [];
  const adjust = (events: readonly LoanEvent[], batchId: bigint, room: bigint): bigint => {
    const loan = { ...loanOf(input), events };
    const found = dueOfPaidLines(
      loan,
      paid.map(({ line, settled }) => ({ ...line, settled })),
    );
    const { adjustments } = spreadDifferences(found, [host(batchId, room)], always);
    for (const { periodTo, amount } of adjustments) {
      const own = paid.find(({ line }) => line.period.to === periodTo)!;
      own.settled = fen(own.settled + amount);
      expect(own.settled >= 0n).toBe(true);
    }
    return room + adjustments.reduce((sum, { amount }) => sum + amount, 0n);
  };
  ends.forEach((end, at) => {
    const events = known[at]!;
    const previousTo = paid.at(-1)?.line.period.to ?? null;
    const drawn = subsidyLinesOf({ ...loanOf(input), events, previousTo }, end);
    const room = drawn.reduce((sum, { subsidy }) => sum + subsidy, 0n);
    // a household never gets less than nothing
    expect(adjust(events, BigInt(at), room) >= 0n).toBe(true);
    for (const { periodFrom, periodTo, subsidy } of drawn) {
      const line = { batchId: BigInt(at), period: { from: periodFrom, to: periodTo }, drawnTo: end };
      paid.push({ line: { ...line, objected: false, settled: subsidy }, settled: subsidy });
    }
  });
  adjust(input.events, 99n, 10n ** 12n);
  return paid;
}

/** Loans settled by a calendar, and for every event the batch by which it became known: in time or later. */
export const learnt = arbitraryAccrual
  .filter(({ terms }) => terms.settlement !== 'at_maturity')
  .map((input) => ({ ...input, terms: { ...input.terms, overdueRule: 'from_due_date' as const } }))
  .chain((input) =>
    fc.record({
      input: fc.constant(input),
      // how many periods a batch brings along
      stride: fc.integer({ min: 1, max: 3 }),
      delays: fc
        .array(fc.nat({ max: 6 }), { minLength: input.events.length, maxLength: input.events.length })
        .map((delays) => learntLate(input.events, delays)),
    }),
  );

const BATCHES = 8;

/** Days by which its batches settle, `stride` periods at a time. */
export function batchesOf({ loan, terms }: AccrualInput, stride: number): PlainDate[] {
  if (terms.settlement === 'at_maturity') return [];
  const until = date('2021-06-30');
  return settlementPeriods(terms.settlement, terms.settlementDayInclusive, loan.disbursedOn, until)
    .map(({ to }) => to)
    .filter((_end, at) => at % stride === 0)
    .slice(0, BATCHES);
}
