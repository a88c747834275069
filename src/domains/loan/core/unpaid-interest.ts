import { minDate, type PlainDate } from '../../../kernel/date.ts';
import { addFen, maxFen, roundHalfUp, toExact, ZERO_FEN, Exact, type Fen } from '../../../kernel/money.ts';
import { countDays, dayCountBasis, type DayCount } from '../../../kernel/rate.ts';

/** What changed a loan's interest, or paid some of it, on a day. */
export type InterestEvent =
  | { readonly kind: 'principal_repaid'; readonly on: PlainDate; readonly amount: Fen }
  | { readonly kind: 'interest_paid'; readonly on: PlainDate; readonly amount: Fen }
  | { readonly kind: 'rate_changed'; readonly on: PlainDate; readonly annualPercent: number };

export interface InterestHistory {
  readonly principal: Fen;
  /** Units of 0.0001 %. */
  readonly annualPercent: number;
  /** First day that bears interest. */
  readonly from: PlainDate;
  /** First day that bears penalty instead: the maturity in force. */
  readonly maturesOn: PlainDate;
  readonly dayCount: DayCount;
  /** In the order of their days. */
  readonly events: readonly InterestEvent[];
}

const PERCENT_UNITS = 1_000_000;

/**
 * The most contract interest that can be unpaid at the start of a day, fen: what arose from the first day to
 * maturity at the latest (算头不算尾; a repayment lowers the balance from its own day on), rounded once, less
 * what was paid since. Penalty interest (罚息) is not in it.
 */
export function unpaidInterest(history: InterestHistory, on: PlainDate): Fen {
  const end = minDate(on, history.maturesOn);
  const basis = dayCountBasis(history.dayCount);
  let balance = history.principal;
  let rate = history.annualPercent;
  let day = history.from;
  let arisen = new Exact(0);
  const runTo = (to: PlainDate): void => {
    if (to <= day) return;
    const days = countDays(day, to, history.dayCount);
    arisen = arisen.plus(toExact(balance).mul(rate).mul(days).div(basis).div(PERCENT_UNITS));
    day = to;
  };
  for (const event of history.events) {
    if (event.kind === 'interest_paid' || event.on >= end) continue;
    runTo(event.on);
    if (event.kind === 'principal_repaid') balance = maxFen(ZERO_FEN, balance - event.amount);
    else rate = event.annualPercent;
  }
  runTo(end);
  return maxFen(ZERO_FEN, roundHalfUp(arisen) - paidInterest(history, on));
}

/**
 * Contract interest paid by the start of a day, fen; what was paid on the first day is of an earlier loan
 * year.
 */
export function paidInterest(history: InterestHistory, on: PlainDate): Fen {
  const counted = (event: InterestEvent): boolean => event.on > history.from && event.on <= on;
  const paid = history.events.filter(counted);
  return addFen(...paid.map((event) => (event.kind === 'interest_paid' ? event.amount : ZERO_FEN)));
}
