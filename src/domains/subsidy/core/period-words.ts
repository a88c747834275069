import { addDays, formatDateZh, type PlainDate } from '../../../kernel/date.ts';

/** A settlement period `[from, to)` as papers name it, last day included: `2016年3月21日至2016年6月20日`. */
export function periodInWords(from: PlainDate, to: PlainDate): string {
  return `${formatDateZh(from)}至${formatDateZh(addDays(to, -1))}`;
}
