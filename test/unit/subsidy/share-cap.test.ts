import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, date } from '../../../src/kernel/date.ts';
import { addFen, fen, minFen, type Fen } from '../../../src/kernel/money.ts';
import { capSharesOn, type LoanUnderCap } from '../../../src/domains/subsidy/core/share-cap.ts';

const START = date('2016-04-01');
const CAP = fen(5_000_000n);
const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays(START, days));

/** Loans of one household and scope, each repaid in parts that do not exceed it. */
const loans: fc.Arbitrary<LoanUnderCap[]> = fc
  .array(
    fc.record({
      disbursedOn: day,
      principal: fc.integer({ min: 1, max: 8_000_000 }),
      parts: fc.array(fc.record({ on: day, percent: fc.integer({ min: 1, max: 50 }) }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((made) =>
    made.map(({ disbursedOn, principal, parts }, at) => ({
      loanId: BigInt(at + 1),
      disbursedOn,
      principal: fen(BigInt(principal)),
      cap: CAP,
      scope: 'household',
      repaid: parts.map(({ on, percent }) => ({
        on: on < disbursedOn ? disbursedOn : on,
        amount: fen((BigInt(principal) * BigInt(percent)) >> 7n),
      })),
    })),
  );

const owed = ({ principal, repaid, disbursedOn }: LoanUnderCap, on: string): Fen =>
  on < disbursedOn
    ? fen(0n)
    : fen(principal - addFen(...repaid.filter((part) => part.on <= on).map(({ amount }) => amount)));
const subsidised = (given: readonly LoanUnderCap[], on: ReturnType<typeof date>): Fen =>
  addFen(...given.map((loan) => minFen(owed(loan, on), capSharesOn(given, on).get(loan.loanId) ?? fen(0n))));

describe('capSharesOn: one cap for the loans of a household', () => {
  it('subsidises all that is owed up to the cap, and never more', () => {
    fc.assert(
      fc.property(loans, day, (given, on) => {
        const all = addFen(...given.map((loan) => owed(loan, on)));
        expect(subsidised(given, on)).toBe(minFen(CAP, all));
      }),
    );
  });

  it('takes nothing from a loan for one that was lent later', () => {
    fc.assert(
      fc.property(loans, day, (given, on) => {
        const youngest = [...given].sort((a, b) =>
          a.disbursedOn === b.disbursedOn
            ? Number(a.loanId - b.loanId)
            : a.disbursedOn < b.disbursedOn
              ? -1
              : 1,
        );
        const without = youngest.slice(0, -1);
        for (const [id, share] of capSharesOn(without, on))
          expect(capSharesOn(given, on).get(id)).toBe(share);
      }),
    );
  });

  it('counts by itself what the terms count by itself: the loans of each year of studies', () => {
    const lent = { disbursedOn: START, principal: fen(800_000n), cap: fen(800_000n), repaid: [] };
    const years = [
      { ...lent, loanId: 1n, scope: '7 2016' },
      { ...lent, loanId: 2n, scope: '7 2017' },
      { ...lent, loanId: 3n, scope: '7 2017' },
    ];
    expect([...capSharesOn(years, START).values()]).toEqual([800_000n, 800_000n, 0n]);
  });
});
