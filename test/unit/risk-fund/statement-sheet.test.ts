import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as failure from '../../../src/domains/risk-fund/core/statement-failures.ts';
import {
  LINE_KINDS,
  statementFields,
  statementRows,
  statementTotals,
  type StatementFigures,
  type StatementLine,
} from '../../../src/domains/risk-fund/core/statement-sheet.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { statementFacts } from '../../support/fund-paper-facts.ts';

/** Figures that the lines add up to. */
function figuresOf(opening: bigint, lines: readonly StatementLine[]): StatementFigures {
  const sum = (kind: (typeof LINE_KINDS)[number]): bigint =>
    lines.filter((line) => line.kind === kind).reduce((total, line) => total + line.amount, 0n);
  const recoveries = sum('recovery') - sum('recovery_reversed');
  const closing =
    opening + sum('injection') + sum('interest') + recoveries - sum('compensation') - sum('returned');
  return {
    ...{ opening_fen: fen(opening), closing_fen: fen(closing), recoveries_fen: fen(recoveries) },
    ...{ injections_fen: fen(sum('injection')), interest_fen: fen(sum('interest')) },
    ...{ compensation_fen: fen(sum('compensation')), returned_fen: fen(sum('returned')) },
  };
}

describe('a yearly statement', () => {
  it('leads from opening to closing by what came in less what went out, whatever moved', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 12n });
    const moved = fc.record({ kind: fc.constantFrom(...LINE_KINDS), amount });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), fc.array(moved), (opening, moves) => {
        const lines = moves.map(({ kind, amount: own }, index) => ({
          ...{
            no: index + 1,
            onDate: date('2019-06-03'),
            kind,
            amount: fen(own),
            proofNo: 'P',
            detail: null,
            valueOn: null,
          },
        }));
        const figures = figuresOf(opening, lines);
        const rows = statementRows(figures, lines);
        const totals = statementTotals(figures);
        const received = rows.reduce((sum, row) => sum + (row.received ?? 0n), 0n);
        const paid = rows.reduce((sum, row) => sum + (row.paid ?? 0n), 0n);
        expect([received, paid]).toEqual([totals.received, totals.paid]);
        expect(opening + received - paid).toBe(figures.closing_fen);
        expect(rows.at(-1)?.balance ?? opening).toBe(figures.closing_fen);
      }),
    );
  });

  it('is never printed with lines that do not lead to its closing', () => {
    const facts = statementFacts();
    expect(() => statementRows(facts.figures, facts.lines.slice(1))).toThrow('opening to its closing');
  });

  it('says zero in words, and an open statement leaves room for hand and seal', () => {
    const facts = statementFacts({ confirmedOn: null, said: {} });
    const empty = { ...facts.figures, opening_fen: fen(0n), closing_fen: fen(0n) };
    const none = { ...empty, injections_fen: fen(0n), interest_fen: fen(0n), recoveries_fen: fen(0n) };
    const figures = { ...none, compensation_fen: fen(0n), returned_fen: fen(0n) };
    expect(statementFields({ ...facts, figures, lines: [] })).toMatchObject({
      ...{ closing_words: '人民币零元整', finance_closing: '', finance_person: '', differences: '' },
      ...{ finance_on: '　　年　月　日', confirmed_on: '', line_count: '0' },
    });
  });

  it.each([
    [failure.statementMissing(), 'risk-fund.statement-not-found'],
    [failure.yearUnderWay(2019), 'risk-fund.year-under-way'],
    [failure.yearUnsettled(2), 'risk-fund.year-unsettled'],
    [failure.yearConfirmed(), 'risk-fund.year-confirmed'],
    [failure.yearClosed(), 'risk-fund.year-closed'],
    [failure.fundWasTooSmall(), 'risk-fund.fund-was-too-small'],
    [failure.notAParty(), 'risk-fund.not-a-party'],
    [failure.differenceUnexplained(fen(-5n)), 'risk-fund.difference-unexplained'],
  ])('is refused with a reason: %o', (refusal, code) => {
    expect(refusal.code).toBe(code);
    expect(refusal.detail).toMatch(/。$/);
  });
});
