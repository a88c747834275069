import PDFDocument from 'pdfkit';
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

  readonly #names = new Map<FontFace, string>();

  constructor(properties: FileProperties) {
    this.document = new PDFDocument({
      autoFirstPage: false,
      margin: 0,
      pdfVersion: '1.7',
      lang: 'zh-CN',
      displayTitle: true,
      // Every text is laid out once; a cache would grow with a list of 30,000 lines.
      fontLayoutCache: false,
      // pdfkit's default would be Helvetica; null means none until the first text (its types do not know
      // null).
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

  /** Draws a set line with its baseline at `y`; fallback runs share the baseline. */
  line(line: TextLine, x: number, y: number): void {
    let at = x + line.x;
    this.document.fontSize(line.size);
    for (const run of line.runs) {
      this.document.font(this.#nameOf(run.face));
      this.document.text(run.text, at, y, {
        lineBreak: false,
        baseline: 'alphabetic',
        // An empty list takes pdfkit's short way: no shaping, no splitting into words.
        features: [],
        // Known already; pdfkit would measure again.
        ...{ textWidth: run.width, wordCount: 1 },
        ...(line.spacing === 0 ? {} : { characterSpacing: line.spacing }),
      });
      at += run.width + line.spacing * run.length;
    }
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

  /** pdfkit takes any object with `layout` for a parsed font; under a name it is wrapped once a document. */
  #nameOf(face: FontFace): string {
    const known = this.#names.get(face);
    if (known !== undefined) return known;
    const name = `face-${this.#names.size}`;
    this.#names.set(face, name);
    this.document.registerFont(name, face as unknown as Buffer);
    return name;
  }
}
