import { date } from '../../src/kernel/date.ts';
import { makeLedger, type LedgerPlan, type MadeLedger } from '../../src/cli/demo/make-ledger.ts';
import type { LedgerCell, LedgerSheetRow } from '../../src/domains/loan/core/ledger/ledger-cell.ts';
import type { LedgerTerms } from '../../src/domains/loan/core/ledger/ledger-terms.ts';
import { offlineLedgerTerms } from '../../src/domains/loan/index.ts';

export const PLAN: LedgerPlan = {
  rows: 600,
  seed: 20160531,
  asOf: date('2016-05-31'),
  countyName: '示例县',
  areaPrefix: '629921',
  townships: [
    { name: '红崖镇', villages: ['红崖村', '上湾村'] },
    { name: '柳湾乡', villages: ['柳湾村', '石沟村'] },
  ],
  banks: ['农村信用合作联社', '甘肃银行'],
  drawdownFrom: date('2015-08-01'),
  drawdownTo: date('2016-05-20'),
  faultShare: 0.06,
};

export const made = (changes: Partial<LedgerPlan> = {}): MadeLedger => makeLedger({ ...PLAN, ...changes });

export function termsOf(programme: string): LedgerTerms {
  const terms = offlineLedgerTerms(programme);
  if (!terms) throw new Error(`no programme ${programme}`);
  return terms;
}

/** The made ledger as plain cells, as a reader would deliver them. */
export function plainRows(ledger: MadeLedger): LedgerCell[][] {
  return ledger.cells.map((cells) =>
    cells.map((cell) => (cell !== null && typeof cell === 'object' && 'look' in cell ? cell.value : cell)),
  );
}

export const numbered = (rows: readonly (readonly LedgerCell[])[]): LedgerSheetRow[] =>
  rows.map((cells, at) => ({ row: at + 1, cells }));

/** Row, field and code of every fault, for comparing. */
export const faultKeys = (faults: readonly { row: number; field: string; fault: string }[]): string[] =>
  faults.map(({ row, field, fault }) => `${row} ${field} ${fault}`);

export const rejectedKeys = (
  rejected: readonly { row: number; faults: readonly { field: string; code: string }[] }[],
): string[] => rejected.map(({ row, faults }) => `${row} ${faults[0]?.field} ${faults[0]?.code}`);
