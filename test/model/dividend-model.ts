import type { PlainDate } from '../../src/kernel/date.ts';
import type { Bank } from './actors.ts';

/** The loan whose money the cooperative uses. */
interface PlacedLoan {
  readonly id: string;
  readonly bank: Bank;
  readonly household: { readonly no: number };
}

/** A signed four-party agreement whose money arrived. Amounts are fen. */
export interface Agreement {
  readonly id: string;
  readonly loan: PlacedLoan;
  readonly amount: bigint;
  readonly months: number;
  readonly arrivedOn: PlainDate;
  readonly deposit: bigint;
  /** Principal that came back, by the day. */
  readonly returns: { readonly on: PlainDate; readonly amount: bigint }[];
}

/** What an agreement owes its household for one year. */
export interface Due {
  readonly id: string;
  readonly agreement: Agreement;
  readonly no: number;
  readonly from: PlainDate;
  readonly on: PlainDate;
  capital: bigint;
  /** Capital in the project on each day of the year, summed up. */
  capitalDays: bigint;
  floor: bigint;
  share: bigint;
  /** The year it is the late fee of, and what that is; a debt of its own. */
  readonly lateFor: Due | null;
  readonly fee: bigint;
  /** The day through which the fee is counted. */
  readonly through: PlainDate | null;
  /** What the accepted report says is paid; null: none was accepted. */
  reported: bigint | null;
  received: bigint;
  inTime: bigint;
  paid: bigint;
  state: 'upcoming' | 'met' | 'missed' | 'in_cure' | 'cured' | 'defaulted';
}

export interface Report {
  readonly id: string;
  readonly year: number;
  readonly profit: bigint;
  readonly capital: bigint;
  readonly lines: readonly { readonly due: Due; readonly amount: bigint }[];
  state: 'filed' | 'accepted' | 'returned' | 'replaced';
}

export type Source = 'enterprise' | 'deposit' | 'guarantor' | 'county';

export interface Receipt {
  readonly id: string;
  readonly source: Source;
  readonly year: number;
  readonly amount: bigint;
  readonly on: PlainDate;
  /** Null: all of the year. */
  readonly dues: readonly Due[] | null;
  readonly enteredBy: number;
  state: 'entered' | 'confirmed' | 'rejected';
}

/** Which household's due a part of a receipt is for. */
export interface Allotment {
  readonly receipt: Receipt;
  readonly due: Due;
  readonly amount: bigint;
}

export interface PayoutLine {
  readonly no: number;
  readonly allotment: Allotment;
  readonly withheld: bigint;
  readonly net: bigint;
  state: 'pending' | 'paid' | 'withdrawn';
}

export interface PayoutPayment {
  readonly no: number;
  readonly line: PayoutLine;
  state: 'sent' | 'paid' | 'returned' | 'corrected';
  correctedBy: number | null;
  replaced: boolean;
}

export interface PayoutOrder {
  readonly id: string;
  readonly no: string;
  readonly payout: Payout;
  readonly payments: PayoutPayment[];
  readonly answers: string[];
}

export interface Payout {
  readonly id: string;
  readonly bank: Bank;
  readonly lines: readonly PayoutLine[];
  state: 'drafted' | 'noticed' | 'approved' | 'instructed' | 'partial' | 'settled' | 'withdrawn';
  freeOn: PlainDate | null;
  /** Persons who drew it up, approved it and paid it. */
  readonly deciders: number[];
}

export interface Demand {
  readonly dues: readonly Due[];
  readonly answerBy: PlainDate;
  readonly by: number;
}

/** What the enterprise gave back of the county's advance. */
export interface Recovery {
  readonly id: string;
  readonly amount: bigint;
  readonly enteredBy: number;
  state: 'entered' | 'confirmed' | 'rejected';
}

/** The households' dividends of one enterprise, all the books should say about them. */
export interface Dividends {
  enterprise: string;
  readonly agreements: Agreement[];
  readonly dues: Due[];
  readonly reports: Report[];
  readonly receipts: Receipt[];
  readonly allotments: Allotment[];
  readonly payouts: Payout[];
  readonly orders: PayoutOrder[];
  readonly demands: Demand[];
  readonly recoveries: Recovery[];
  /** Serial numbers used so far. */
  serials: number;
}

export const newDividends = (): Dividends => ({
  ...{ enterprise: '', agreements: [], dues: [], reports: [], receipts: [], allotments: [] },
  ...{ payouts: [], orders: [], demands: [], recoveries: [], serials: 0 },
});

/** What a year owes: the floor, or the share of the profit where that is more. */
export const owed = ({ lateFor, fee, share, floor }: Due): bigint =>
  lateFor ? fee : share > floor ? share : floor;

export const openOf = (due: Due): bigint => owed(due) - due.received;
