import { dateParts, type PlainDate } from '../../../kernel/date.ts';

/** `MM-DD` both, inclusive: from January to December, or over New Year (陕西: 10-01 to 09-30). */
export interface FiscalWindow {
  readonly from: string;
  readonly through: string;
}

/** The year whose money a day belongs to (财政年度): of a window over New Year the one in which it ends. */
export function fiscalYearOf({ from, through }: FiscalWindow, day: PlainDate): number {
  const { year } = dateParts(day);
  return from > through && day.slice(5) >= from ? year + 1 : year;
}
