import { minDate, type PlainDate } from '../../../kernel/date.ts';
import { fen, type Fen } from '../../../kernel/money.ts';
import { unreachable } from '../../../kernel/invariant.ts';
import type { AccruedLoan, LoanEvent, ReliefDays } from './accrual-input.ts';
import { unsettleable } from './accrual-failures.ts';

/** What holds for a loan from the day `on` until the next state. */
export interface LoanState {
  readonly on: PlainDate;
  readonly balance: Fen;
  readonly annualPercent: number;
  readonly eligible: boolean;
  /** The most principal that is subsidised for being under cover; null = all. */
  readonly covered: Fen | null;
  /** What the household's older loans leave it of the cap; null = all. */
  readonly share: Fen | null;
  /** The maturity in force on these days. */
  readonly maturesOn: PlainDate;
}

/** Days by which a relief order moved the maturity. */
export interface Relief {
  /** The maturity until then. */
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly days: ReliefDays;
}

export interface LoanHistory {
  /** At least one, ascending by day, the first on the day of disbursement. */
  readonly states: readonly LoanState[];
  /** First day without balance; null while principal is outstanding. */
  readonly repaidOn: PlainDate | null;
  readonly interestPaid: readonly { readonly on: PlainDate; readonly amount: Fen }[];
  readonly reliefs: readonly Relief[];
}

function repay(state: LoanState, amount: Fen, pointer: string): LoanState {
  if (amount <= 0n) throw unsettleable(`${pointer}/amount`, '归还本金须大于 0');
  if (amount > state.balance) {
    throw unsettleable(`${pointer}/amount`, '归还本金超过当日贷款余额，请核对还款流水');
  }
  return { ...state, balance: fen(state.balance - amount) };
}

function extend(state: LoanState, maturesOn: PlainDate, pointer: string): LoanState {
  if (maturesOn <= state.maturesOn) {
    throw unsettleable(`${pointer}/matures_on`, '展期后的到期日须晚于当时的到期日');
  }
  return { ...state, maturesOn };
}

function callDue(state: LoanState, maturesOn: PlainDate, pointer: string): LoanState {
  if (maturesOn >= state.maturesOn) {
    throw unsettleable(`${pointer}/matures_on`, '提前到期日须早于当时的到期日');
  }
  return { ...state, maturesOn };
}

function apply(state: LoanState, event: LoanEvent, pointer: string): LoanState {
  switch (event.kind) {
    case 'principal_repaid':
      return repay(state, event.amount, pointer);
    case 'rate_changed':
      return { ...state, annualPercent: event.annualPercent };
    case 'eligibility_lost':
      return { ...state, eligible: false };
    case 'eligibility_restored':
      return { ...state, eligible: true };
    case 'cover_measured':
      return { ...state, covered: event.amount };
    case 'cap_shared':
      return { ...state, share: event.amount };
    case 'extended':
      return extend(state, event.maturesOn, pointer);
    case 'called_due':
      return callDue(state, event.maturesOn, pointer);
    case 'interest_paid':
    case 'studies_moved':
      return state;
    default:
      return unreachable(event);
  }
}

function sameTerms(a: LoanState, b: LoanState): boolean {
  return (
    a.balance === b.balance &&
    a.annualPercent === b.annualPercent &&
    a.eligible === b.eligible &&
    a.covered === b.covered &&
    a.share === b.share &&
    a.maturesOn === b.maturesOn
  );
}

/** Events in order of their day, those of one day in the order given, each with its place in the input. */
function inOrder(events: readonly LoanEvent[]): { event: LoanEvent; pointer: string }[] {
  return events
    .map((event, position) => ({ event, pointer: `/events/${position}` }))
    .sort((a, b) => (a.event.on < b.event.on ? -1 : a.event.on > b.event.on ? 1 : 0));
}

/**
 * Folds the events into the states that hold day by day.
 * Refuses an event before disbursement, a repayment above the balance, an extension that does not extend.
 */
export function readHistory(loan: AccruedLoan, events: readonly LoanEvent[]): LoanHistory {
  let state: LoanState = {
    on: loan.disbursedOn,
    balance: loan.principal,
    annualPercent: loan.annualPercent,
    eligible: true,
    covered: null,
    share: null,
    maturesOn: loan.maturesOn,
  };
  const states: LoanState[] = [state];
  const interestPaid: { on: PlainDate; amount: Fen }[] = [];
  const reliefs: Relief[] = [];
  let repaidOn: PlainDate | null = null;
  for (const { event, pointer } of inOrder(events)) {
    if (event.on < loan.disbursedOn) throw unsettleable(`${pointer}/on`, '事项日期早于放款日，请核对');
    if (event.kind === 'interest_paid') interestPaid.push({ on: event.on, amount: event.amount });
    if (event.kind === 'extended' && event.relief)
      reliefs.push({ from: state.maturesOn, to: event.maturesOn, days: event.relief });
    const next: LoanState = { ...apply(state, event, pointer), on: event.on };
    if (next.on === state.on) states.pop();
    const before = states.at(-1);
    if (!before || !sameTerms(before, next)) states.push(next);
    state = states.at(-1) ?? next;
    if (repaidOn === null && state.balance === 0n) repaidOn = event.on;
  }
  return { states, repaidOn, interestPaid, reliefs };
}

/** Whether any principal was overdue (逾期) on a day before `before`, by the maturity in force on that day. */
export function wasOverdueBefore(history: LoanHistory, before: PlainDate): boolean {
  const end = history.repaidOn === null ? before : minDate(before, history.repaidOn);
  return history.states.some((state, index) => {
    const nextOn = history.states[index + 1]?.on ?? end;
    const until = minDate(nextOn, end);
    return state.on < until && state.maturesOn < until;
  });
}
