import type { PlainDate } from '../../../kernel/date.ts';
import { ZERO_FEN, addFen, divideHalfUp, fen, minFen, type Fen } from '../../../kernel/money.ts';
import { countDays, dayCountBasis } from '../../../kernel/rate.ts';
import type { AccrualInput, AccrualTerms } from './accrual-input.ts';
import { unsettleable } from './accrual-failures.ts';
import { monthsExact } from './whole-months.ts';
import { sliceOf, type AccrualSlice, type SliceRules } from './accrual-slice.ts';
import { withHolidays } from './holiday-shift.ts';
import { cutLines, runningSpan, subsidyTermEnd, type LineCut } from './line-cuts.ts';
import { ratioInForce } from './ratio-in-force.ts';
import { readHistory, wasOverdueBefore, type LoanHistory, type LoanState } from './loan-history.ts';

/** One settlement line: each amount is the exact sum of its slices, rounded once. */
export interface AccrualLine {
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** Length of the line under the day count. */
  readonly days: number;
  /** Interest at the contract rate on principal that is not overdue. */
  readonly interest: Fen;
  /** Interest at the penalty rate on overdue principal (罚息); never subsidised. */
  readonly penalty: Fen;
  readonly subsidy: Fen;
  readonly borrowerPays: Fen;
  readonly slices: readonly AccrualSlice[];
}

export interface AccrualResult {
  readonly lines: readonly AccrualLine[];
  readonly totalInterest: Fen;
  readonly totalPenalty: Fen;
  readonly totalSubsidy: Fen;
  /** The loan was overdue before the window's end and its terms then take back the subsidy of every line. */
  readonly forfeited: boolean;
}

/** 100 % in units of 0.0001 %. */
const WHOLE = 1_000_000n;
/** One in units of the penalty multiplier. */
const ONE_FOLD = 10_000n;
const MONTHS_OF_YEAR = 12n;

function refuseBadTerms(input: AccrualInput): void {
  const { loan, terms, window } = input;
  if (loan.principal <= 0n) throw unsettleable('/loan/principal', '贷款本金须大于 0');
  if (loan.maturesOn <= loan.disbursedOn) throw unsettleable('/loan/matures_on', '到期日须晚于放款日');
  if (window.to <= window.from) throw unsettleable('/to', '计算止日须晚于起日');
  if (terms.subsidyRateRule === 'ceiling' && terms.ceilingAnnualPercent === null) {
    throw unsettleable('/terms/ceiling_annual_percent', '贴息利率按上限计算时须填写利率上限');
  }
  if (terms.subsidyRateRule === 'fixed' && terms.fixedAnnualPercent === null) {
    throw unsettleable('/terms/fixed_annual_percent', '贴息利率按固定值计算时须填写固定贴息利率');
  }
  terms.ratio.forEach((row, index) => {
    const previous = terms.ratio[index - 1];
    if (previous && row.from <= previous.from) {
      throw unsettleable(`/terms/ratio/${index}/from`, '贴息比例表须按起始日期先后排列，日期不得重复');
    }
  });
}

/** The state that holds on a day; states are few and days come in order, so a scan from the end is cheap. */
function stateOn(day: PlainDate, states: readonly LoanState[]): LoanState {
  const state = states.findLast((candidate) => candidate.on <= day) ?? states[0];
  if (!state) throw unsettleable('/loan/disbursed_on', '计算日早于放款日');
  return state;
}

function slicesOf(cut: LineCut, history: LoanHistory, rules: SliceRules): AccrualSlice[] {
  const starts = [cut.from, ...cut.inner];
  return starts.map((from, index) =>
    sliceOf({ from, to: starts[index + 1] ?? cut.to }, stateOn(from, history.states), rules),
  );
}

interface ExactSums {
  interest: bigint;
  penalty: bigint;
  subsidy: bigint;
}

/**
 * Exact numerators over the common denominators of a line: fen × percent units × days (× multiplier or
 * ratio units).
 * 银发〔2005〕129号 counts by day over the basis; no daily rate is ever rounded.
 */
function exactSums(slices: readonly AccrualSlice[], terms: AccrualTerms): ExactSums {
  const sums: ExactSums = { interest: 0n, penalty: 0n, subsidy: 0n };
  for (const slice of slices) {
    const days = BigInt(slice.days);
    const interest = slice.principal * BigInt(slice.annualPercent) * days;
    if (slice.excluded === 'overdue') sums.penalty += interest * BigInt(terms.penaltyMultiplier);
    else sums.interest += interest;
    if (slice.subsidisedPrincipal === 0n) continue;
    const daily = slice.subsidisedPrincipal * BigInt(slice.subsidyAnnualPercent);
    sums.subsidy += daily * days * BigInt(slice.ratioPercent);
  }
  return sums;
}

function interestPaidFor(cut: LineCut, history: LoanHistory): Fen {
  const payments = history.interestPaid.filter((payment) => payment.on > cut.from && payment.on <= cut.to);
  return addFen(...payments.map((payment) => payment.amount));
}

/**
 * What a line subsidises, rounded once; never more than its interest, as a month of 28 days could make it.
 */
function subsidyOf(
  cut: LineCut,
  running: RunningLoan,
  rules: SliceRules,
  { byDays, interest }: { readonly byDays: bigint; readonly interest: Fen },
): Fen {
  const { terms } = rules;
  if (terms.timeUnit !== 'whole_months')
    return fen(divideHalfUp(byDays, BigInt(dayCountBasis(terms.dayCount)) * WHOLE * WHOLE));
  const exact = rules.forfeited ? 0n : monthsExact(cut, running.disbursedOn, running.history, rules);
  return minFen(interest, fen(divideHalfUp(exact, MONTHS_OF_YEAR * WHOLE * WHOLE)));
}

interface RunningLoan {
  readonly disbursedOn: PlainDate;
  readonly history: LoanHistory;
}

function lineOf(cut: LineCut, running: RunningLoan, rules: SliceRules): AccrualLine {
  const { terms } = rules;
  const { history } = running;
  const slices = slicesOf(cut, history, rules);
  const sums = exactSums(slices, terms);
  const unit = BigInt(dayCountBasis(terms.dayCount)) * WHOLE;
  const interest = fen(divideHalfUp(sums.interest, unit));
  const penalty = sums.penalty === 0n ? ZERO_FEN : fen(divideHalfUp(sums.penalty, unit * ONE_FOLD));
  const accrued = subsidyOf(cut, running, rules, { byDays: sums.subsidy, interest });
  const subsidy = terms.basis === 'paid' ? minFen(accrued, interestPaidFor(cut, history)) : accrued;
  return {
    from: cut.from,
    to: cut.to,
    days: countDays(cut.from, cut.to, terms.dayCount),
    interest,
    penalty,
    subsidy,
    borrowerPays: fen(interest + penalty - subsidy),
    slices,
  };
}

/**
 * The interest and subsidy lines of one loan within a window: one line a settlement period, one
 * rounding (half-up to
 * the fen) a line and amount. Pure; the production batch and the calculators call this same function.
 * Throws a `subsidy.unsettleable` failure that points at the field when loan, terms and events
 * contradict each other.
 */
export function accrueLoan(input: AccrualInput): AccrualResult {
  refuseBadTerms(input);
  const events = withHolidays(input.loan.maturesOn, input.events, input.terms.holidays);
  const history = readHistory(input.loan, events);
  const forfeited = input.terms.overdueRule === 'forfeit_all' && wasOverdueBefore(history, input.window.to);
  const rules: SliceRules = {
    terms: input.terms,
    termEnd: subsidyTermEnd(input.loan.disbursedOn, input.terms, history),
    forfeited,
    ratio: ratioInForce(input.terms, events),
  };
  const span = runningSpan(input, history);
  const cuts = span === null ? [] : cutLines(span, history, rules);
  const running = { disbursedOn: input.loan.disbursedOn, history };
  const lines = cuts.map((cut) => lineOf(cut, running, rules));
  return {
    lines,
    totalInterest: addFen(...lines.map((line) => line.interest)),
    totalPenalty: addFen(...lines.map((line) => line.penalty)),
    totalSubsidy: addFen(...lines.map((line) => line.subsidy)),
    forfeited,
  };
}
