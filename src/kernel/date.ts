import { invalid, type Failure } from './failure.ts';
import { invariant } from './invariant.ts';

declare const dateBrand: unique symbol;
/** A calendar date `YYYY-MM-DD`, without zone or time. Compares correctly with `<` and `>`. */
export type PlainDate = string & { readonly [dateBrand]: 'date' };

/** Half-open span of days `[from, to)`. */
export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days of a month, `month` 1–12. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** Parses `YYYY-MM-DD`; null when it is no real calendar day (30 February). */
export function parseDate(text: string): PlainDate | null {
  const match = DATE_PATTERN.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return text as PlainDate;
}

/** A date our own code is sure of. */
export function date(text: string): PlainDate {
  const parsed = parseDate(text);
  invariant(parsed, `not a calendar date: ${text}`);
  return parsed;
}

const ZERO = 48;

/** Two digits of a date text as a number. */
const twoDigits = (text: string, at: number): number =>
  (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

export function dateParts(value: PlainDate): { year: number; month: number; day: number } {
  return {
    year: twoDigits(value, 0) * 100 + twoDigits(value, 2),
    month: twoDigits(value, 5),
    day: twoDigits(value, 8),
  };
}

const TWO_DIGITS: readonly string[] = Array.from({ length: 100 }, (_, number) =>
  String(number).padStart(2, '0'),
);

/**
 * The calendar day of whole numbers; a settlement makes millions of them, so no text is parsed for it. Throws
 * `date.out-of-range`: four places hold no year before 1 or after 9999, whoever counted that far.
 */
export function dateFromParts(year: number, month: number, day: number): PlainDate {
  if (year < 1 || year > 9999) throw outOfRange();
  invariant(day >= 1 && day <= daysInMonth(year, month), 'not a calendar date');
  const century = Math.floor(year / 100);
  const text = `${TWO_DIGITS[century]}${TWO_DIGITS[year - century * 100]}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}`;
  return text as PlainDate;
}

const outOfRange = (): Failure =>
  invalid({
    code: 'date.out-of-range',
    detail: '推算出的日期早于 0001-01-01 或晚于 9999-12-31，请核对填写的日期和期限。',
  });

/** Day number of the proleptic Gregorian calendar (1970-01-01 = 0). */
export function toDayNumber(value: PlainDate): number {
  const { year, month, day } = dateParts(value);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** Inverse of {@link toDayNumber}. */
export function fromDayNumber(dayNumber: number): PlainDate {
  const z = dayNumber + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp + (mp < 10 ? 3 : -9);
  return dateFromParts(
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
  );
}

/** Actual days from `from` to `to` (negative when reversed). */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

export function addDays(value: PlainDate, days: number): PlainDate {
  return fromDayNumber(toDayNumber(value) + days);
}

/**
 * Same day `months` later, clamped to the month's end; pass the seed day to come back from a clamp (31 →
 * 28 → 31).
 */
export function addMonths(value: PlainDate, months: number, seedDay?: number): PlainDate {
  const { year, month, day } = dateParts(value);
  const index = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(index / 12);
  const targetMonth = index - targetYear * 12 + 1;
  return dateFromParts(
    targetYear,
    targetMonth,
    Math.min(seedDay ?? day, daysInMonth(targetYear, targetMonth)),
  );
}

export function minDate(a: PlainDate, b: PlainDate): PlainDate {
  return a < b ? a : b;
}

export function maxDate(a: PlainDate, b: PlainDate): PlainDate {
  return a > b ? a : b;
}

/** The overlap of two half-open spans, or null when they share no day. */
export function intersect(a: Period, b: Period): Period | null {
  const from = maxDate(a.from, b.from);
  const to = minDate(a.to, b.to);
  return from < to ? { from, to } : null;
}

/** Whole years of age on a date (周岁): the birthday itself counts. */
export function ageOn(birth: PlainDate, on: PlainDate): number {
  const b = dateParts(birth);
  const o = dateParts(on);
  return o.year - b.year - (o.month < b.month || (o.month === b.month && o.day < b.day) ? 1 : 0);
}

/** Writes a date as Chinese papers do: `2016年6月20日`. */
export function formatDateZh(value: PlainDate): string {
  const { year, month, day } = dateParts(value);
  return `${year}年${month}月${day}日`;
}
