import QRCode from 'qrcode';
import type { Canvas } from './canvas.ts';

/** Dark stretches of the code's rows, in modules. */
export function qrRectangles(payload: string): { size: number; rectangles: [number, number, number][] } {
  const { modules } = QRCode.create(payload, { errorCorrectionLevel: 'M' });
  const rectangles: [number, number, number][] = [];
  for (let row = 0; row < modules.size; row += 1) {
    let from = -1;
    for (let column = 0; column <= modules.size; column += 1) {
      const dark = column < modules.size && modules.get(row, column) !== 0;
      if (dark && from < 0) from = column;
      if (!dark && from >= 0) {
        rectangles.push([from, row, column - from]);
        from = -1;
      }
    }
  }
  return { size: modules.size, rectangles };
}

/** Draws the code as vector rectangles into a square; the paper around it is its quiet zone. */
export function drawQr(
  canvas: Canvas,
  payload: string,
  square: { x: number; y: number; side: number },
): void {
  const { size, rectangles } = qrRectangles(payload);
  const module = square.side / size;
  canvas.fill(
    rectangles.map(
      ([column, row, length]) =>
        [square.x + column * module, square.y + row * module, length * module, module] as const,
    ),
  );
}
