import { maxDate, type Period, type PlainDate } from '../../../kernel/date.ts';
import { addFen, maxFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { AccrualInput } from './accrual-input.ts';
import { accrueLoan, type AccrualLine } from './accrue.ts';
import type { LoanToAccrue } from './subsidy-line.ts';

export interface StatesPart {
  /** Off the debit; else the household is paid and owes the bank the whole. */
  readonly paysBank: boolean;
  /** Periods of lines that an upheld objection excluded: nothing is paid for them, whatever the facts. */
  readonly objected: readonly Period[];
}

/**
 * Contract interest that the household itself owes the bank, in total by each of some days (ascending), by
 * the very lines the subsidy is computed on. Where the state pays the bank, its part is left out; where it
 * pays the household, the household owes the bank the whole. A subsidy lost for being overdue (全部不贴) is
 * owed from the day it was lost, not before.
 */
export function householdPart(loan: LoanToAccrue, days: readonly PlainDate[], state: StatesPart): Fen[] {
  const from = maxDate(loan.subsidyFrom ?? loan.disbursedOn, loan.disbursedOn);
  const last = days.at(-1);
  if (last === undefined || last <= from) return days.map(() => ZERO_FEN);
  const { principal, annualPercent, disbursedOn, maturesOn, events, terms } = loan;
  const input = (to: PlainDate, start = from): AccrualInput => ({
    loan: { principal, annualPercent, disbursedOn, maturesOn },
    ...{ events, terms, window: { from: start, to } },
  });
  const own = ({ from: start, interest, subsidy }: AccrualLine): Fen =>
    state.paysBank && !state.objected.some((period) => period.from <= start && start < period.to)
      ? addFen(interest, -subsidy)
      : interest;
  const sum = (lines: readonly AccrualLine[]): Fen => addFen(...lines.map(own));
  const whole = accrueLoan(input(last));
  let most: Fen = ZERO_FEN;
  return days.map((day) => {
    if (day <= from) return ZERO_FEN;
    // a line that the day cuts is drawn up to the day alone
    const part = whole.forfeited ? accrueLoan(input(day)).lines : linesUntil(whole.lines, day, input);
    most = maxFen(most, sum(part));
    return most;
  });
}

function linesUntil(
  lines: readonly AccrualLine[],
  day: PlainDate,
  input: (to: PlainDate, start: PlainDate) => AccrualInput,
): readonly AccrualLine[] {
  const full = lines.filter((line) => line.to <= day);
  const cut = lines.find((line) => line.from < day && day < line.to);
  return cut ? [...full, ...accrueLoan(input(day, cut.from)).lines] : full;
}
