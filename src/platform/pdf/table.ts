import type { SheetColumn, SheetRow, TableBlock } from '../../kernel/sheet.ts';
import type { Box, Frame } from './box.ts';
import type { Canvas } from './canvas.ts';
import { CELL_LEADING, PADDING_X, PADDING_Y, cellHeight, drawCell, setCell, type Cell } from './cells.ts';
import { setFitting } from './text-setting.ts';

const RULE = 0.5;

interface PlacedCell {
  readonly x: number;
  readonly width: number;
  readonly cell: Cell;
}

function columnWidths(columns: readonly SheetColumn[], width: number): number[] {
  const total = columns.reduce((sum, column) => sum + column.weight, 0);
  return columns.map((column) => (column.weight / total) * width);
}

function placed(columns: readonly SheetColumn[], width: number, cells: readonly Cell[]): PlacedCell[] {
  let x = 0;
  return columnWidths(columns, width).map((own, index) => {
    const cell = cells[index] ?? { lines: [], size: 0 };
    const at = { x, width: own, cell };
    x += own;
    return at;
  });
}

function drawCells(
  canvas: Canvas,
  cells: readonly PlacedCell[],
  at: { x: number; y: number; height: number },
): void {
  for (const { x, width, cell } of cells) {
    canvas.frame(at.x + x, at.y, { width, height: at.height }, RULE);
    drawCell(canvas, cell, { x: at.x + x, y: at.y, height: at.height });
  }
}

/** The header row; printed again at the top of every page that the table reaches. */
export function headerBox(columns: readonly SheetColumn[], frame: Frame): Box {
  const size = frame.bodySize * 0.9;
  const widths = columnWidths(columns, frame.width);
  const style = { size, align: 'center', bold: true } as const;
  const set = columns.map((column, index) => setCell(frame.fonts, column.title, widths[index] ?? 0, style));
  const cells = placed(columns, frame.width, set);
  const height = Math.max(...set.map(cellHeight), size * 2);
  return {
    height,
    gapBefore: 0,
    keepWithNext: true,
    draw: (canvas, x, y) => {
      canvas.shade(x, y, { width: frame.width, height });
      drawCells(canvas, cells, { x, y, height });
    },
  };
}

/**
 * Rows as high as their text. Set once to be measured and again to be drawn, so that long tables stay small.
 */
export function tableBoxes(block: TableBlock, frame: Frame): Box[] {
  const header = headerBox(block.columns, frame);
  const first = { ...header, gapBefore: frame.leading * 0.3 };
  const size = frame.bodySize * 0.9;
  const widths = columnWidths(block.columns, frame.width);
  const setRow = (row: readonly string[]): Cell[] =>
    block.columns.map((column, index) =>
      setCell(frame.fonts, row[index] ?? '', widths[index] ?? 0, { size, align: column.align, bold: false }),
    );
  const rows = block.rows.map((row): Box => {
    const height = Math.max(...setRow(row).map(cellHeight), size * 1.8);
    return {
      height,
      gapBefore: 0,
      keepWithNext: false,
      lead: header,
      draw: (canvas, x, y) =>
        drawCells(canvas, placed(block.columns, frame.width, setRow(row)), { x, y, height }),
    };
  });
  const blank = { height: frame.leading * 0.4, gapBefore: 0, keepWithNext: false, draw: () => undefined };
  return [first, ...rows, blank];
}

/** In a sum row an empty cell joins the filled one before it. */
function joinedWidths(row: SheetRow, widths: readonly number[]): number[] {
  const joined = [...widths];
  if (row.kind === 'line') return joined;
  let owner = 0;
  row.cells.forEach((text, index) => {
    if (index === 0 || text !== '') {
      owner = index;
      return;
    }
    joined[owner] = (joined[owner] ?? 0) + (joined[index] ?? 0);
    joined[index] = 0;
  });
  return joined;
}

/** A row of fixed height; its text shrinks before it would overflow. */
export function pagedRowBox(
  row: SheetRow,
  columns: readonly SheetColumn[],
  frame: Frame,
  height: number,
): Box {
  const widths = joinedWidths(row, columnWidths(columns, frame.width));
  const room = height - 2 * PADDING_Y;
  const sizes = [0.9, 0.8, 0.7, 0.6, 0.5].map((share) => {
    const size = frame.bodySize * share;
    return { size, lines: Math.max(1, Math.floor(room / (size * CELL_LEADING))) };
  });
  let x = 0;
  const cells = columns.flatMap((column, index): PlacedCell[] => {
    const width = widths[index] ?? 0;
    if (width === 0) return [];
    const align = row.kind !== 'line' && index === 0 ? 'center' : column.align;
    const text = row.cells[index] ?? '';
    const span = row.kind === 'line' ? { text } : { text, bold: true as const };
    const lines = setFitting(frame.fonts, span, { width: width - 2 * PADDING_X, align }, sizes);
    const at = { x, width, cell: { lines, size: lines[0]?.size ?? frame.bodySize } };
    x += width;
    return [at];
  });
  return {
    height,
    gapBefore: 0,
    keepWithNext: false,
    draw: (canvas, left, top) => drawCells(canvas, cells, { x: left, y: top, height }),
  };
}
