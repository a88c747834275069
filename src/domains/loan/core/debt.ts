import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { DayCount } from '../../../kernel/rate.ts';

/**
 * Terms of a contract that say what is charged on what was not paid in time; percentages in units of 0.0001
 * %.
 */
export interface PenaltyTerms {
  /** 逾期加收, on the contract rate. */
  readonly overdueUplift: number;
  /** 挪用加收, on the contract rate. */
  readonly misuseUplift: number;
  readonly compound: 'none' | 'penalty_rate' | 'contract_then_penalty';
  readonly dayCount: DayCount;
}

/**
 * What changed a debt, or paid some of it, on a day; the amount of a misuse is null when it is all that is
 * owed.
 */
export type DebtEvent =
  | { readonly kind: 'principal_repaid'; readonly on: PlainDate; readonly amount: Fen }
  | { readonly kind: 'interest_paid'; readonly on: PlainDate; readonly amount: Fen }
  | { readonly kind: 'penalty_paid'; readonly on: PlainDate; readonly amount: Fen }
  | { readonly kind: 'compound_paid'; readonly on: PlainDate; readonly amount: Fen }
  | { readonly kind: 'rate_changed'; readonly on: PlainDate; readonly annualPercent: number }
  | { readonly kind: 'misused'; readonly on: PlainDate; readonly amount: Fen | null };

/** Principal due by a day, with all that was due before. */
export interface PrincipalDue {
  readonly on: PlainDate;
  readonly upto: Fen;
}

/** Contract interest that the household itself owes, as it falls due. */
export interface InterestDue {
  readonly on: PlainDate;
  readonly amount: Fen;
}

/** The facts of a lent loan that its dues follow from, as they are known now. */
export interface DebtFacts {
  readonly principal: Fen;
  /** Units of 0.0001 %. */
  readonly annualPercent: number;
  /** First day that is counted here; what arose earlier was settled before a ledger was taken over. */
  readonly from: PlainDate;
  /** The maturity in force, moved to a working day where the terms say so. */
  readonly maturesOn: PlainDate;
  /** By day; a loan due in one sum has the maturity alone. */
  readonly principalDue: readonly PrincipalDue[];
  /** By day. */
  readonly interestDue: readonly InterestDue[];
  readonly events: readonly DebtEvent[];
  readonly terms: PenaltyTerms;
}
