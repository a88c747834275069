import type { PagedTableBlock, Sheet, SheetBlock, SheetRow } from '../../kernel/sheet.ts';
import { unreachable } from '../../kernel/invariant.ts';
import type { Box, Frame, PageBoxes, PlacedBox } from './box.ts';
import type { FontSet } from './font-set.ts';
import { pageBox } from './page-furniture.ts';
import { paginate } from './pagination.ts';
import { headingBoxes, paragraphBoxes, titleBoxes } from './paragraph.ts';
import { recordTableBoxes } from './record-table.ts';
import { signaturesBoxes } from './signatures.ts';
import { headerBox, pagedRowBox, tableBoxes } from './table.ts';

/**
 * The sheet contradicts itself: its rows do not match its page plan, or a page does not hold what the plan
 * puts on it.
 */
export class SheetError extends Error {
  override readonly name = 'SheetError';
}

export type RowSource = Iterable<SheetRow> | AsyncIterable<SheetRow>;

/** A sheet with its number of pages, and the pages one after the other. */
export interface SetSheet {
  readonly pages: number;
  readonly boxes: AsyncIterable<PageBoxes> | Iterable<PageBoxes>;
}

function blockBoxes(block: SheetBlock, frame: Frame): Box[] {
  switch (block.kind) {
    case 'title':
      return titleBoxes(block, frame);
    case 'heading':
      return headingBoxes(block, frame);
    case 'paragraph':
      return paragraphBoxes(block, frame);
    case 'record-table':
      return recordTableBoxes(block, frame);
    case 'table':
      return tableBoxes(block, frame);
    case 'signatures':
      return signaturesBoxes(block, frame);
    case 'paged-table':
      throw new SheetError('a sheet has one paged table at most');
    default:
      return unreachable(block);
  }
}

function frameOf(sheet: Sheet, fonts: FontSet): Frame {
  const { contentWidth, contentHeight } = pageBox(sheet);
  const { bodySize, leading } = sheet.layout;
  return { fonts, width: contentWidth, height: contentHeight, bodySize, leading };
}

function stack(boxes: readonly Box[], height: number, page: number): PlacedBox[] {
  let bottom = 0;
  const placed = boxes.map((box, index) => {
    const y = bottom + (index === 0 ? 0 : box.gapBefore);
    bottom = y + box.height;
    return { box, y };
  });
  if (bottom > height + 0.01) {
    throw new SheetError(
      `page ${page} needs ${bottom.toFixed(1)} pt, the type area has ${height.toFixed(1)} pt`,
    );
  }
  return placed;
}

async function* rowsOf(source: RowSource): AsyncGenerator<SheetRow, void, undefined> {
  yield* source;
}

/** The next page's rows: its lines, then the sums that follow them. */
class RowReader {
  readonly #rows: AsyncGenerator<SheetRow, void, undefined>;
  #ahead: SheetRow | null = null;

  constructor(source: RowSource) {
    this.#rows = rowsOf(source);
  }

  async page(lines: number): Promise<SheetRow[]> {
    const page: SheetRow[] = [];
    let count = 0;
    for (let row = await this.#next(); row; row = await this.#next()) {
      if (row.kind === 'line' && count === lines) {
        this.#ahead = row;
        break;
      }
      count += row.kind === 'line' ? 1 : 0;
      page.push(row);
    }
    if (count !== lines) throw new SheetError(`the page plan wants ${lines} lines, the rows gave ${count}`);
    return page;
  }

  async end(): Promise<void> {
    if (await this.#next()) throw new SheetError('there are more rows than the page plan holds');
  }

  async #next(): Promise<SheetRow | null> {
    const ahead = this.#ahead;
    this.#ahead = null;
    return ahead ?? (await this.#rows.next()).value ?? null;
  }
}

interface PagedSheet {
  readonly before: readonly Box[];
  readonly after: readonly Box[];
  readonly table: PagedTableBlock;
  readonly rows: RowSource;
}

async function* pagedPages(sheet: PagedSheet, frame: Frame): AsyncGenerator<PageBoxes> {
  const { table } = sheet;
  const header = headerBox(table.columns, frame);
  const reader = new RowReader(sheet.rows);
  for (const [index, lines] of table.pageRows.entries()) {
    const isLast = index === table.pageRows.length - 1;
    const rows = await reader.page(lines);
    const boxes = rows.map((row) => pagedRowBox(row, table.columns, frame, table.rowHeight));
    const page = [...(index === 0 ? sheet.before : []), header, ...boxes, ...(isLast ? sheet.after : [])];
    yield stack(page, frame.height, index + 1);
  }
  await reader.end();
}

/**
 * Sets a sheet into pages. The rows of a paged table are read page by page, so a list of any length stays
 * small.
 */
export function setSheet(sheet: Sheet, fonts: FontSet, rows: RowSource | null): SetSheet {
  const frame = frameOf(sheet, fonts);
  const at = sheet.blocks.findIndex((block) => block.kind === 'paged-table');
  const table = sheet.blocks[at];
  if (table?.kind !== 'paged-table') {
    const pages = paginate(
      sheet.blocks.flatMap((block) => blockBoxes(block, frame)),
      frame.height,
    );
    return { pages: pages.length, boxes: pages };
  }
  const source = rows ?? table.rows;
  if (!source) throw new SheetError('the rows of this sheet must be handed over with it');
  const before = sheet.blocks.slice(0, at).flatMap((block) => blockBoxes(block, frame));
  const blank = { height: frame.leading * 0.4, gapBefore: 0, keepWithNext: true, draw: () => undefined };
  const after = [blank, ...sheet.blocks.slice(at + 1).flatMap((block) => blockBoxes(block, frame))];
  return { pages: table.pageRows.length, boxes: pagedPages({ before, after, table, rows: source }, frame) };
}
