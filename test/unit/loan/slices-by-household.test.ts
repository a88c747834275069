import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slicesByHousehold } from '../../../src/domains/loan/core/ledger/slices-by-household.ts';

const row = (householder: string, borrower = householder) => ({
  loan: { householder: { idNo: householder }, borrower: { idNo: borrower } },
});

describe('a ledger told to the register in parts', () => {
  it('parts of the size asked for, in the order of the file', () => {
    const rows = ['1', '2', '3', '4', '5'].map((id) => row(id));
    expect(slicesByHousehold(rows, 2)).toEqual([[rows[0], rows[1]], [rows[2], rows[3]], [rows[4]]]);
    expect(slicesByHousehold([], 2)).toEqual([]);
  });

  it('rows that share a person stay together, also by way of a third', () => {
    const rows = [row('1', '2'), row('3'), row('4'), row('5', '6'), row('2', '5')];
    expect(slicesByHousehold(rows, 1)).toEqual([[rows[0], rows[3], rows[4]], [rows[1]], [rows[2]]]);
  });

  it('every row once; nobody in two parts; a part is cut at its size', () => {
    const id = fc.integer({ min: 1, max: 40 }).map(String);
    const ledgers = fc.array(fc.tuple(id, id), { maxLength: 60 });
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 1, max: 10 }), (named, size) => {
        const rows = named.map(([householder, borrower]) => row(householder, borrower));
        const slices = slicesByHousehold(rows, size);
        expect(new Set(slices.flat())).toEqual(new Set(rows));
        expect(slices.flat()).toHaveLength(rows.length);
        const persons = slices.map(
          (slice) => new Set(slice.flatMap(({ loan }) => [loan.householder.idNo, loan.borrower.idNo])),
        );
        const seen = persons.reduce((sum, each) => sum + each.size, 0);
        expect(new Set(persons.flatMap((each) => [...each])).size).toBe(seen);
        for (const slice of slices.slice(0, -1)) expect(slice.length).toBeGreaterThanOrEqual(size);
      }),
    );
  });
});
