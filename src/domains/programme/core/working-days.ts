import { addDays, toDayNumber, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { PublicityDayKind } from './parameter-choices.ts';

/** Days that deviate from Monday to Friday, as the State Council published them (节假日与调休). */
export interface WorkingCalendar {
  readonly firstDay: PlainDate;
  /** Beyond this day nothing is published yet: what counts past it is provisional. */
  readonly publishedThrough: PlainDate;
  /** true = a weekend day that is worked (调休), false = a weekday off. */
  readonly exceptions: ReadonlyMap<PlainDate, boolean>;
}

export interface CountedDay {
  readonly date: PlainDate;
  /** The count ran past the published calendar: recompute when the next year is published. */
  readonly provisional: boolean;
}

/** 1 January 1970 was a Thursday: Saturday and Sunday leave 2 and 3. */
function isWeekend(day: PlainDate): boolean {
  const weekday = ((toDayNumber(day) % 7) + 7) % 7;
  return weekday === 2 || weekday === 3;
}

export function isWorkingDay(calendar: WorkingCalendar, day: PlainDate): boolean {
  return calendar.exceptions.get(day) ?? !isWeekend(day);
}

function isPublished(calendar: WorkingCalendar, from: PlainDate, through: PlainDate): boolean {
  return calendar.firstDay <= from && through <= calendar.publishedThrough;
}

/** The day itself when it is worked, else the next working day (顺延). */
export function workingDayFrom(calendar: WorkingCalendar, from: PlainDate): CountedDay {
  let day = from;
  while (!isWorkingDay(calendar, day)) day = addDays(day, 1);
  return { date: day, provisional: !isPublished(calendar, from, day) };
}

/**
 * The `count`-th working day after `from` (which does not count); `count` ≥ 0, and 0 gives the day itself.
 */
export function addWorkingDays(calendar: WorkingCalendar, from: PlainDate, count: number): CountedDay {
  invariant(Number.isInteger(count) && count >= 0, 'a number of working days is whole and not negative');
  let day = from;
  for (let left = count; left > 0; left -= isWorkingDay(calendar, day) ? 1 : 0) day = addDays(day, 1);
  return { date: day, provisional: !isPublished(calendar, from, day) };
}

/** How a programme counts the days of a posting (公示). */
export interface PublicityRule {
  readonly days: number;
  readonly kind: PublicityDayKind;
  /** 0: the day of posting is the first day; 1: the day after is. */
  readonly startOffset: 0 | 1;
  /** false: the last day does not count as a full day, so that one more is posted (end minus start). */
  readonly inclusive: boolean;
}

export interface PublicityDeadline {
  readonly startsOn: PlainDate;
  /** Last day on which the list hangs and objections are taken. */
  readonly endsOn: PlainDate;
  /** First day on which what was posted may be decided. */
  readonly freeOn: PlainDate;
  readonly provisional: boolean;
}

/** When a posting may come down, by the readings met in county notices (首尾计入, 次日起算, 自然日或工作日). */
export function publicityDeadline(
  rule: PublicityRule,
  postedOn: PlainDate,
  calendar: WorkingCalendar,
): PublicityDeadline {
  invariant(Number.isInteger(rule.days) && rule.days >= 0, 'a posting lasts a whole number of days');
  const first = addDays(postedOn, rule.startOffset);
  const further = Math.max(rule.inclusive ? rule.days - 1 : rule.days, 0);
  if (rule.days === 0) return { startsOn: postedOn, endsOn: postedOn, freeOn: postedOn, provisional: false };
  if (rule.kind === 'natural') {
    const endsOn = addDays(first, further);
    return { startsOn: first, endsOn, freeOn: addDays(endsOn, 1), provisional: false };
  }
  const starts = workingDayFrom(calendar, first);
  const ends = addWorkingDays(calendar, starts.date, further);
  return {
    startsOn: starts.date,
    endsOn: ends.date,
    freeOn: addDays(ends.date, 1),
    provisional: starts.provisional || ends.provisional,
  };
}
