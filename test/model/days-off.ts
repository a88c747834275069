import { readFileSync } from 'node:fs';
import { addDays, addMonths, type PlainDate } from '../../src/kernel/date.ts';
import type { Loan, LoanEvent } from './model.ts';

/** Days off and days made up for, as the state published them. */
const PUBLISHED = new Map(
  readFileSync(new URL('../../src/domains/programme/seed/calendar-exceptions.tsv', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.split('\t') as [string, string]),
);

function isOff(day: PlainDate): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return (PUBLISHED.get(day) ?? (weekday === 0 || weekday === 6 ? 'holiday' : 'working')) === 'holiday';
}

function nextWorkingDay(day: PlainDate): PlainDate {
  let next = day;
  while (isOff(next)) next = addDays(next, 1);
  return next;
}

/**
 * What moves the due day, in the order of the days: what was confirmed, and the days off on which it would
 * come. It does not come there when something else has moved it before the next working day is over.
 */
export function dueMoves({ disbursedOn, months, events }: Loan): LoanEvent[] {
  if (disbursedOn === null) return [];
  const moves = events
    .filter(({ maturesOn }) => maturesOn)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const dues = [addMonths(disbursedOn, months), ...moves.map(({ maturesOn }) => maturesOn as PlainDate)];
  const shifts = dues.flatMap((due, at): LoanEvent[] => {
    const comes = nextWorkingDay(due);
    const next = moves[at]?.on;
    if (comes === due || (next !== undefined && next <= comes)) return [];
    return [
      { kind: 'extended', on: due, amount: 0n, byRegister: false, maturesOn: comes, relief: 'subsidised' },
    ];
  });
  return [...moves, ...shifts].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}
