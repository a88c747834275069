import type { RecordCell, RecordGroup, RecordTableBlock } from '../../kernel/sheet.ts';
import type { Box, Frame } from './box.ts';
import type { Canvas } from './canvas.ts';
import { cellHeight, drawCell, setCell, type Cell } from './cells.ts';

const HEAD_EM = 6.6;
const LABEL_EM = 6.9;
const RULE = 0.6;

interface RowCell {
  readonly x: number;
  readonly labelWidth: number;
  readonly width: number;
  readonly label: Cell;
  readonly value: Cell;
}

interface Columns {
  readonly size: number;
  readonly head: number;
  readonly label: number;
}

function columnsOf(frame: Frame): Columns {
  const size = frame.bodySize * 0.93;
  return { size, head: size * HEAD_EM, label: size * LABEL_EM };
}

function rowCells(row: readonly RecordCell[], frame: Frame, columns: Columns): RowCell[] {
  const width = (frame.width - columns.head) / row.length;
  return row.map((cell, index) => {
    const style = { size: columns.size, align: 'left', bold: false } as const;
    return {
      x: columns.head + index * width,
      labelWidth: columns.label,
      width,
      label: setCell(frame.fonts, cell.label, columns.label, { ...style, align: 'center' }),
      value: setCell(frame.fonts, cell.value, width - columns.label, style),
    };
  });
}

function drawRow(
  canvas: Canvas,
  cells: readonly RowCell[],
  at: { x: number; y: number; height: number },
): void {
  const { x, y, height } = at;
  for (const cell of cells) {
    canvas.frame(x + cell.x, y, { width: cell.width, height }, RULE);
    canvas.rule([x + cell.x + cell.labelWidth, y], [x + cell.x + cell.labelWidth, y + height], RULE);
    drawCell(canvas, cell.label, { x: x + cell.x, y, height });
    drawCell(canvas, cell.value, { x: x + cell.x + cell.labelWidth, y, height });
  }
}

/** One group is one box: a party's particulars are never torn apart. */
function groupBox(group: RecordGroup, frame: Frame): Box {
  const columns = columnsOf(frame);
  const rows = group.rows.map((row) => {
    const cells = rowCells(row, frame, columns);
    const heights = cells.flatMap((cell) => [cellHeight(cell.label), cellHeight(cell.value)]);
    return { cells, height: Math.max(...heights, columns.size * 1.75) };
  });
  const natural = rows.reduce((sum, row) => sum + row.height, 0);
  const head = setCell(frame.fonts, group.head, columns.head, {
    size: columns.size,
    align: 'center',
    bold: true,
  });
  const height = Math.max(natural, cellHeight(head));
  // A head taller than its rows: they share the difference.
  const stretch = (height - natural) / rows.length;
  return {
    height,
    gapBefore: 0,
    keepWithNext: false,
    draw: (canvas, x, y) => {
      let top = y;
      for (const row of rows) {
        drawRow(canvas, row.cells, { x, y: top, height: row.height + stretch });
        top += row.height + stretch;
      }
      canvas.frame(x, y, { width: columns.head, height }, RULE);
      drawCell(canvas, head, { x, y, height });
    },
  };
}

export function recordTableBoxes(block: RecordTableBlock, frame: Frame): Box[] {
  const keepWithNext = block.keepWithNext ?? false;
  const blank = { height: frame.leading * 0.5, gapBefore: 0, keepWithNext, draw: () => undefined };
  const groups = block.groups.map((group, index) => {
    const kept = keepWithNext && index === block.groups.length - 1;
    const box = { ...groupBox(group, frame), keepWithNext: kept };
    return index === 0 ? { ...box, gapBefore: frame.leading * 0.25 } : box;
  });
  return [...groups, blank];
}
