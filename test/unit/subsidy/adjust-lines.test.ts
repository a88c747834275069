import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import {
  dueOfPaidLines,
  keepBack,
  spreadDifferences,
  type Difference,
} from '../../../src/domains/subsidy/core/adjust-lines.ts';
import { overpaidLines, stillEarns, totalOf } from '../../../src/domains/subsidy/core/clawback.ts';
import { subsidyLinesOf } from '../../../src/domains/subsidy/core/subsidy-line.ts';
import type { AccrualInput, LoanEvent } from '../../../src/domains/subsidy/index.ts';
import { batchesOf, learnt, loanOf, settle } from './settle-by-batches.ts';
import { firstTerms } from '../../support/first-terms.ts';

const always = () => true;
const difference = (due: bigint, settled: bigint, periodTo = '2016-06-21', loanId = 1n): Difference => ({
  ...{ loanId, periodTo: date(periodTo), interest: fen(due > settled ? due : settled) },
  ...{ due: fen(due), settled: fen(settled) },
});
const host = (batchId: bigint, room: bigint) => ({ batchId, room: fen(room) });
const amounts = (spread: ReturnType<typeof spreadDifferences>) =>
  spread.adjustments.map(({ batchId, periodTo, settled, amount }) => [batchId, periodTo, settled, amount]);

describe('differences of a household', () => {
  it('that are owed go whole into the first batch, and wait where there is none', () => {
    const owed = [difference(100n, 40n)];
    expect(amounts(spreadDifferences(owed, [host(7n, 0n), host(8n, 0n)], always))).toEqual([
      [7n, '2016-06-21', 40n, 60n],
    ]);
    expect(spreadDifferences(owed, [], always).rests).toEqual(new Map([[1n, 60n]]));
  });

  it('that were overpaid take no more than is got in each batch, the oldest first', () => {
    const overpaid = [difference(0n, 50n, '2016-09-21'), difference(10n, 90n, '2016-06-21')];
    const spread = spreadDifferences(overpaid, [host(7n, 70n), host(8n, 30n)], always);
    expect(amounts(spread)).toEqual([
      [7n, '2016-06-21', 90n, -70n],
      [8n, '2016-06-21', 20n, -10n],
      [8n, '2016-09-21', 50n, -20n],
    ]);
    expect(spread.rests).toEqual(new Map([[1n, -30n]]));
  });

  it('are netted: what is owed for one period makes room for what was overpaid for another', () => {
    const both = [difference(100n, 40n), difference(0n, 50n, '2016-09-21')];
    expect(amounts(spreadDifferences(both, [host(7n, 0n)], always))).toEqual([
      [7n, '2016-06-21', 40n, 60n],
      [7n, '2016-09-21', 50n, -50n],
    ]);
    // an upheld objection withholds the first: it is named, pays nothing and makes no room
    const withheld = [{ ...both[0]!, withheld: true }, both[1]!];
    expect(amounts(spreadDifferences(withheld, [host(7n, 0n)], always))).toHaveLength(1);
  });

  it('are not taken from later lines where the terms do not say so', () => {
    const spread = spreadDifferences([difference(0n, 50n)], [host(7n, 70n)], () => false);
    expect([spread.adjustments, spread.rests]).toEqual([[], new Map([[1n, -50n]])]);
  });
});

describe('what is kept back', () => {
  it('is taken item by item until it is whole', () => {
    const item = (amount: bigint, at: number) => ({
      ...{ kind: 'line' as const, loanId: 1n, periodTo: date(`2016-0${at}-21`), amount: fen(amount) },
    });
    const kept = keepBack([item(30n, 3), item(50n, 6), item(20n, 9)], fen(45n));
    expect(kept.map(({ offset }) => offset)).toEqual([30n, 15n, 0n]);
  });
});

describe('an order to pay back', () => {
  it('names the overpaid lines and what each was overpaid by', () => {
    const lines = overpaidLines([difference(100n, 40n), difference(10n, 90n), difference(5n, 5n)]);
    expect(lines).toEqual([{ periodTo: '2016-06-21', due: 10n, settled: 90n, amount: 80n }]);
    expect(totalOf([...lines, ...lines])).toBe(160n);
  });

  it('comes after what later lines can still bear', () => {
    const lost: LoanEvent = { on: date('2017-02-01'), kind: 'eligibility_lost' };
    expect(stillEarns(loanOf(SIMPLE), date('2017-01-01'))).toBe(true);
    expect(stillEarns({ ...loanOf(SIMPLE), events: [lost] }, date('2017-02-01'))).toBe(false);
    // its maturity and its subsidy term are over
    expect(stillEarns(loanOf(SIMPLE), date('2019-04-01'))).toBe(false);
  });
});

const SIMPLE: AccrualInput = {
  loan: {
    principal: fen(5_000_000n),
    annualPercent: 47_500,
    disbursedOn: date('2016-04-01'),
    maturesOn: date('2019-04-01'),
  },
  terms: firstTerms(),
  events: [],
  window: { from: date('2016-04-01'), to: date('2019-06-21') },
};

describe('corrections', () => {
  it('bring every paid period to what recomputation with all events gives, whenever each was learnt', () => {
    fc.assert(
      fc.property(learnt, ({ input, delays, stride }) => {
        const ends = batchesOf(input, stride);
        const bornIn = (event: LoanEvent) => ends.findIndex((end) => event.on < end);
        const known = ends.map((_end, at) =>
          input.events.filter((event, index) => {
            const born = bornIn(event);
            return born >= 0 && born + delays[index]! <= at;
          }),
        );
        // what happens after the last batch touches none of them
        const last = ends.at(-1)!;
        const events = input.events.filter(({ on }) => on <= last);
        const paid = settle({ ...input, events }, known, ends);
        const whole = subsidyLinesOf({ ...loanOf({ ...input, events }) }, last);
        for (const { line, settled } of paid) {
          const own = whole.filter(
            ({ periodFrom }) => periodFrom >= line.period.from && periodFrom < line.period.to,
          );
          expect(settled).toBe(own.reduce((sum, { subsidy }) => sum + subsidy, 0n));
        }
      }),
      { numRuns: 600 },
    );
  });

  it('find the same from any day on as from the first', () => {
    fc.assert(
      fc.property(learnt, fc.nat(), ({ input, stride }, pick) => {
        const ends = batchesOf(input, stride);
        const paid = settle(
          { ...input, events: [] },
          ends.map(() => []),
          ends,
        ).map(({ line }) => line);
        const all = dueOfPaidLines(loanOf(input), paid);
        const from = pick % Math.max(paid.length, 1);
        expect(dueOfPaidLines(loanOf(input), paid.slice(from))).toEqual(all.slice(from));
      }),
      { numRuns: 300 },
    );
  });
});
