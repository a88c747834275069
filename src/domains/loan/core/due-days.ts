import { addDays, type PlainDate } from '../../../kernel/date.ts';
import { fen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { InterestDue, PrincipalDue } from './debt.ts';
import { interestDueDates, type PlannedLoan } from './plan-of-loan.ts';

/** What the due days of a lent loan follow from; days that a holiday moves are moved already. */
export interface DueLoan extends Pick<
  PlannedLoan,
  'method' | 'principal' | 'disbursedOn' | 'settlementCalendar' | 'settlementDayInclusive'
> {
  /** The maturity in force. */
  readonly maturesOn: PlainDate;
  /** First day counted here. */
  readonly from: PlainDate;
  readonly closedOn: PlainDate | null;
  /** Of a loan repaid in parts, by day. */
  readonly instalments: readonly PrincipalDue[];
}

/** The days on which principal falls due; a loan due in one sum has one. */
export const principalDueOf = (loan: DueLoan): readonly PrincipalDue[] =>
  loan.instalments.length > 0 ? loan.instalments : [{ on: loan.maturesOn, upto: loan.principal }];

/**
 * The days before `until` on which interest falls due: by the settlement calendar, with each instalment, or
 * in one sum; the last of it with the last repayment of the principal. The day after the maturity is one of
 * them, as the subsidy that is lost for being overdue is owed from then on.
 */
export function interestDaysOf(loan: DueLoan, until: PlainDate): PlainDate[] {
  const { closedOn } = loan;
  const days = [...ordinaryDays(loan), loan.maturesOn, addDays(loan.maturesOn, 1)];
  const before = closedOn === null ? days : [...days.filter((day) => day < closedOn), closedOn];
  return [...new Set(before)].filter((day) => day > loan.from && day < until).sort();
}

function ordinaryDays(loan: DueLoan): PlainDate[] {
  switch (loan.method) {
    case 'interest_only':
      return interestDueDates(loan);
    case 'bullet':
      return [];
    case 'equal_instalment':
    case 'equal_principal':
      return loan.instalments.map((row) => row.on);
  }
}

/** What falls due on each day, out of the sums until each. */
export function interestDueOf(days: readonly PlainDate[], sums: readonly Fen[]): InterestDue[] {
  let before: Fen = ZERO_FEN;
  return days.flatMap((on, position) => {
    const sum = sums[position] ?? before;
    const amount = fen(sum - before);
    before = sum;
    return amount === 0n ? [] : [{ on, amount }];
  });
}
