import { daysBetween, type PlainDate } from '../../../kernel/date.ts';
import type { Exact } from '../../../kernel/money.ts';
import { addFen, toExact } from '../../../kernel/money.ts';
import type { DebtEvent } from './debt.ts';

/** A lent loan as far as the interest follows from it that can have arisen; rates in units of 0.0001 %. */
export interface InterestWall {
  readonly principal: bigint;
  readonly annualPercent: number;
  readonly disbursedOn: PlainDate;
  readonly events: readonly DebtEvent[];
}

/**
 * Interest is paid in advance for a quarter at most; that much of all that was lent is room for days counted
 * otherwise.
 */
const DAYS_AHEAD = 92;
const PERCENT_UNITS = 1_000_000;
const SHORTEST_YEAR = 360;

/**
 * Whether interest of so many fen, received on a day, can have arisen with all that was received before: what
 * was owed day by day at the heaviest rate the loan has had, and a quarter of what was lent. It is asked of
 * that day and of every later one on which interest was received, as the database does
 * (`loan_receipt_interest`). What is paid late passes: whatever arose stays in the sum.
 */
export function interestCanHaveArisen(wall: InterestWall, onDate: PlainDate, interest: bigint): boolean {
  const paid = wall.events.flatMap((event) => (event.kind === 'interest_paid' ? [event] : []));
  const days = [onDate, ...paid.flatMap(({ on }) => (on > onDate ? [on] : []))];
  return days.every((day) => {
    const received = addFen(interest, ...paid.flatMap(({ on, amount }) => (on <= day ? [amount] : [])));
    return toExact(received).lte(atMost(wall, day));
  });
}

function atMost({ principal, annualPercent, disbursedOn, events }: InterestWall, day: PlainDate): Exact {
  const rate = events.reduce(
    (heaviest, event) => (event.kind === 'rate_changed' ? Math.max(heaviest, event.annualPercent) : heaviest),
    annualPercent,
  );
  let fenDays = toExact(principal).mul(daysBetween(disbursedOn, day) + DAYS_AHEAD);
  for (const event of events)
    if (event.kind === 'principal_repaid' && event.on <= day)
      fenDays = fenDays.minus(toExact(event.amount).mul(daysBetween(event.on, day)));
  return fenDays.mul(rate).div(SHORTEST_YEAR).div(PERCENT_UNITS).ceil();
}
