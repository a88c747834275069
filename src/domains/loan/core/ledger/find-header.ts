import { columnsNamed, splitHeading } from './column-names.ts';
import { LEDGER_COLUMNS, type LedgerGroup } from './ledger-columns.ts';
import { compactText, isBlank, type LedgerCell, type LedgerSheetRow, type MoneyUnit } from './ledger-cell.ts';
import type { TermUnit } from './parse-term.ts';

/** Where a ledger's columns stand. */
export interface LedgerHeader {
  readonly row: number;
  /** Column name → 0-based cell index. */
  readonly columns: ReadonlyMap<string, number>;
  /** Unit that a heading marks, by column name. */
  readonly units: ReadonlyMap<string, MoneyUnit>;
  readonly termUnit: TermUnit | null;
  /** Unit named by a title row, when one is. */
  readonly titleUnit: MoneyUnit | null;
  /** 0-based index of the last cell with a heading. */
  readonly lastColumn: number;
}

/** Rows searched for the header. */
export const HEADER_SEARCH_ROWS = 15;
const ENOUGH_HEADINGS = 6;

interface Heading {
  readonly index: number;
  readonly base: string;
  readonly hint: string;
  readonly group: LedgerGroup | 'unknown' | null;
  readonly filled: boolean;
}

const GROUP_WORDS: readonly (readonly [LedgerGroup, RegExp])[] = [
  ['basic', /基本情况|基本信息|basic/i],
  ['earlier', /原有?贷款|earlier/i],
  ['microloan', /扶贫小额|小额信贷|小额贷款|精准扶贫|专项贷款|microloan/i],
  ['startup', /创业|start-?up/i],
  ['student', /生源地|助学|student|origin/i],
  ['other', /其他|其它|other/i],
];

const groupOfColumn = new Map(LEDGER_COLUMNS.map(({ name, group }) => [name, group]));
const positionOf = new Map(LEDGER_COLUMNS.map(({ name, position }) => [name, position]));

/**
 * Finds the header by its heading texts anywhere in the first rows; null when no row names enough of them.
 * `isFilled` tells whether a column holds anything below the header, where `rows` are not the whole sheet.
 */
export function findHeader(
  rows: readonly LedgerSheetRow[],
  isFilled?: (column: number) => boolean,
): LedgerHeader | null {
  const searched = rows.filter(({ row }) => row <= (rows[0]?.row ?? 1) + HEADER_SEARCH_ROWS);
  let best = { at: -1, known: ENOUGH_HEADINGS - 1 };
  for (const [at, row] of searched.entries()) {
    const known = new Set(row.cells.map(baseOf).filter((base) => columnsNamed(base, false).length > 0)).size;
    if (known > best.known) best = { at, known };
  }
  const headerRow = searched[best.at];
  if (!headerRow) return null;
  const below = rows.slice(best.at + 1);
  const inUse = isFilled ?? ((column: number) => below.some(({ cells }) => !isBlank(cells[column])));
  return readHeader(rows.slice(0, best.at), headerRow, inUse);
}

function baseOf(cell: LedgerCell): string {
  return typeof cell === 'string' ? splitHeading(compactText(cell)).base : '';
}

function readHeader(
  above: readonly LedgerSheetRow[],
  headerRow: LedgerSheetRow,
  isFilled: (column: number) => boolean,
): LedgerHeader {
  const headings = readHeadings(headerRow, above, isFilled);
  const columns = assign(headings);
  const units = new Map<string, MoneyUnit>();
  let termUnit: TermUnit | null = null;
  for (const [name, index] of columns) {
    const hint = headings.find((heading) => heading.index === index)?.hint ?? '';
    if (hint.includes('元')) units.set(name, hint.includes('万') ? '万元' : '元');
    if (name === 'loan_term')
      termUnit = hint.includes('月') ? 'months' : hint.includes('年') ? 'years' : null;
  }
  const lastColumn = Math.max(...headings.map(({ index }) => index));
  return { row: headerRow.row, columns, units, termUnit, titleUnit: titleUnit(above), lastColumn };
}

function readHeadings(
  header: LedgerSheetRow,
  above: readonly LedgerSheetRow[],
  isFilled: (column: number) => boolean,
) {
  const groups = readGroups(above, header.cells.length);
  const rowAbove = above.at(-1)?.cells ?? [];
  const width = Math.max(header.cells.length, rowAbove.length);
  const headings: Heading[] = [];
  for (let index = 0; index < width; index += 1) {
    // A heading merged downward over two rows has its text in the upper one.
    const cell = isBlank(header.cells[index]) ? (rowAbove[index] ?? null) : (header.cells[index] ?? null);
    const text = compactText(cell);
    if (text === '') continue;
    headings.push({ index, ...splitHeading(text), group: groups[index] ?? null, filled: isFilled(index) });
  }
  return headings;
}

/**
 * Group label of each column: read from the lowest row above that names a group, merged labels carried to
 * the right.
 */
function readGroups(above: readonly LedgerSheetRow[], width: number): (LedgerGroup | 'unknown' | null)[] {
  const groupRow = above.findLast(({ cells }) => new Set(cells.map(groupNamed).filter(Boolean)).size > 1);
  const groups: (LedgerGroup | 'unknown' | null)[] = [];
  for (let index = 0; index < width; index += 1) {
    const cell = groupRow?.cells[index] ?? null;
    groups.push(isBlank(cell) ? (groups[index - 1] ?? null) : (groupNamed(cell) ?? 'unknown'));
  }
  return groups;
}

function groupNamed(cell: LedgerCell): LedgerGroup | null {
  const text = typeof cell === 'string' ? compactText(cell) : '';
  return GROUP_WORDS.find(([, words]) => words.test(text))?.[0] ?? null;
}

/**
 * Gives each heading its column: headings with one candidate first, then repeated ones told apart by
 * their group or,
 * without one, by order (and in a shuffled sheet without groups, by which of them holds anything).
 */
function assign(headings: readonly Heading[]): Map<string, number> {
  const manyGroups = headings.filter(({ base }) => base === '贷款金额').length > 1;
  const columns = new Map<string, number>();
  const repeated: { heading: Heading; names: readonly string[] }[] = [];
  for (const heading of headings) {
    const names = withinGroup(columnsNamed(heading.base, manyGroups), heading);
    const only = names.length === 1 ? names[0] : undefined;
    if (only === undefined) repeated.push({ heading, names });
    else if (!columns.has(only)) columns.set(only, heading.index);
  }
  if (isShuffled(columns)) repeated.sort((a, b) => Number(b.heading.filled) - Number(a.heading.filled));
  for (const { heading, names } of repeated) {
    const free = freeColumns(names, columns, heading);
    if (free !== undefined) columns.set(free, heading.index);
  }
  return columns;
}

function withinGroup(names: readonly string[], heading: Heading): readonly string[] {
  if (heading.group === null || heading.group === 'unknown' || names.length < 2) return names;
  const inGroup = names.filter((name) => groupOfColumn.get(name) === heading.group);
  return inGroup.length > 0 ? inGroup : names;
}

function freeColumns(names: readonly string[], taken: ReadonlyMap<string, number>, heading: Heading) {
  const free = names.filter((name) => !taken.has(name));
  if (heading.group !== 'unknown') return free[0];
  // The row names groups, but not this one: it is not a group that we would have recognised by name.
  return free.find((name) => groupOfColumn.get(name) !== 'microloan') ?? free[0];
}

function isShuffled(columns: ReadonlyMap<string, number>): boolean {
  const placed = [...columns].map(([name, index]) => ({ index, position: positionOf.get(name) ?? 0 }));
  const order = placed.filter(({ position }) => position > 0).sort((a, b) => a.index - b.index);
  return order.some(({ position }, at) => position < (order[at - 1]?.position ?? 0));
}

function titleUnit(above: readonly LedgerSheetRow[]): MoneyUnit | null {
  for (const { cells } of above) {
    for (const cell of cells) {
      const match =
        typeof cell === 'string' ? /(?:单位|为|以)[:：]?(?:人民币)?(万元|元)/.exec(compactText(cell)) : null;
      if (match) return match[1] === '万元' ? '万元' : '元';
    }
  }
  return null;
}
