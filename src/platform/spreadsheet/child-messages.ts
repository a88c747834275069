import type { MarkOrder, SheetRow, SheetTitle } from './cells.ts';
import type { SpreadsheetLimits } from './limits.ts';

/** What the parent asks; the child answers each with one message, so neither outruns the other. */
export type Ask =
  | { readonly ask: 'open'; readonly path: string; readonly limits: SpreadsheetLimits }
  | { readonly ask: 'sheet'; readonly sheet: number }
  | { readonly ask: 'more' }
  | { readonly ask: 'mark'; readonly output: string; readonly order: MarkOrder };

export type Answer =
  | { readonly answer: 'opened'; readonly format: 'xlsx' | 'csv'; readonly sheets: readonly SheetTitle[] }
  | { readonly answer: 'rows'; readonly rows: readonly SheetRow[]; readonly end: boolean }
  | { readonly answer: 'marked' }
  | { readonly answer: 'refused'; readonly code: string; readonly facts: Readonly<Record<string, unknown>> };
