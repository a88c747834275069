import { addMonths, daysBetween, type PlainDate } from '../../../../kernel/date.ts';
import { compactText, type LedgerCell } from './ledger-cell.ts';

export type TermUnit = 'months' | 'years';
export type TermReading = { readonly months: number; readonly bare: boolean } | null;

const DIGIT_VALUES: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const YEARS_AND_MONTHS = /^(?:(.{1,3}?)年)?(半)?(?:零?(.{1,3}?)个?月)?$/;

function count(text: string): number | null {
  if (/^\d{1,3}(?:\.0+)?$/.test(text)) return Number(text);
  const match = /^(?:([一二两三四五六七八九])?(十))?([一二两三四五六七八九])?$/.exec(text);
  if (!match || text === '') return null;
  const tens = match[2] ? (match[1] ? (DIGIT_VALUES[match[1]] ?? 0) : 1) : 0;
  return tens * 10 + (match[3] ? (DIGIT_VALUES[match[3]] ?? 0) : 0);
}

/**
 * Reads a loan term: 36, 36个月, 3年, 三年, 1年6个月, 半年. A bare number is `bare`: months unless the heading says
 * years; {@link settleBareTerm} decides small ones by the dates. Null when unreadable or not positive.
 */
export function parseTerm(cell: LedgerCell, headingUnit: TermUnit | null): TermReading {
  const text = compactText(cell).replace(/期$|以内$/, '');
  const number = count(text);
  if (number !== null) {
    const months = headingUnit === 'years' ? number * 12 : number;
    return months > 0 ? { months, bare: headingUnit === null } : null;
  }
  if (text === '半年') return { months: 6, bare: false };
  const match = YEARS_AND_MONTHS.exec(text);
  if (!match || (match[1] === undefined && match[3] === undefined)) return null;
  const years = match[1] === undefined ? 0 : count(match[1]);
  const months = match[3] === undefined ? 0 : count(match[3]);
  if (years === null || months === null) return null;
  const total = years * 12 + (match[2] ? 6 : 0) + months;
  return total > 0 ? { months: total, bare: false } : null;
}

/** A bare `3` means three years when only that fits the two dates. */
export function settleBareTerm(months: number, drawdown: PlainDate, maturity: PlainDate): number {
  const years = months * 12;
  return years <= 360 && distance(drawdown, maturity, years) < distance(drawdown, maturity, months)
    ? years
    : months;
}

function distance(drawdown: PlainDate, maturity: PlainDate, months: number): number {
  return Math.abs(daysBetween(addMonths(drawdown, months), maturity));
}
