/** A cell as read: what the sheet holds, dates as calendar days. */
export type SheetCell = string | number | boolean | null | { readonly date: string };

/** A row with its true number in the sheet, 1-based. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly SheetCell[];
}

export interface SheetTitle {
  readonly name: string;
  readonly hidden: boolean;
}

/** A faulty row of a workbook to be marked. */
export interface RowMark {
  readonly row: number;
  /** 0-based indices of the faulty cells. */
  readonly columns: readonly number[];
  readonly reason: string;
}

export interface MarkOrder {
  /** 0-based sheet. */
  readonly sheet: number;
  readonly headerRow: number;
  /** 0-based index of the added column. */
  readonly reasonColumn: number;
  readonly reasonHeading: string;
  readonly marks: readonly RowMark[];
}
