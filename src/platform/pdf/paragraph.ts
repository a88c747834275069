import type { HeadingBlock, ParagraphBlock, TitleBlock } from '../../kernel/sheet.ts';
import type { Box, Frame } from './box.ts';
import { setText, type TextLine } from './text-setting.ts';

/**
 * Where the baseline stands in a line of the given height: the em box is centred, 0.88 of it above the
 * baseline.
 */
export function baselineIn(height: number, size: number): number {
  return (height - size) / 2 + size * 0.88;
}

export function lineBox(line: TextLine, height: number, rest: Pick<Box, 'gapBefore' | 'keepWithNext'>): Box {
  return {
    ...rest,
    height,
    draw: (canvas, x, y) => canvas.line(line, x, y + baselineIn(height, line.size)),
  };
}

/** No line of a paragraph is left alone on a page: the first two and the last two stay together. */
function keepsTogether(index: number, count: number): boolean {
  return index === 0 || index === count - 2;
}

export function paragraphBoxes(block: ParagraphBlock, frame: Frame): Box[] {
  const { align, indent } = block;
  const lines = setText(frame.fonts, block.spans, {
    size: frame.bodySize,
    width: frame.width,
    align,
    indent,
  });
  return lines.map((line, index) => {
    const isLast = index === lines.length - 1;
    const keepWithNext = isLast
      ? block.keepWithNext
      : block.keepWithNext || keepsTogether(index, lines.length);
    return lineBox(line, frame.leading, { gapBefore: 0, keepWithNext });
  });
}

export function headingBoxes(block: HeadingBlock, frame: Frame): Box[] {
  const size = frame.bodySize * 1.05;
  const setting = { size, width: frame.width, align: 'left' } as const;
  return setText(frame.fonts, [{ text: block.text, bold: true }], setting).map((line, index) =>
    lineBox(line, frame.leading * 1.05, {
      gapBefore: index === 0 ? frame.leading * 0.35 : 0,
      keepWithNext: true,
    }),
  );
}

export function titleBoxes(block: TitleBlock, frame: Frame): Box[] {
  const size = frame.bodySize * 1.85;
  const title = setText(frame.fonts, [{ text: block.text, bold: true }], {
    size,
    width: frame.width,
    align: 'center',
  });
  const boxes = title.map((line) => lineBox(line, size * 1.5, { gapBefore: 0, keepWithNext: true }));
  if (block.subtitle !== '') {
    const setting = { size: frame.bodySize, width: frame.width, align: 'center' } as const;
    for (const line of setText(frame.fonts, [{ text: block.subtitle }], setting)) {
      boxes.push(lineBox(line, frame.leading, { gapBefore: 0, keepWithNext: true }));
    }
  }
  const blank = { height: frame.leading * 0.5, gapBefore: 0, keepWithNext: true, draw: () => undefined };
  return [...boxes, blank];
}
