import type { Sheet } from '../../kernel/sheet.ts';
import { MM, type Canvas, type PageSize } from './canvas.ts';
import type { FontSet } from './font-set.ts';
import { drawQr } from './qr.ts';
import { setPlain, type Align } from './text-setting.ts';

const QR_SIDE = 15.5 * MM;
const SMALL = 8;

interface PageNumber {
  readonly page: number;
  readonly pages: number;
}

/** What surrounds the type area: reference, code for verification, page number, template and print. */
export function drawFurniture(canvas: Canvas, fonts: FontSet, sheet: Sheet, number: PageNumber): void {
  const size = pageBox(sheet);
  const label = sheet.pageLabel
    .replace('{page}', String(number.page))
    .replace('{pages}', String(number.pages));
  const put = (text: string, y: number, style: { size: number; align: Align }): void => {
    const setting = { ...style, width: size.contentWidth };
    setPlain(fonts, text, setting).forEach((line, index) => {
      canvas.line(line, size.left, y + index * style.size * 1.35);
    });
  };
  const head = size.top - 6.5 * MM;
  const foot = size.height - size.bottom + 8 * MM;
  put(sheet.reference, head, { size: 9.5, align: 'right' });
  put(label, foot, { size: 9.5, align: 'center' });
  put(sheet.footer, foot + 4.4 * MM, { size: 7, align: 'center' });
  if (sheet.qr && number.page === 1) {
    const corner = { x: size.left, y: head + 1 * MM - QR_SIDE, side: QR_SIDE };
    drawQr(canvas, sheet.qr.payload, corner);
    sheet.qr.caption.forEach((text, index) => {
      const y = head - (sheet.qr?.caption.length ?? 0) * SMALL * 1.4 + (index + 1) * SMALL * 1.4;
      const width = size.contentWidth * 0.6;
      const lines = setPlain(fonts, text, { size: SMALL, width, align: 'left' });
      lines.forEach((line) => canvas.line(line, size.left + QR_SIDE + 3 * MM, y));
    });
  }
}

export interface PageBox extends PageSize {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly contentWidth: number;
  readonly contentHeight: number;
}

const A4 = { short: 210 * MM, long: 297 * MM };

/** The sheet's page and its type area in points. */
export function pageBox(sheet: Sheet): PageBox {
  const { orientation, margins } = sheet.layout;
  const width = orientation === 'portrait' ? A4.short : A4.long;
  const height = orientation === 'portrait' ? A4.long : A4.short;
  const [top, bottom, left] = [margins.top * MM, margins.bottom * MM, margins.left * MM];
  return {
    width,
    height,
    top,
    bottom,
    left,
    contentWidth: width - left - margins.right * MM,
    contentHeight: height - top - bottom,
  };
}
