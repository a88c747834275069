import type { PlainDate } from '../../../../kernel/date.ts';
import type { Fen } from '../../../../kernel/money.ts';
import type { LoanGroup } from './ledger-group.ts';

/** What a programme version says about the loans of a ledger. */
export interface LedgerTerms {
  readonly programme: string;
  /** First and last signing day; outside them a loan gets a warning, for a file may mix versions. */
  readonly signedFrom: PlainDate | null;
  readonly signedTo: PlainDate | null;
  /** The columns of a ledger that its product stands in. */
  readonly group: LoanGroup;
  readonly cap: Fen;
  /** The cap counts what one borrower takes up in a year, not one loan of the household. */
  readonly capByBorrowerYear: boolean;
  /** One open loan of the product a household (一户一贷). */
  readonly oneOpenLoan: boolean;
  readonly maxTermMonths: number;
  readonly ageMin: number;
  readonly ageMax: number;
  /** Last day on which enterprise-led use (户贷企用) could be signed; null when it never could. */
  readonly enterpriseLedUntil: PlainDate | null;
  /** The subsidy tells studies from the time after them, so a row must say when they end. */
  readonly forStudies: boolean;
  /** Codes of the purposes that may be lent for; any other purpose that is recognised is forbidden. */
  readonly allowedPurposes: readonly string[];
  /**
   * Highest annual rate for a signing day and original term, units of 0.0001 %; null when none is published
   * for that day, Infinity when the terms set no ceiling.
   */
  readonly rateCeiling: (signedOn: PlainDate, termMonths: number) => number | null;
  /** The same without the float of the terms: what the subsidy is counted at. */
  readonly subsidyCeiling: (signedOn: PlainDate, termMonths: number) => number | null;
}
