import { addMonths, dateFromParts, type Period } from '../../../kernel/date.ts';

/** What a report or a receipt is for: a calendar year, or one quarter of it. */
export interface ReportSpan {
  readonly year: number;
  /** 1 to 4; null: the whole year. */
  readonly quarter: number | null;
}

/** The days whose dues a span is about, half-open. */
export function daysOf({ year, quarter }: ReportSpan): Period {
  const from = dateFromParts(year, quarter === null ? 1 : quarter * 3 - 2, 1);
  return { from, to: addMonths(from, quarter === null ? 12 : 3) };
}

/** `2017 年第 2 季度`. */
export const nameOfSpan = ({ year, quarter }: ReportSpan): string =>
  quarter === null ? `${String(year)} 年` : `${String(year)} 年第 ${String(quarter)} 季度`;
