import type { HouseholdId } from '../../../kernel/ids.ts';
import { allocateInUnits, Exact } from '../../../kernel/money.ts';
import * as failure from './review-failures.ts';
import { cellOf, heldBy, keyOf, move, moveAll, village, type Book, type Cell } from './share-book.ts';
import type { ShareChangeRow } from './share-change.ts';
import type { Holding, LotReason, ShareClass } from './share-row.ts';
import type { ShareTerms } from './share-terms.ts';
import { mayHold, type Candidate } from './weigh-households.ts';

/** What a review makes of one holder; the village has no household. */
export interface ReviewLine {
  readonly household_id: HouseholdId | null;
  readonly share_class: ShareClass;
  readonly units_before: bigint;
  readonly units_after: bigint;
  readonly weight: string | null;
  readonly reason: LotReason;
}

export type ListedChange = Pick<
  ShareChangeRow,
  'kind' | 'household_id' | 'to_household_id' | 'units' | 'weight'
>;

export interface ReviewInput {
  readonly terms: ShareTerms;
  readonly holdings: readonly Pick<Holding, 'household_id' | 'share_class' | 'units' | 'weight'>[];
  /** The village's households by number: their order decides what does not divide. */
  readonly candidates: readonly Candidate[];
  readonly changes: readonly ListedChange[];
}

const ownClass = (terms: ShareTerms): ShareClass =>
  terms.preferred_percent === null ? 'ordinary' : 'preferred';

function split(book: Book, change: ListedChange): void {
  const [cell] = heldBy(book, change.household_id);
  const units = change.units ?? 0n;
  if (!cell || units > cell.units) throw failure.moreThanHeld();
  const to = cellOf(book, change.to_household_id, cell.share_class);
  if (cell.weight !== null && change.weight !== null) {
    const weight = new Exact(change.weight);
    if (weight.gt(cell.weight)) throw failure.weightAboveHeld();
    cell.weight = cell.weight.minus(weight);
    to.weight = (to.weight ?? new Exact(0)).plus(weight);
  }
  move(cell, to, units, 'household_split');
}

function merge(book: Book, change: ListedChange): void {
  for (const cell of heldBy(book, change.household_id)) {
    const to = cellOf(book, change.to_household_id, cell.share_class);
    if (cell.weight !== null) to.weight = (to.weight ?? new Exact(0)).plus(cell.weight);
    move(cell, to, cell.units, 'household_merged');
  }
}

function transfer(book: Book, change: ListedChange): void {
  const [cell] = heldBy(book, change.household_id);
  if (!cell || (change.units ?? 0n) > cell.units) throw failure.moreThanHeld();
  if (change.units === null) moveAll(book, change.household_id, () => village(book), 'transferred');
  else move(cell, village(book), change.units, 'transferred');
}

function exit(book: Book, change: ListedChange): void {
  const household = change.household_id;
  // it has fallen back since the change was drawn
  if (mayHold('dynamic', book.candidates.get(household)?.status ?? null)) throw failure.stillPoor();
  switch (book.terms.exit_rule) {
    case 'redistribute':
      for (const cell of heldBy(book, household)) {
        book.pool += cell.units;
        cell.units = 0n;
        cell.reason = 'exited';
      }
      book.again = true;
      break;
    case 'to_village':
      moveAll(book, household, () => village(book), 'exited');
      break;
    case 'convert':
      moveAll(
        book,
        household,
        (cell) => (cell.share_class === 'ordinary' ? cell : cellOf(book, change.household_id, 'ordinary')),
        'converted',
      );
      break;
    case 'keep':
      break;
  }
}

function enter(book: Book, change: ListedChange): void {
  const candidate = book.candidates.get(change.household_id);
  if (!candidate || !mayHold('dynamic', candidate.status)) throw failure.notPoor();
  const cell = cellOf(book, change.household_id, ownClass(book.terms));
  if (change.weight !== null) cell.weight = new Exact(change.weight);
  book.again = true;
}

function apply(book: Book, change: ListedChange): void {
  switch (change.kind) {
    case 'split_household':
      return split(book, change);
    case 'merge':
      return merge(book, change);
    case 'transfer_to_village':
      return transfer(book, change);
    case 'move':
      return moveAll(book, change.household_id, () => village(book), 'moved');
    case 'exit':
      return exit(book, change);
    case 'new_poor':
    case 'relapse':
      return enter(book, change);
    case 'birth':
    case 'death':
      book.again = true;
      return;
  }
}

/** The poor among whom shares are divided again, by household number, and what each weighs. */
function sharers(book: Book, entrants: ReadonlySet<bigint>): { cells: Cell[]; weights: Exact[] } {
  const { terms, candidates } = book;
  const found = [...candidates.values()].flatMap((candidate) => {
    const cell = book.cells.get(keyOf(candidate.id, ownClass(terms)));
    const shares = cell && (cell.units > 0n || entrants.has(candidate.id));
    return shares && mayHold('dynamic', candidate.status) ? [{ cell, candidate }] : [];
  });
  const weights = found.map(({ cell, candidate }) => {
    if (terms.allot_key === 'household') return new Exact(1);
    if (terms.allot_key === 'person') return new Exact(candidate.member_count);
    const weight = cell.weight ?? (cell.units > 0n ? new Exact(cell.units.toString()) : null);
    if (weight === null) throw failure.entrantWeightWanted();
    return weight;
  });
  return { cells: found.map(({ cell }) => cell), weights };
}

/**
 * What was given up and what the poor hold is one pot, divided anew; with nobody left it is the village's.
 */
function divideAgain(book: Book, entrants: ReadonlySet<bigint>): void {
  const { cells, weights } = sharers(book, entrants);
  if (cells.length === 0) {
    const to = village(book);
    to.units += book.pool;
    if (book.pool > 0n) to.reason = 'exited';
    return;
  }
  const pot = cells.reduce((sum, cell) => sum + cell.units, book.pool);
  const { parts } = allocateInUnits(pot, 1n, weights);
  cells.forEach((cell, index) => {
    const part = parts[index] ?? 0n;
    if (part !== cell.units) cell.reason = 'reviewed';
    cell.units = part;
    cell.weight = weights[index] ?? null;
  });
}

const ENTERING: readonly string[] = ['new_poor', 'relapse'];

/**
 * What a year's changes make of the holdings of an issue, by the policy of its terms; the total stays. Moves
 * by agreement first (split, merge, transfer, move), then who leaves and who comes in, then one division
 * among the poor. Refuses `share.static-keeps`, `share.more-than-held`, `share.not-poor`,
 * `share.entrant-weight-wanted`.
 */
export function reviewHoldings(input: ReviewInput): ReviewLine[] {
  const { terms, changes } = input;
  const book: Book = {
    ...{ terms, pool: 0n, again: false },
    candidates: new Map(input.candidates.map((candidate) => [candidate.id, candidate])),
    cells: new Map(
      input.holdings.map((holding): [string, Cell] => [
        keyOf(holding.household_id, holding.share_class),
        {
          ...{ household_id: holding.household_id, share_class: holding.share_class, reason: 'reviewed' },
          ...{ units_before: holding.units, units: holding.units },
          weight: holding.weight === null ? null : new Exact(holding.weight),
        },
      ]),
    ),
  };
  const first = changes.filter(({ kind }) => MOVES.includes(kind));
  for (const change of [...first, ...changes.filter(({ kind }) => !MOVES.includes(kind))]) {
    if (terms.policy === 'static' && FOLLOWS_POVERTY.includes(change.kind)) throw failure.staticKeeps();
    apply(book, change);
  }
  const entering = changes.filter(({ kind }) => ENTERING.includes(kind)).map((change) => change.household_id);
  if (book.again) divideAgain(book, new Set(entering));
  return linesOf(book);
}

const MOVES: readonly string[] = ['split_household', 'merge', 'transfer_to_village', 'move'];

/** What static shares take no notice of (增人不增股，减人不减股). */
export const FOLLOWS_POVERTY: readonly string[] = ['new_poor', 'relapse', 'exit', 'birth', 'death'];

const linesOf = (book: Book): ReviewLine[] =>
  [...book.cells.values()]
    .filter((cell) => cell.units_before > 0n || cell.units > 0n)
    .map((cell) => ({
      household_id: cell.household_id,
      share_class: cell.share_class,
      units_before: cell.units_before,
      units_after: cell.units,
      weight: cell.weight?.toFixed() ?? null,
      reason: cell.reason,
    }));
