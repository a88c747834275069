import { maxDate, type PlainDate } from '../../../kernel/date.ts';
import { addFen, divideHalfUp, fen, maxFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { dayCountBasis } from '../../../kernel/rate.ts';
import type { DebtFacts } from './debt.ts';
import {
  debtStanding,
  overduePrincipal,
  withDay,
  type DebtStanding,
  type PenaltySlice,
} from './debt-standing.ts';

/** A sum that arose and was paid in part. */
export interface DueSum {
  readonly arisen: Fen;
  readonly paid: Fen;
  /** Never below nothing. */
  readonly owed: Fen;
}

/** What a household owes past its due dates on a day, each sum rounded once, half-up. */
export interface Dues {
  /** Principal past due. */
  readonly principal: Fen;
  /** The oldest day on which principal still unpaid was due; null when none is. */
  readonly principalSince: PlainDate | null;
  /** Contract interest past due that the household itself owes. */
  readonly interest: Fen;
  /** The oldest day on which interest still unpaid was due; null when all is paid. */
  readonly interestSince: PlainDate | null;
  /** 罚息, never subsidised and never in a loss. */
  readonly penalty: DueSum;
  /** 复利, never subsidised and never in a loss. */
  readonly compound: DueSum;
  readonly total: Fen;
  readonly slices: readonly PenaltySlice[];
}

/** Percent units and millionths: 100 % each. */
const WHOLE = 1_000_000n;

function sumOf(exact: bigint, paid: Fen, facts: DebtFacts): DueSum {
  const unit = BigInt(dayCountBasis(facts.terms.dayCount)) * WHOLE * WHOLE;
  const arisen = fen(divideHalfUp(exact, unit));
  return { arisen, paid, owed: maxFen(ZERO_FEN, arisen - paid) };
}

const penaltyOf = (facts: DebtFacts, standing: DebtStanding): DueSum =>
  sumOf(standing.penaltyExact, standing.penaltyPaid, facts);
const compoundOf = (facts: DebtFacts, standing: DebtStanding): DueSum =>
  sumOf(standing.compoundExact, standing.compoundPaid, facts);

/**
 * The dues of a loan on a day (逾期本金、利息、罚息、复利), by the facts as they are known now: interest until the day
 * begins, payments with those of the day. What falls due on the day is not yet past due. Penalty runs on
 * principal from its due date and on what was misused from the day of the misuse until it is repaid
 * (银发〔2003〕251号); compound interest runs on the contract interest unpaid, and neither penalty nor compound
 * interest bears interest again.
 */
export function duesOf(facts: DebtFacts, on: PlainDate): Dues {
  const day = maxDate(on, facts.from);
  const standing = withDay(facts, debtStanding(facts, day), day);
  const repaid = fen(facts.principal - standing.balance);
  const pastDue = facts.principalDue.filter((row) => row.on < on);
  const since = pastDue.find((row) => row.upto > repaid)?.on ?? null;
  const last = pastDue.at(-1);
  const principal = last ? overduePrincipal(facts, standing.balance, last.on) : ZERO_FEN;
  const interest = maxFen(ZERO_FEN, standing.interestDue - standing.interestPaid);
  const penalty = penaltyOf(facts, standing);
  const compound = compoundOf(facts, standing);
  return {
    principal,
    principalSince: since,
    interest,
    interestSince: interest > 0n ? oldestUnpaid(facts, standing.interestPaid) : null,
    penalty,
    compound,
    total: addFen(principal, interest, penalty.owed, compound.owed),
    slices: standing.slices,
  };
}

/** Payments settle what fell due first. */
function oldestUnpaid(facts: DebtFacts, paid: Fen): PlainDate | null {
  let due = 0n;
  const row = facts.interestDue.find(({ amount }) => {
    due += amount;
    return due > paid;
  });
  return row?.on ?? null;
}

export interface PayablePenalty {
  readonly penalty: Fen;
  readonly compound: Fen;
}

/**
 * The most that a payment of a day may settle: what was owed that day, less what later payments, recorded
 * before it, have settled of the same.
 */
export function payablePenalty(facts: DebtFacts, on: PlainDate): PayablePenalty {
  const later = facts.events.flatMap((event) =>
    event.on > on && (event.kind === 'penalty_paid' || event.kind === 'compound_paid') ? [event.on] : [],
  );
  let least: PayablePenalty | null = null;
  for (const day of [on, ...later]) {
    const standing = debtStanding(facts, maxDate(day, facts.from));
    const paid = (kind: 'penalty_paid' | 'compound_paid'): Fen =>
      addFen(...facts.events.map((e) => (e.kind === kind && e.on <= day ? e.amount : 0n)));
    const room = (sum: DueSum, settled: Fen): Fen => maxFen(ZERO_FEN, sum.arisen - settled);
    const penalty = room(penaltyOf(facts, standing), paid('penalty_paid'));
    const compound = room(compoundOf(facts, standing), paid('compound_paid'));
    least = {
      penalty: least && least.penalty < penalty ? least.penalty : penalty,
      compound: least && least.compound < compound ? least.compound : compound,
    };
  }
  return least ?? { penalty: ZERO_FEN, compound: ZERO_FEN };
}
