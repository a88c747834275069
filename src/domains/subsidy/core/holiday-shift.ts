import type { PlainDate } from '../../../kernel/date.ts';
import type { HolidayShift, LoanEvent } from './accrual-input.ts';

/**
 * The events of a loan with the moves that its holidays make: a maturity that comes on a day off moves to the
 * next working day, on its own day, as a relief does. Interest runs on at the contract rate, nothing is
 * overdue before, and the days do not count against the subsidy term. A maturity that was moved before it
 * came did not come; one that an order moves within those very days is moved by the order alone.
 */
export function withHolidays(
  maturesOn: PlainDate,
  events: readonly LoanEvent[],
  shift: HolidayShift | undefined,
): readonly LoanEvent[] {
  if (!shift) return events;
  const moves = events
    .flatMap((event) => (event.kind === 'extended' || event.kind === 'called_due' ? [event] : []))
    .sort(byDay);
  const found: LoanEvent[] = [];
  let due = maturesOn;
  const come = (until: PlainDate | null): void => {
    const moved = shift.workingDayFrom(due);
    if (moved === due || (until !== null && until <= moved)) return;
    found.push({ on: due, kind: 'extended', maturesOn: moved, relief: shift.days });
  };
  for (const move of moves) {
    come(move.on);
    due = move.maturesOn;
  }
  come(null);
  return found.length === 0 ? events : [...events, ...found];
}

const byDay = (a: LoanEvent, b: LoanEvent): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0);
