import type { PlainDate } from './date.ts';
import { toExact, type Fen } from './money.ts';

/** What stands in one cell of a form that goes out as a workbook or CSV. */
export type FormCell = string | number | { readonly date: string } | null;

/** Fen as yuan in a cell; an empty cell where there is none. */
export const yuanCell = (amount: Fen | null): number | null =>
  amount === null ? null : toExact(amount).div(100).toNumber();

/** A day in a cell; an empty cell where there is none. */
export const dayCell = (day: PlainDate | null): { date: string } | null =>
  day === null ? null : { date: day };
