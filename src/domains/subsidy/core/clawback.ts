import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId, Id, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import { addFen, fen, type Fen } from '../../../kernel/money.ts';
import { accrueLoan } from './accrue.ts';
import type { Difference } from './adjust-lines.ts';
import type { LoanToAccrue } from './subsidy-line.ts';

export type ClawbackId = Id<'clawback'>;

export const CLAWBACK_STATES = ['proposed', 'confirmed', 'refused', 'settled'] as const;
export type ClawbackState = (typeof CLAWBACK_STATES)[number];

/** An order to give back what was overpaid (追缴通知), as its row holds it. */
export interface ClawbackRow {
  readonly id: ClawbackId;
  readonly clawback_no: string;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly household_id: HouseholdId;
  readonly programme_code: string;
  readonly amount_fen: Fen;
  readonly repaid_fen: Fen;
  readonly reason: string;
  readonly document_no: string | null;
  readonly due_on: PlainDate;
  readonly state: ClawbackState;
  readonly proposed_by: bigint;
  readonly proposed_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly refusal: string | null;
}

/** One paid line of an order: what it is worth, what it came to and what is asked back of it. */
export interface ClawbackLine {
  readonly periodTo: PlainDate;
  readonly due: Fen;
  readonly settled: Fen;
  readonly amount: Fen;
}

/** The paid lines that came to more than they are worth, each with the excess. */
export const overpaidLines = (differences: readonly Difference[]): ClawbackLine[] =>
  differences
    .filter(({ due, settled }) => settled > due)
    .map(({ periodTo, due, settled }) => ({ periodTo, due, settled, amount: fen(settled - due) }));

export const totalOf = (lines: readonly ClawbackLine[]): Fen => addFen(...lines.map(({ amount }) => amount));

const A_YEAR = 12;

/**
 * Whether a loan will still bring subsidy after a day, by all that is known: then what was overpaid is kept
 * from that first (抵扣), before anybody is asked to pay back.
 */
export function stillEarns(loan: LoanToAccrue, from: PlainDate): boolean {
  const { principal, annualPercent, disbursedOn, maturesOn, terms, events } = loan;
  const window = { from, to: addMonths(from, A_YEAR) };
  const { lines } = accrueLoan({
    loan: { principal, annualPercent, disbursedOn, maturesOn },
    ...{ terms, events, window },
  });
  return lines.some((line) => line.slices.some((slice) => slice.subsidisedPrincipal > 0n));
}
