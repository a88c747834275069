import type { CheckedLedger } from './check-ledger.ts';

/** What the marked workbook shows: per refused row the faulty cells and all reasons, primary first. */
export interface LedgerMarks {
  readonly headerRow: number;
  readonly reasonColumn: number;
  readonly reasonHeading: string;
  readonly marks: readonly {
    readonly row: number;
    readonly columns: readonly number[];
    readonly reason: string;
  }[];
}

export function ledgerMarks({ header, rejected, lastColumn }: CheckedLedger): LedgerMarks {
  const marks = rejected.map(({ row, faults }) => {
    const columns = faults
      .map(({ field }) => header.columns.get(field))
      .filter((index) => index !== undefined);
    return { row, columns: [...new Set(columns)], reason: faults.map(({ detail }) => detail).join('；') };
  });
  return { headerRow: header.row, reasonColumn: lastColumn + 1, reasonHeading: '错误原因', marks };
}
