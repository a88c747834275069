import type { Canvas } from './canvas.ts';
import type { FontSet } from './font-set.ts';
import { baselineIn } from './paragraph.ts';
import { setText, type Align, type TextLine } from './text-setting.ts';

/** Padding of table cells at the sides, above and below; points. */
export const PADDING_X = 4;
export const PADDING_Y = 2.5;
export const CELL_LEADING = 1.36;

export interface CellStyle {
  readonly size: number;
  readonly align: Align;
  readonly bold: boolean;
}

export interface Cell {
  readonly lines: readonly TextLine[];
  readonly size: number;
}

export function setCell(fonts: FontSet, text: string, width: number, style: CellStyle): Cell {
  const span = style.bold ? { text, bold: true as const } : { text };
  const setting = { size: style.size, width: width - 2 * PADDING_X, align: style.align };
  return { lines: text === '' ? [] : setText(fonts, [span], setting), size: style.size };
}

export function cellHeight(cell: Cell): number {
  return cell.lines.length * cell.size * CELL_LEADING + 2 * PADDING_Y;
}

/** Draws a cell's lines centred in the height of its row. */
export function drawCell(canvas: Canvas, cell: Cell, at: { x: number; y: number; height: number }): void {
  const leading = cell.size * CELL_LEADING;
  const top = at.y + (at.height - leading * cell.lines.length) / 2;
  cell.lines.forEach((line, index) => {
    canvas.line(line, at.x + PADDING_X, top + index * leading + baselineIn(leading, cell.size));
  });
}
