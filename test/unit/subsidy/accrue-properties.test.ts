import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, maxDate } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { accrueLoan, type AccrualLine } from '../../../src/domains/subsidy/index.ts';
import { arbitraryAccrual } from './arbitrary-loan.ts';
import { referenceLines } from './daily-reference.ts';

const runs = { numRuns: 400 };

const amounts = (line: AccrualLine) => ({
  from: line.from,
  to: line.to,
  interest: formatYuan(line.interest),
  penalty: formatYuan(line.penalty),
  subsidy: formatYuan(line.subsidy),
});

describe('accrueLoan', () => {
  it('equals the day-by-day reading in decimal arithmetic', () => {
    fc.assert(
      fc.property(arbitraryAccrual, (input) => {
        expect(accrueLoan(input).lines.map(amounts)).toEqual(referenceLines(input));
      }),
      runs,
    );
  });

  it('changes no line when the window is split at a line boundary', () => {
    const settled = arbitraryAccrual.filter((input) => input.terms.overdueRule === 'from_due_date');
    fc.assert(
      fc.property(settled, fc.nat(), (input, pick) => {
        const whole = accrueLoan(input).lines;
        const boundary = whole[pick % Math.max(whole.length, 1)]?.to;
        fc.pre(boundary !== undefined && boundary < input.window.to);
        const before = accrueLoan({ ...input, window: { from: input.window.from, to: boundary } }).lines;
        const after = accrueLoan({ ...input, window: { from: boundary, to: input.window.to } }).lines;
        expect([...before, ...after]).toEqual(whole);
      }),
      runs,
    );
  });

  it('covers every running day once, line by line and slice by slice', () => {
    fc.assert(
      fc.property(arbitraryAccrual, (input) => {
        const { lines } = accrueLoan(input);
        lines.forEach((line, index) => {
          expect(lines[index + 1]?.from ?? line.to).toBe(line.to);
          expect(line.slices[0]?.from).toBe(line.from);
          expect(line.slices.at(-1)?.to).toBe(line.to);
          line.slices.forEach((slice, at) => {
            expect(slice.from < slice.to).toBe(true);
            expect(line.slices[at + 1]?.from ?? slice.to).toBe(slice.to);
          });
        });
      }),
      runs,
    );
  });

  it('never subsidises more than the interest, and totals are the sums of the lines', () => {
    fc.assert(
      fc.property(arbitraryAccrual, (input) => {
        const result = accrueLoan(input);
        let [interest, penalty, subsidy] = [0n, 0n, 0n];
        for (const line of result.lines) {
          expect(line.subsidy <= line.interest).toBe(true);
          expect(line.borrowerPays).toBe(line.interest + line.penalty - line.subsidy);
          interest += line.interest;
          penalty += line.penalty;
          subsidy += line.subsidy;
        }
        expect([result.totalInterest, result.totalPenalty, result.totalSubsidy]).toEqual([
          interest,
          penalty,
          subsidy,
        ]);
      }),
      runs,
    );
  });

  it('does not care for the order of events of different days', () => {
    fc.assert(
      fc.property(arbitraryAccrual, (input) => {
        const days = new Set(input.events.map((event) => event.on));
        fc.pre(days.size === input.events.length);
        expect(accrueLoan({ ...input, events: [...input.events].reverse() })).toEqual(accrueLoan(input));
      }),
      runs,
    );
  });

  it('looks at nothing that happens after the window', () => {
    fc.assert(
      fc.property(arbitraryAccrual, (input) => {
        const known = input.events.filter((event) => event.on <= input.window.to);
        const on = addDays(maxDate(input.window.to, input.loan.disbursedOn), 1);
        const later = { on, kind: 'rate_changed' as const, annualPercent: 1 };
        expect(accrueLoan({ ...input, events: [...known, later] })).toEqual(
          accrueLoan({ ...input, events: known }),
        );
      }),
      runs,
    );
  });
});
