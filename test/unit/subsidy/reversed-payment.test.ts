import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlainDate } from '../../../src/kernel/date.ts';
import { addFen, fen, type Fen } from '../../../src/kernel/money.ts';
import { accrueLoan, type AccrualInput, type LoanEvent } from '../../../src/domains/subsidy/index.ts';
import { withoutReversed } from '../../../src/domains/subsidy/core/without-reversed.ts';
import { plausible } from './arbitrary-loan.ts';
import { batchesOf, learnt, settle } from './settle-by-batches.ts';

type Payment = Extract<LoanEvent, { kind: 'principal_repaid' | 'interest_paid' }>;
const isPayment = (event: LoanEvent): event is Payment =>
  event.kind === 'principal_repaid' || event.kind === 'interest_paid';

/** An entry of the register as it is kept: nothing is erased, a reversal names what it takes back. */
interface Entry {
  readonly id: bigint;
  readonly reverses_id: bigint | null;
  readonly event: LoanEvent;
  /** Number of the batch by which it is known. */
  readonly knownBy: number;
}

/** A loan with one of its payments typed wrong, and when that was reversed. */
interface Mistake {
  readonly input: AccrualInput;
  readonly stride: number;
  readonly wrong: readonly LoanEvent[];
  readonly right: Payment;
  readonly at: number;
  readonly late: number;
}

const balanceBefore = ({ loan, events }: AccrualInput, at: number): bigint =>
  events
    .slice(0, at)
    .reduce<bigint>(
      (rest, event) => (event.kind === 'principal_repaid' ? rest - event.amount : rest),
      loan.principal,
    );

const mistaken: fc.Arbitrary<Mistake> = learnt
  .filter(({ input }) => input.events.some(isPayment))
  .chain(({ input, stride }) => {
    const payments = input.events.filter(isPayment);
    // every fifth mistake repays all there was
    const amount = fc.oneof(
      { weight: 4, arbitrary: fc.bigInt({ min: 1n, max: 3_000_000n }) },
      { weight: 1, arbitrary: fc.constant(null) },
    );
    return fc
      .record({ pick: fc.nat({ max: payments.length - 1 }), typed: amount, late: fc.nat({ max: 6 }) })
      .map(({ pick, typed, late }) => {
        const right = payments[pick]!;
        const at = input.events.indexOf(right);
        const amount = fen(typed ?? balanceBefore(input, at));
        const wrong = input.events.map((event, index) => (index === at ? { ...right, amount } : event));
        return { input, stride, wrong, right, at, late };
      });
  })
  // the register refuses what is above the balance, wrong or not
  .filter(
    ({ input, wrong }) =>
      plausible(wrong, input.loan.principal, input.loan.maturesOn).length === wrong.length,
  );

function registerOf({ wrong, right, at, late }: Mistake, ends: readonly PlainDate[]): Entry[] {
  const batches = ends.length;
  const bornIn = (event: LoanEvent) => ends.findIndex((end) => event.on < end);
  const entered = wrong.map((event, index): Entry => {
    return { id: BigInt(index + 1), reverses_id: null, event, knownBy: bornIn(event) };
  });
  const { id, event, knownBy } = entered[at]!;
  const last = BigInt(wrong.length);
  // what was closed by the mistake is drawn by a batch after the reversal, so there is one
  const knownLater = Math.min(knownBy + late, batches - 1);
  return [
    ...entered,
    { id: last + 1n, reverses_id: id, event, knownBy: knownLater },
    { id: last + 2n, reverses_id: null, event: right, knownBy: knownLater },
  ];
}

const eventsBy = (register: readonly Entry[], batch: number): LoanEvent[] =>
  withoutReversed(register.filter(({ knownBy }) => knownBy <= batch))
    .map(({ event }) => event)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));

const totalOf = (paid: readonly { readonly settled: Fen }[]): Fen =>
  addFen(...paid.map(({ settled }) => settled));

it('a payment entered wrong, reversed and entered right comes to what entering it right at once does', () => {
  fc.assert(
    fc.property(mistaken, (mistake) => {
      const { input, stride } = mistake;
      const ends = batchesOf(input, stride);
      const last = ends.at(-1)!;
      fc.pre(mistake.wrong.every(({ on }) => on < last));
      const register = registerOf(mistake, ends);
      const all = eventsBy(register, Number.MAX_SAFE_INTEGER);
      // the same state, day by day
      expect(accrueLoan({ ...input, events: all })).toEqual(accrueLoan(input));
      const known = ends.map((_end, at) => eventsBy(register, at));
      const atOnce = ends.map((_end, at) => input.events.filter(({ on }) => on < ends[at]!));
      const corrected = settle({ ...input, events: all }, known, ends);
      const right = settle(input, atOnce, ends);
      // a line that the mistake ended early is one more to be rounded
      const cuts = BigInt(Math.abs(corrected.length - right.length));
      const apart = totalOf(corrected) - totalOf(right);
      expect(apart <= cuts).toBe(true);
      // by interest paid, each part of a cut period is measured by what was paid in its own days
      if (input.terms.basis === 'accrued' || cuts === 0n) expect(-apart <= cuts).toBe(true);
    }),
    { numRuns: 600 },
  );
});
