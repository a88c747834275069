/**
 * A sheet is a paper whose every printed string is final: it is stored as JSON, and the same sheet prints
 * the same paper in ten years whatever has become of the template. It says what stands on the paper, never
 * where.
 */

/** A stretch of text in one weight. */
export interface Span {
  readonly text: string;
  readonly bold?: true;
}

/** Millimetres. */
export interface SheetMargins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** A4 always. `bodySize` and `leading` in points. */
export interface SheetLayout {
  readonly orientation: 'portrait' | 'landscape';
  readonly margins: SheetMargins;
  readonly bodySize: number;
  readonly leading: number;
}

export interface SheetColumn {
  readonly title: string;
  /** Share of the table's width. */
  readonly weight: number;
  readonly align: 'left' | 'center' | 'right';
}

/** One row of a paged table. In `subtotal` and `total` rows an empty cell joins the filled cell before it. */
export interface SheetRow {
  readonly kind: 'line' | 'subtotal' | 'total';
  readonly cells: readonly string[];
}

export interface RecordCell {
  readonly label: string;
  readonly value: string;
}

/** Rows of labelled values under one head, as 甲方 with its name, address and account. */
export interface RecordGroup {
  readonly head: string;
  readonly rows: readonly (readonly RecordCell[])[];
}

/** Space for one party's signature. `lines` stand at the foot of the box, the seal goes over the last. */
export interface SignatureBox {
  readonly title: string;
  readonly name: string;
  readonly lines: readonly string[];
  /** Caption of a frame for a fingerprint (指印); empty when the party needs none. */
  readonly fingerprint: string;
}

export interface TitleBlock {
  readonly kind: 'title';
  readonly text: string;
  readonly subtitle: string;
}

export interface HeadingBlock {
  readonly kind: 'heading';
  readonly text: string;
}

export interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly spans: readonly Span[];
  /** First-line indent in characters. */
  readonly indent: number;
  readonly align: 'justify' | 'left' | 'center' | 'right';
  /** Must stand on one page with what follows. */
  readonly keepWithNext: boolean;
}

export interface RecordTableBlock {
  readonly kind: 'record-table';
  readonly groups: readonly RecordGroup[];
  /** The last group must stand on one page with what follows; absent = it need not. */
  readonly keepWithNext?: true;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** A long table whose page breaks are part of the paper, because each page carries its own subtotal. */
export interface PagedTableBlock {
  readonly kind: 'paged-table';
  readonly columns: readonly SheetColumn[];
  /** Lines on each page, subtotal and total rows not counted. */
  readonly pageRows: readonly number[];
  /** Points. */
  readonly rowHeight: number;
  /** The rows; null when they are handed to the printer as a stream. */
  readonly rows: readonly SheetRow[] | null;
}

export interface SignaturesBlock {
  readonly kind: 'signatures';
  readonly boxes: readonly SignatureBox[];
  readonly perRow: number;
  /** Points. */
  readonly boxHeight: number;
  /** Printed above the boxes should they ever open a page (此页无正文). */
  readonly noBodyNotice: string;
}

export type SheetBlock =
  | TitleBlock
  | HeadingBlock
  | ParagraphBlock
  | RecordTableBlock
  | TableBlock
  | PagedTableBlock
  | SignaturesBlock;

export interface SheetQr {
  readonly payload: string;
  /** Lines printed beside the code. */
  readonly caption: readonly string[];
}

export interface TemplateStamp {
  readonly slice: string;
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

export interface Sheet {
  readonly format: 1;
  readonly template: TemplateStamp;
  /** Name of the document in the file's properties. */
  readonly title: string;
  /** `YYYY-MM-DD`; becomes the file's creation date, so that printing again gives the same bytes. */
  readonly issuedOn: string;
  readonly layout: SheetLayout;
  /** Top right of every page, for example `合同编号：…`. */
  readonly reference: string;
  readonly footer: string;
  /** Page label; `{page}` and `{pages}` are filled in by the printer. */
  readonly pageLabel: string;
  readonly qr: SheetQr | null;
  readonly blocks: readonly SheetBlock[];
}

function blockTexts(block: SheetBlock): string[] {
  switch (block.kind) {
    case 'title':
      return [block.text, block.subtitle];
    case 'heading':
      return [block.text];
    case 'paragraph':
      return block.spans.map((span) => span.text);
    case 'record-table':
      return block.groups.flatMap((group) => [
        group.head,
        ...group.rows.flat().flatMap((cell) => [cell.label, cell.value]),
      ]);
    case 'table':
      return [...block.columns.map((column) => column.title), ...block.rows.flat()];
    case 'paged-table':
      return [
        ...block.columns.map((column) => column.title),
        ...(block.rows ?? []).flatMap((row) => row.cells),
      ];
    case 'signatures':
      return [
        block.noBodyNotice,
        ...block.boxes.flatMap((box) => [box.title, box.name, box.fingerprint, ...box.lines]),
      ];
  }
}

/** Every string that the printer will set, for the check of characters before issuing. */
export function sheetTexts(sheet: Sheet): string[] {
  const own = [sheet.title, sheet.reference, sheet.footer, sheet.pageLabel, '0123456789'];
  return [...own, ...(sheet.qr?.caption ?? []), ...sheet.blocks.flatMap(blockTexts)];
}
