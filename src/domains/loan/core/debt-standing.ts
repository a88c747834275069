import type { PlainDate } from '../../../kernel/date.ts';
import { addFen, Exact, fen, maxFen, minFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { countDays } from '../../../kernel/rate.ts';
import type { DebtEvent, DebtFacts } from './debt.ts';

/** Why principal bears more than the contract rate. */
export type PenaltyCause = 'overdue' | 'misuse';

/** Days on which the same principal bears the same penalty. */
export interface PenaltySlice {
  readonly cause: PenaltyCause;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly days: number;
  readonly principal: Fen;
  /** Contract rate of the days, units of 0.0001 %. */
  readonly annualPercent: number;
  /** What is charged of it, in millionths: whole after the maturity, the uplift alone before it. */
  readonly fold: number;
}

/**
 * A debt at the start of a day, exact: the sums are fen × percent units × millionths × days and are rounded
 * by whoever asks. Going on from here gives what going from the first day gives.
 */
export interface DebtStanding {
  readonly on: PlainDate;
  readonly balance: Fen;
  readonly misused: Fen;
  readonly annualPercent: number;
  readonly interestDue: Fen;
  readonly interestPaid: Fen;
  readonly penaltyPaid: Fen;
  readonly compoundPaid: Fen;
  readonly penaltyExact: bigint;
  readonly compoundExact: bigint;
  readonly slices: readonly PenaltySlice[];
}

/** The rate that a slice charges, percent a year: exact, without trailing zeros. */
export const penaltyPercent = (annualPercent: number, fold: number): string =>
  new Exact(annualPercent).mul(fold).div(WHOLE).div(PERCENT).toFixed();

/** One percent in units of 0.0001 %. */
const PERCENT = 10_000;
/** The contract rate itself, in millionths. */
const WHOLE = 1_000_000;

/**
 * As it stood before its first day; the interest paid until a ledger was taken over was settled elsewhere.
 */
function firstStanding(facts: DebtFacts): DebtStanding {
  const unborn: DebtStanding = {
    on: facts.from,
    balance: facts.principal,
    misused: ZERO_FEN,
    annualPercent: facts.annualPercent,
    interestDue: ZERO_FEN,
    interestPaid: ZERO_FEN,
    penaltyPaid: ZERO_FEN,
    compoundPaid: ZERO_FEN,
    penaltyExact: 0n,
    compoundExact: 0n,
    slices: [],
  };
  const before = inOrder(facts).filter((event) => event.on < facts.from);
  return before.reduce((standing, event) => after(standing, event, facts.from), unborn);
}

/**
 * What is repaid is held against what was misused first: the misused part is what the bank calls back.
 */
function after(standing: DebtStanding, event: DebtEvent, from: PlainDate): DebtStanding {
  switch (event.kind) {
    case 'principal_repaid': {
      const balance = maxFen(ZERO_FEN, standing.balance - event.amount);
      const misused = minFen(balance, maxFen(ZERO_FEN, standing.misused - event.amount));
      return { ...standing, balance, misused };
    }
    case 'misused': {
      const misused = addFen(standing.misused, event.amount ?? standing.balance);
      return { ...standing, misused: minFen(standing.balance, misused) };
    }
    case 'rate_changed':
      return { ...standing, annualPercent: event.annualPercent };
    case 'interest_paid':
      if (event.on <= from) return standing;
      return { ...standing, interestPaid: addFen(standing.interestPaid, event.amount) };
    case 'penalty_paid':
      return { ...standing, penaltyPaid: addFen(standing.penaltyPaid, event.amount) };
    case 'compound_paid':
      return { ...standing, compoundPaid: addFen(standing.compoundPaid, event.amount) };
  }
}

/** The order in which events of one day act: what is repaid that day was not misused from that day on. */
const ACTS = [
  'rate_changed',
  'principal_repaid',
  'misused',
  'interest_paid',
  'penalty_paid',
  'compound_paid',
];
const byDay = (a: DebtEvent, b: DebtEvent): number =>
  a.on === b.on ? ACTS.indexOf(a.kind) - ACTS.indexOf(b.kind) : a.on < b.on ? -1 : 1;
const inOrder = (facts: DebtFacts): DebtEvent[] => [...facts.events].sort(byDay);

/** Principal past its due date from a day on, of what is left. */
export function overduePrincipal(facts: DebtFacts, balance: Fen, on: PlainDate): Fen {
  const due = facts.principalDue.findLast((row) => row.on <= on)?.upto ?? ZERO_FEN;
  return maxFen(ZERO_FEN, addFen(due, balance) - facts.principal);
}

/**
 * What bears penalty on a day: after the maturity all that is left, at the whole penalty rate; before it the
 * instalments past due and what was misused, on top of the contract rate that all principal bears until
 * then. One fen bears one penalty: the heavier where both hold (银发〔2003〕251号).
 */
function penaltyOf(facts: DebtFacts, standing: DebtStanding, day: PlainDate) {
  const { overdueUplift, misuseUplift } = facts.terms;
  const base = day >= facts.maturesOn ? WHOLE : 0;
  const overdue = overduePrincipal(facts, standing.balance, day);
  const both = minFen(standing.misused, overdue);
  const heavier = Math.max(misuseUplift, overdueUplift);
  return [
    { cause: 'misuse', principal: both, fold: base + heavier },
    { cause: 'misuse', principal: fen(standing.misused - both), fold: base + misuseUplift },
    { cause: 'overdue', principal: fen(overdue - both), fold: base + overdueUplift },
  ] as const;
}

/** What unpaid interest bears on a day, in millionths of the contract rate. */
function compoundFold({ terms, maturesOn }: DebtFacts, day: PlainDate): number {
  switch (terms.compound) {
    case 'none':
      return 0;
    case 'penalty_rate':
      return WHOLE + terms.overdueUplift;
    case 'contract_then_penalty':
      return day >= maturesOn ? WHOLE + terms.overdueUplift : WHOLE;
  }
}

/** The interest of a span of days on which nothing changes. */
function through(facts: DebtFacts, standing: DebtStanding, to: PlainDate): DebtStanding {
  const from = standing.on;
  const days = countDays(from, to, facts.terms.dayCount);
  const daily = (amount: Fen, fold: number): bigint =>
    amount * BigInt(standing.annualPercent) * BigInt(fold) * BigInt(days);
  const borne = penaltyOf(facts, standing, from).filter((part) => part.principal > 0n && part.fold > 0);
  const unpaid = maxFen(ZERO_FEN, standing.interestDue - standing.interestPaid);
  const { annualPercent } = standing;
  return {
    ...standing,
    on: to,
    penaltyExact: borne.reduce(
      (sum, { principal, fold }) => sum + daily(principal, fold),
      standing.penaltyExact,
    ),
    compoundExact: standing.compoundExact + daily(unpaid, compoundFold(facts, from)),
    slices: borne.reduce<readonly PenaltySlice[]>(
      (slices, part) => joined(slices, { ...part, from, to, days, annualPercent }),
      standing.slices,
    ),
  };
}

/** A slice that goes on where the same one ended is one slice. */
function joined(slices: readonly PenaltySlice[], next: PenaltySlice): readonly PenaltySlice[] {
  const before = slices.findIndex(
    (slice) =>
      slice.to === next.from &&
      slice.cause === next.cause &&
      slice.principal === next.principal &&
      slice.annualPercent === next.annualPercent &&
      slice.fold === next.fold,
  );
  return before < 0
    ? [...slices, next]
    : slices.map((slice, at) =>
        at === before ? { ...slice, to: next.to, days: slice.days + next.days } : slice,
      );
}

/**
 * The debt at the start of a day, from its first day or from where it stood before. What happens on a day
 * holds from that day on (算头不算尾); the day asked for has not begun.
 */
export function debtStanding(facts: DebtFacts, until: PlainDate, before?: DebtStanding): DebtStanding {
  let standing = before ?? firstStanding(facts);
  const days = new Set<PlainDate>([standing.on, facts.maturesOn]);
  for (const { on } of [...facts.events, ...facts.principalDue, ...facts.interestDue]) days.add(on);
  const stops = [...days].filter((day) => day >= standing.on && day < until).sort();
  for (const [index, day] of stops.entries()) {
    standing = withDay(facts, standing, day);
    const due = facts.interestDue.filter((row) => row.on === day).map((row) => row.amount);
    standing = { ...standing, interestDue: addFen(standing.interestDue, ...due) };
    standing = through(facts, standing, stops[index + 1] ?? until);
  }
  return standing;
}

/** With what was paid and what changed on the day itself; it bears interest from then on. */
export const withDay = (facts: DebtFacts, standing: DebtStanding, day: PlainDate): DebtStanding =>
  inOrder(facts)
    .filter((event) => event.on === day)
    .reduce((changed, event) => after(changed, event, facts.from), standing);
