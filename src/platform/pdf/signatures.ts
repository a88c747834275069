import type { SignatureBox, SignaturesBlock } from '../../kernel/sheet.ts';
import type { Box, Frame } from './box.ts';
import type { Canvas } from './canvas.ts';
import { baselineIn } from './paragraph.ts';
import { setPlain, setText } from './text-setting.ts';

const PADDING = 9;
const FINGERPRINT = { width: 44, height: 50 };
const RULE = 0.6;

function drawFingerprint(
  canvas: Canvas,
  box: SignatureBox,
  frame: Frame,
  corner: { x: number; y: number },
): void {
  if (box.fingerprint === '') return;
  const size = frame.bodySize * 0.75;
  const [x, y] = [corner.x - FINGERPRINT.width, corner.y];
  canvas.dashedFrame(x, y, FINGERPRINT);
  const setting = { size, width: FINGERPRINT.width, align: 'center' } as const;
  setPlain(frame.fonts, box.fingerprint, setting).forEach((line, index) => {
    canvas.line(line, x, y + FINGERPRINT.height + 2 + baselineIn(size * 1.4, size) + index * size * 1.4);
  });
}

function drawBox(
  canvas: Canvas,
  box: SignatureBox,
  frame: Frame,
  at: { x: number; y: number; height: number },
): void {
  const left = at.x + PADDING;
  const setting = { size: frame.bodySize, width: frame.width - 2 * PADDING, align: 'left' } as const;
  const head = [
    ...setText(frame.fonts, [{ text: box.title, bold: true }], setting),
    ...setPlain(frame.fonts, box.name, setting),
  ];
  head.forEach((line, index) => {
    canvas.line(
      line,
      left,
      at.y + PADDING + index * frame.leading + baselineIn(frame.leading, frame.bodySize),
    );
  });
  const foot = box.lines.flatMap((text) => setPlain(frame.fonts, text, setting));
  const pitch = frame.leading * 1.3;
  const top = at.y + at.height - PADDING - foot.length * pitch;
  foot.forEach((line, index) => {
    canvas.line(line, left, top + index * pitch + baselineIn(pitch, frame.bodySize));
  });
  const corner = { x: at.x + frame.width - PADDING, y: at.y + PADDING + frame.leading };
  drawFingerprint(canvas, box, frame, corner);
}

function noticeBox(text: string, frame: Frame): Box {
  const setting = { size: frame.bodySize, width: frame.width, align: 'center' } as const;
  const lines = setPlain(frame.fonts, text, setting);
  return {
    height: lines.length * frame.leading + frame.leading,
    gapBefore: 0,
    keepWithNext: true,
    draw: (canvas, x, y) =>
      lines.forEach((line, index) => {
        canvas.line(line, x, y + index * frame.leading + baselineIn(frame.leading, line.size));
      }),
  };
}

/** All parties' boxes as one piece: a signature is never parted from the others. */
export function signaturesBoxes(block: SignaturesBlock, frame: Frame): Box[] {
  const rows = Math.ceil(block.boxes.length / block.perRow);
  const width = frame.width / block.perRow;
  return [
    {
      height: rows * block.boxHeight,
      gapBefore: frame.leading * 0.6,
      keepWithNext: false,
      ...(block.noBodyNotice === '' ? {} : { lead: noticeBox(block.noBodyNotice, frame) }),
      draw: (canvas, x, y) =>
        block.boxes.forEach((box, index) => {
          const at = {
            x: x + (index % block.perRow) * width,
            y: y + Math.floor(index / block.perRow) * block.boxHeight,
            height: block.boxHeight,
          };
          canvas.frame(at.x, at.y, { width, height: block.boxHeight }, RULE);
          drawBox(canvas, box, { ...frame, width }, at);
        }),
    },
  ];
}
