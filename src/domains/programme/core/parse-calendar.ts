import { date, dateFromParts, dateParts, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';

export interface CalendarException {
  readonly day: PlainDate;
  readonly working: boolean;
  readonly name: string;
}

/** Reads `day⇥working|holiday⇥name` lines, oldest first, of the published holiday arrangements. */
export function parseCalendar(text: string): CalendarException[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [day, kind, name] = line.split('\t');
    invariant(day && name && (kind === 'working' || kind === 'holiday'), `not a calendar line: ${line}`);
    return { day: date(day), working: kind === 'working', name };
  });
}

/** First and last day of the years that the exceptions cover: arrangements are published a year at a time. */
export function calendarSpan(exceptions: readonly CalendarException[]): {
  readonly firstDay: PlainDate;
  readonly publishedThrough: PlainDate;
} {
  const [first, last] = [exceptions.at(0), exceptions.at(-1)];
  invariant(first && last, 'a calendar has days');
  return {
    firstDay: dateFromParts(dateParts(first.day).year, 1, 1),
    publishedThrough: dateFromParts(dateParts(last.day).year, 12, 31),
  };
}
