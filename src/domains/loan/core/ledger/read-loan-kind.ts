import type { PlainDate } from '../../../../kernel/date.ts';
import { FUNDING_SOURCES, SECURITY_KINDS, type FundingSource, type SecurityKind } from '../loan-kind.ts';
import { compactText, isBlank, type LedgerCell } from './ledger-cell.ts';
import { parseYesNo } from './ledger-codes.ts';
import { fault, shown } from './ledger-fault.ts';
import { FUNDING_WORDS, remarkOf, SECURITY_WORDS, type RemarkName } from './ledger-remarks.ts';
import { parseDay } from './parse-day.ts';
import { parseExtensions, parseRateChanges, type LoanMoves } from './loan-moves.ts';
import type { RowReader } from './row-reader.ts';

/** What a row says of the kind of its loan; null where it says nothing and the file's own word holds. */
export interface RowKind {
  readonly studiesEndOn: PlainDate | null;
  readonly bridge: boolean | null;
  readonly fundingSource: FundingSource | null;
  readonly security: SecurityKind | null;
}

/** Reads a column of its own, else the labelled word in the remarks; unreadable is a fault. */
function read<T>(reader: RowReader, name: RemarkName, parse: (cell: LedgerCell) => T | null): T | null {
  const own = reader.cell(name);
  const cell = isBlank(own) ? remarkOf(reader.text('remarks'), name) : own;
  if (isBlank(cell)) return null;
  const value = parse(cell);
  if (value === null)
    reader.faults.push(fault('bad_code', name, `${shown(cell)}无法识别，请按说明的写法重填。`));
  return value;
}

const wordOf =
  <Code extends string>(codes: readonly Code[], words: Readonly<Record<Code, string>>) =>
  (cell: LedgerCell): Code | null =>
    codes.find((code) => compactText(cell) === words[code]) ?? null;

/** What moved the loan since it was lent. */
export const readMoves = (reader: RowReader): LoanMoves => ({
  contractMaturesOn: read(reader, 'contract_matures_on', parseDay),
  extensions: read(reader, 'extensions', parseExtensions) ?? [],
  calledOn: read(reader, 'called_on', parseDay),
  rateChanges: read(reader, 'rate_changes', parseRateChanges) ?? [],
});

export const readKind = (reader: RowReader): RowKind => ({
  studiesEndOn: read(reader, 'studies_end_on', parseDay),
  bridge: read(reader, 'bridge', parseYesNo),
  fundingSource: read(reader, 'funding_source', wordOf(FUNDING_SOURCES, FUNDING_WORDS)),
  security: read(reader, 'security', wordOf(SECURITY_KINDS, SECURITY_WORDS)),
});
