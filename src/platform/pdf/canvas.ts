import PDFDocument from 'pdfkit';
import { EmbeddedFace } from './embedded-face.ts';
import type { FontFace } from './font-face.ts';
import type { TextLine } from './text-setting.ts';

export interface FileProperties {
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly createdOn: string;
  /** Fingerprint of the content; the file's ID is derived from it. */
  readonly digest: string;
}

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** Points per millimetre. */
export const MM = 72 / 25.4;

/** A pdfkit document reduced to what papers need. Coordinates in points from the top left. */
export class Canvas {
  readonly document: PDFKit.PDFDocument;

  readonly #faces = new Map<FontFace, EmbeddedFace>();

  constructor(properties: FileProperties) {
    this.document = new PDFDocument({
      autoFirstPage: false,
      margin: 0,
      pdfVersion: '1.7',
      lang: 'zh-CN',
      displayTitle: true,
      // pdfkit's default would be Helvetica; null means none, its types do not know null. We embed our own.
      font: null as unknown as string,
      info: {
        Title: properties.title,
        Creator: 'Sifang',
        Producer: 'Sifang',
        Keywords: properties.digest,
        // Never the clock: the same sheet gives the same bytes, and the ID is hashed from these properties.
        CreationDate: new Date(`${properties.createdOn}T00:00:00Z`),
      },
    });
  }

  addPage(size: PageSize): void {
    this.document.addPage({ size: [size.width, size.height], margin: 0 });
  }

  /**
   * Draws a set line with its baseline at `y`; fallback runs share the baseline. The operators are written
   * here: everything pdfkit would measure, split and shape is known already.
   */
  line(line: TextLine, x: number, y: number): void {
    if (line.runs.length === 0) return;
    let at = x + line.x;
    let content = line.spacing === 0 ? '' : `${short(line.spacing)} Tc\n`;
    for (const run of line.runs) {
      const face = this.#embedded(run.face);
      // pages are drawn from the top left: the text is turned upright again
      content += `BT\n1 0 0 -1 ${short(at)} ${short(y)} Tm\n/${face.id} ${short(line.size)} Tf\n`;
      content += `${face.show(run.text)} TJ\nET\n`;
      at += run.width + line.spacing * run.length;
    }
    if (line.spacing !== 0) content += '0 Tc\n';
    this.document.addContent(Buffer.from(content, 'latin1'));
  }

  rule(from: readonly [number, number], to: readonly [number, number], weight: number): void {
    this.document.lineWidth(weight).moveTo(from[0], from[1]).lineTo(to[0], to[1]).stroke();
  }

  frame(x: number, y: number, size: PageSize, weight: number): void {
    this.document.lineWidth(weight).rect(x, y, size.width, size.height).stroke();
  }

  dashedFrame(x: number, y: number, size: PageSize): void {
    this.document.save().dash(2, { space: 2 });
    this.frame(x, y, size, 0.4);
    this.document.restore();
  }

  shade(x: number, y: number, size: PageSize): void {
    this.document.save().rect(x, y, size.width, size.height).fill('#f2f2f2').restore();
  }

  /** Black rectangles as one path. */
  fill(rectangles: Iterable<readonly [x: number, y: number, width: number, height: number]>): void {
    for (const rectangle of rectangles) this.document.rect(...rectangle);
    this.document.fill();
  }

  /** Embeds the fonts that were used and ends the file. */
  end(): void {
    for (const face of this.#faces.values()) face.embed();
    this.document.end();
  }

  #embedded(face: FontFace): EmbeddedFace {
    const embedded = this.#faces.get(face) ?? new EmbeddedFace(this.document, face, this.#faces.size + 1);
    this.#faces.set(face, embedded);
    const fonts = this.document.page.fonts as Record<string, unknown>;
    fonts[embedded.id] ??= embedded.reference;
    return embedded;
  }
}

/** Ten-thousandths of a point are finer than any printer. */
const short = (value: number): number => Math.round(value * 10_000) / 10_000;
