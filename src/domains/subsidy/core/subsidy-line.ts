import { maxDate, type PlainDate } from '../../../kernel/date.ts';
import type { Id } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { AccrualTerms, LoanEvent } from './accrual-input.ts';
import type { AccrualSlice } from './accrual-slice.ts';
import { accrueLoan, type AccrualLine } from './accrue.ts';
import { withHolidays } from './holiday-shift.ts';
import { readHistory } from './loan-history.ts';

/** Why a line pays nothing. `objection` is set later, by an upheld objection. */
export type LineExclusion = 'overdue' | 'ineligible' | 'term' | 'ratio' | 'zero';

/** One loan as the batch reads it. Percentages in units of 0.0001 %. */
export interface LoanToAccrue {
  readonly loanId: bigint;
  readonly principal: Fen;
  readonly annualPercent: number;
  readonly disbursedOn: PlainDate;
  readonly maturesOn: PlainDate;
  /** Interest before this day was settled outside the system. */
  readonly subsidyFrom: PlainDate | null;
  /** End of the line before, or null when there is none. */
  readonly previousTo: PlainDate | null;
  readonly events: readonly LoanEvent[];
  readonly terms: AccrualTerms;
}

/**
 * One line as it is stored; figures that vary inside a line are those of its first slice that is subsidised.
 */
export interface SubsidyLine {
  readonly loanId: bigint;
  readonly periodFrom: PlainDate;
  readonly periodTo: PlainDate;
  readonly previousTo: PlainDate | null;
  readonly days: number;
  readonly principal: Fen;
  readonly subsidisedPrincipal: Fen;
  readonly annualPercent: number;
  readonly subsidyPercent: number;
  readonly ratioPercent: number;
  readonly interest: Fen;
  readonly penalty: Fen;
  readonly subsidy: Fen;
  readonly excluded: LineExclusion | null;
  /** Kept only when the line has more than one: a single slice says nothing that the line does not. */
  readonly slices: readonly AccrualSlice[] | null;
}

/** A loan of a batch with what its lines record beside the amounts. */
export interface LoanFacts extends LoanToAccrue {
  readonly termsId: Id<'terms'>;
  readonly factsVersion: number;
  /** How many events of the loan were known, reversed ones and reversals among them. */
  readonly eventsSeen: number;
}

/** The programme version and the state of the facts that a line was computed from. */
export type LineOrigin = Pick<LoanFacts, 'termsId' | 'factsVersion' | 'eventsSeen'>;

function exclusionOf(line: AccrualLine, forfeited: boolean): LineExclusion | null {
  if (line.subsidy > 0n) return null;
  if (forfeited) return 'overdue';
  const named = line.slices.find((slice) => slice.excluded !== null)?.excluded;
  if (named) return named;
  return line.slices.every((slice) => slice.ratioPercent === 0) ? 'ratio' : 'zero';
}

/** Whether a loan settled at its own maturity has come to a day on which it is settled: repaid, or due. */
function isSettledOn(loan: LoanToAccrue, day: PlainDate): boolean {
  const events = withHolidays(loan.maturesOn, loan.events, loan.terms.holidays);
  const { states, repaidOn } = readHistory(loan, events);
  return repaidOn === day || states.findLast(({ on }) => on < day)?.maturesOn === day;
}

/**
 * The lines of one loan up to the end of a batch's period (exclusive): one a settlement period, starting
 * where the line before ended. Usually one; more when the loan came in late, and none yet of a loan that is
 * settled at its own maturity (利随本清) and runs on.
 */
export function subsidyLinesOf(loan: LoanToAccrue, periodTo: PlainDate): SubsidyLine[] {
  const from = maxDate(loan.previousTo ?? loan.subsidyFrom ?? loan.disbursedOn, loan.disbursedOn);
  if (from >= periodTo) return [];
  const result = accrueLoan({
    loan: {
      principal: loan.principal,
      annualPercent: loan.annualPercent,
      disbursedOn: loan.disbursedOn,
      maturesOn: loan.maturesOn,
    },
    terms: loan.terms,
    events: loan.events,
    window: { from, to: periodTo },
  });
  const runsOn = ({ to }: AccrualLine): boolean =>
    loan.terms.settlement === 'at_maturity' && to === periodTo && !isSettledOn(loan, to);
  const lines = result.lines.filter((line) => !runsOn(line));
  let previousTo = loan.previousTo;
  return lines.map((line) => {
    const stored = storedLine(loan.loanId, line, { previousTo, forfeited: result.forfeited });
    previousTo = line.to;
    return stored;
  });
}

function storedLine(
  loanId: bigint,
  line: AccrualLine,
  chain: { readonly previousTo: PlainDate | null; readonly forfeited: boolean },
): SubsidyLine {
  const slice = line.slices.find((candidate) => candidate.excluded === null) ?? line.slices[0];
  invariant(slice, 'a line has a slice');
  return {
    loanId,
    periodFrom: line.from,
    periodTo: line.to,
    previousTo: chain.previousTo,
    days: line.days,
    principal: slice.principal,
    subsidisedPrincipal: slice.subsidisedPrincipal,
    annualPercent: slice.annualPercent,
    subsidyPercent: slice.subsidyAnnualPercent,
    ratioPercent: slice.ratioPercent,
    interest: line.interest,
    penalty: line.penalty,
    subsidy: line.subsidy,
    excluded: exclusionOf(line, chain.forfeited),
    slices: line.slices.length > 1 ? line.slices : null,
  };
}
