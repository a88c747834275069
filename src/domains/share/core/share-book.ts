import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Exact } from '../../../kernel/money.ts';
import type { LotReason, ShareClass } from './share-row.ts';
import type { ShareTerms } from './share-terms.ts';
import type { Candidate } from './weigh-households.ts';

export interface Cell {
  readonly household_id: HouseholdId | null;
  readonly share_class: ShareClass;
  readonly units_before: bigint;
  units: bigint;
  weight: Exact | null;
  reason: LotReason;
}

/** The register while a review works on it. */
export interface Book {
  readonly cells: Map<string, Cell>;
  readonly terms: ShareTerms;
  readonly candidates: ReadonlyMap<bigint, Candidate>;
  /** Units given up, to be divided among the poor. */
  pool: bigint;
  /** Whether the poor's shares are divided again. */
  again: boolean;
}

export const keyOf = (household: bigint | null, shareClass: ShareClass): string =>
  `${household ?? 0}/${shareClass}`;

export function cellOf(book: Book, household: HouseholdId | null, shareClass: ShareClass): Cell {
  const key = keyOf(household, shareClass);
  const known = book.cells.get(key);
  if (known) return known;
  const cell: Cell = {
    ...{ household_id: household, share_class: shareClass, units_before: 0n },
    ...{ units: 0n, weight: null, reason: 'reviewed' },
  };
  book.cells.set(key, cell);
  return cell;
}

export const village = (book: Book): Cell => cellOf(book, null, 'ordinary');

/** What a household holds, the class of the terms' own shares first. */
export const heldBy = (book: Book, household: bigint): Cell[] =>
  (['preferred', 'ordinary'] as const)
    .map((shareClass) => book.cells.get(keyOf(household, shareClass)))
    .filter((cell) => cell !== undefined && cell.units > 0n) as Cell[];

export function move(from: Cell, to: Cell, units: bigint, reason: LotReason): void {
  from.units -= units;
  to.units += units;
  from.reason = reason;
  to.reason = reason;
}

/** All a household holds goes to one place. */
export function moveAll(book: Book, household: bigint, to: (cell: Cell) => Cell, reason: LotReason): void {
  for (const cell of heldBy(book, household)) move(cell, to(cell), cell.units, reason);
}
