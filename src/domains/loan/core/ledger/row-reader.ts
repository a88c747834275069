import { plainText, type LedgerCell, type MoneyUnit } from './ledger-cell.ts';
import type { LedgerFault, LedgerWarning } from './ledger-fault.ts';
import type { GroupHeader } from './ledger-group.ts';

/** Collects what is wrong with one row while its cells are read. */
export interface RowReader {
  readonly cell: (name: string) => LedgerCell;
  readonly text: (name: string) => string;
  readonly faults: LedgerFault[];
  readonly warnings: LedgerWarning[];
  readonly header: GroupHeader;
  readonly unit: MoneyUnit;
}

export function rowReader(cells: readonly LedgerCell[], header: GroupHeader, unit: MoneyUnit): RowReader {
  const cell = (name: string): LedgerCell => {
    const index = header.columns.get(name);
    return index === undefined ? null : (cells[index] ?? null);
  };
  return { cell, text: (name) => plainText(cell(name)), faults: [], warnings: [], header, unit };
}
