import type { PlainDate } from '../../../kernel/date.ts';
import { addMonths } from '../../../kernel/date.ts';
import { invalid, type Failure } from '../../../kernel/failure.ts';
import { unreachable } from '../../../kernel/invariant.ts';
import {
  addFen,
  Exact,
  fen,
  maxFen,
  minFen,
  roundExact,
  toExact,
  ZERO_FEN,
  type Fen,
  type Rounding,
} from '../../../kernel/money.ts';
import { countDays, dayCountBasis, type DayCount } from '../../../kernel/rate.ts';

export const REPAYMENT_METHODS = ['equal_instalment', 'equal_principal', 'interest_only', 'bullet'] as const;
export type RepaymentMethod = (typeof REPAYMENT_METHODS)[number];

export const INSTALMENT_BASES = ['real_days', 'nominal'] as const;
/**
 * How the equal instalment is solved: with the true factor of every period, or with a twelfth of the rate.
 */
export type InstalmentBase = (typeof INSTALMENT_BASES)[number];

export interface PlanInput {
  readonly principal: Fen;
  /** Units of 0.0001 %. */
  readonly annualPercent: number;
  readonly disbursedOn: PlainDate;
  /** Ascending, all after disbursement. */
  readonly dueDates: readonly PlainDate[];
  /** Months from one due date to the next, for the nominal instalment. */
  readonly everyMonths: number;
  readonly method: RepaymentMethod;
  readonly dayCount: DayCount;
  readonly instalmentBase: InstalmentBase;
  readonly rounding: Rounding;
}

export interface PlanRow {
  readonly no: number;
  readonly dueOn: PlainDate;
  readonly days: number;
  readonly principal: Fen;
  readonly interest: Fen;
  readonly total: Fen;
  /** Principal left after this row. */
  readonly balance: Fen;
}

export interface RepaymentPlan {
  /** The equal instalment; null for the other methods. */
  readonly instalment: Fen | null;
  readonly rows: readonly PlanRow[];
  readonly totalInterest: Fen;
  readonly total: Fen;
}

/**
 * Due dates every `everyMonths` months: clamped to a short month's end, back to the first date's day after
 * it.
 */
export function dueDatesFrom(firstDueOn: PlainDate, count: number, everyMonths: number): PlainDate[] {
  return Array.from({ length: count }, (_, index) => addMonths(firstDueOn, index * everyMonths));
}

function unplannable(pointer: string, detail: string): Failure {
  const code = 'loan.unplannable';
  return invalid({ code, detail, errors: [{ pointer, code, detail }] });
}

function refuseBadDates(plan: PlanInput): void {
  if (plan.principal <= 0n) throw unplannable('/principal', '贷款本金须大于 0');
  if (plan.dueDates.length === 0) throw unplannable('/due_dates', '至少要有一个还款日');
  plan.dueDates.forEach((dueOn, index) => {
    const previous = plan.dueDates[index - 1] ?? plan.disbursedOn;
    if (dueOn <= previous) {
      throw unplannable(`/due_dates/${index}`, '还款日须晚于放款日，并按先后排列，不得重复');
    }
  });
}

/** Interest of 1 fen over `days`, exact. */
function periodFactor(plan: PlanInput, days: number): Exact {
  return new Exact(plan.annualPercent).mul(days).div(1_000_000).div(dayCountBasis(plan.dayCount));
}

/** Interest for a span on a balance, rounded once. */
function interestOn(plan: PlanInput, balance: Fen, days: number): Fen {
  const units = toExact(balance).mul(plan.annualPercent).mul(days);
  return roundExact(units.div(1_000_000 * dayCountBasis(plan.dayCount)), plan.rounding);
}

function periodDays(plan: PlanInput): number[] {
  return plan.dueDates.map((dueOn, index) =>
    countDays(plan.dueDates[index - 1] ?? plan.disbursedOn, dueOn, plan.dayCount),
  );
}

/** The level payment whose present value under the period factors is the principal. */
function solveInstalment(plan: PlanInput, days: readonly number[]): Fen {
  const nominal = new Exact(plan.annualPercent).mul(plan.everyMonths).div(12_000_000);
  let discount = new Exact(1);
  let annuity = new Exact(0);
  for (const length of days) {
    const factor = plan.instalmentBase === 'nominal' ? nominal : periodFactor(plan, length);
    discount = discount.div(factor.plus(1));
    annuity = annuity.plus(discount);
  }
  return roundExact(toExact(plan.principal).div(annuity), plan.rounding);
}

/** Principal that a row other than the last asks for, before it is held within the balance. */
function plannedPrincipal(plan: PlanInput, instalment: Fen | null, interest: Fen): bigint {
  switch (plan.method) {
    case 'equal_instalment':
      return (instalment ?? ZERO_FEN) - interest;
    case 'equal_principal':
      return roundExact(toExact(plan.principal).div(plan.dueDates.length), plan.rounding);
    case 'interest_only':
    case 'bullet':
      return ZERO_FEN;
    default:
      return unreachable(plan.method);
  }
}

function planRows(plan: PlanInput, days: readonly number[], instalment: Fen | null): PlanRow[] {
  const last = plan.dueDates.length - 1;
  let balance = plan.principal;
  return plan.dueDates.map((dueOn, index) => {
    const length = days[index] ?? 0;
    const interest = rowInterest(plan, balance, { index, length });
    const planned = index === last ? balance : plannedPrincipal(plan, instalment, interest);
    const principal = minFen(balance, maxFen(planned, ZERO_FEN));
    balance = fen(balance - principal);
    return {
      no: index + 1,
      dueOn,
      days: length,
      principal,
      interest,
      total: addFen(principal, interest),
      balance,
    };
  });
}

/**
 * A bullet loan owes simple interest for its whole life with the last date; the others owe period by
 * period.
 */
function rowInterest(plan: PlanInput, balance: Fen, row: { index: number; length: number }): Fen {
  if (plan.method !== 'bullet') return interestOn(plan, balance, row.length);
  const dueOn = plan.dueDates[row.index];
  if (dueOn === undefined || row.index < plan.dueDates.length - 1) return ZERO_FEN;
  return interestOn(plan, balance, countDays(plan.disbursedOn, dueOn, plan.dayCount));
}

/**
 * The repayment plan (还款计划) of a loan. Interest is rounded once a row; the last row takes the residue,
 * so that
 * principal adds up to the fen. Throws `loan.unplannable` with a pointer when the dates contradict each
 * other.
 */
export function planRepayment(plan: PlanInput): RepaymentPlan {
  refuseBadDates(plan);
  const days = periodDays(plan);
  const instalment = plan.method === 'equal_instalment' ? solveInstalment(plan, days) : null;
  const rows = planRows(plan, days, instalment);
  return {
    instalment,
    rows,
    totalInterest: addFen(...rows.map((row) => row.interest)),
    total: addFen(...rows.map((row) => row.total)),
  };
}
