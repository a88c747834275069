import type { PlainDate } from '../../src/kernel/date.ts';
import type { Bank } from './actors.ts';

/** What happened to a loan after it was lent, in the order in which it was entered. Amounts are fen. */
export interface LoanEvent {
  readonly kind:
    | 'principal_repaid'
    | 'interest_paid'
    | 'eligibility_lost'
    | 'eligibility_restored'
    | 'extended'
    | 'called_due';
  readonly on: PlainDate;
  readonly amount: bigint;
  /** The register took the entitlement away, so the register may give it back. */
  readonly byRegister: boolean;
  /** The due day that it sets, and what an order of relief says of the days it gains. */
  readonly maturesOn?: PlainDate;
  readonly relief?: 'subsidised' | 'unsubsidised';
}

export interface Loan {
  readonly id: string;
  readonly bank: Bank;
  readonly household: Household;
  readonly principal: bigint;
  /** Units of 0.0001 %. */
  readonly percent: number;
  readonly months: number;
  readonly appliedOn: PlainDate;
  readonly registeredBy: number;
  state: 'registered' | 'approved' | 'signed' | 'disbursed' | 'closed' | 'rejected' | 'cancelled';
  signedOn: PlainDate | null;
  disbursedOn: PlainDate | null;
  closedOn: PlainDate | null;
  repaid: bigint;
  /** Those that count; what was taken back stands apart. */
  events: LoanEvent[];
  readonly reversed: LoanEvent[];
  /** Goes up with every event: a line drawn before is stale until it was looked at again. */
  facts: number;
  /** Events of earlier days correct what is paid. */
  paidThrough: PlainDate | null;
  /** The earliest such event; paid lines from then on are held against what is known. */
  touchedFrom: PlainDate | null;
  /** The version they were held against, and what that left to settle. */
  assessed: number;
  rest: bigint;
}

export interface Status {
  readonly id: string | null;
  readonly status: string;
  readonly on: PlainDate;
  readonly enteredBy: number | null;
  accepted: boolean | null;
}

/** Entitlement taken or given by hand: proposed by one, confirmed by another. */
export interface Change {
  readonly id: string;
  readonly loan: Loan;
  readonly turn: 'lost' | 'restored';
  readonly on: PlainDate;
  readonly proposedBy: number;
  state: 'proposed' | 'confirmed';
}

/** What a bank received, as one person entered it; it counts when another confirms it. */
export interface Receipt {
  readonly id: string;
  readonly loan: Loan;
  readonly on: PlainDate;
  readonly principal: bigint;
  readonly interest: bigint;
  /** 罚息: paid by itself, never with principal or interest. */
  readonly penalty: bigint;
  readonly serial: string;
  readonly enteredBy: number;
  state: 'entered' | 'confirmed' | 'returned' | 'withdrawn' | 'reversed';
  /** The day on which it was confirmed. */
  knownOn: PlainDate | null;
  /** What it became when it was confirmed. */
  booked: readonly LoanEvent[];
}

/** 冲正: what a receipt became is taken back, proposed by one person of the bank and confirmed by another. */
export interface Reversal {
  readonly id: string;
  readonly receipt: Receipt;
  readonly proposedBy: number;
  state: 'proposed' | 'confirmed';
}

/** An order to pay back what was overpaid. */
export interface Clawback {
  readonly id: string;
  readonly loan: Loan;
  readonly proposedBy: number;
  /** How much of which paid line. */
  readonly lines: readonly { readonly to: PlainDate; readonly amount: bigint }[];
  state: 'proposed' | 'confirmed' | 'refused' | 'settled';
  repaid: bigint;
}

export interface Household {
  readonly id: string;
  readonly borrower: string;
  readonly no: number;
  /** Banks whose approved roster lists it. */
  readonly roster: readonly Bank[];
  /** In the order of entry. */
  readonly statuses: Status[];
}
