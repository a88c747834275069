import { date, type PlainDate } from '../../src/kernel/date.ts';
import type { Bank } from './actors.ts';

/** Who bears what of a loss, and how it pays. */
interface BearerTerms {
  readonly party: 'fund' | 'insurer' | 'guarantor' | 'bank';
  readonly percent: bigint;
  /** The most it bears of one loss; what lies above is the bank's. */
  readonly cap: bigint | null;
  /** Whom it pays after the fund has paid, and how many days later; null: it pays nobody afterwards. */
  readonly pays: { readonly to: 'fund' | 'bank'; readonly days: number } | null;
}

export interface Measures {
  readonly documentNo: string;
  /** For loans signed from this day on. */
  readonly from: PlainDate;
  readonly bearers: readonly BearerTerms[];
  /** The others answer for themselves, and what they refuse is the bank's. */
  readonly waterfall: boolean;
}

const outright = { cap: null, pays: null };

/** Of a loss the fund bears 60 %, an insurer beside it 10 %, the bank 30 %. */
const PLAIN: Measures = {
  ...{ documentNo: '县政办发〔2015〕88号', from: date('2015-01-01'), waterfall: false },
  bearers: [
    { ...outright, party: 'fund', percent: 60n },
    { ...outright, party: 'insurer', percent: 10n },
    { ...outright, party: 'bank', percent: 30n },
  ],
};

/**
 * The fund bears 35 % and advances the insurer's 30 %, at most 3,000.00, for thirty days; a guarantor pays
 * the bank its 15 % at once; the bank bears the rest.
 */
const LAYERED: Measures = {
  ...{ documentNo: '县政办发〔2016〕12号', from: date('2016-03-01'), waterfall: true },
  bearers: [
    { ...outright, party: 'fund', percent: 35n },
    { party: 'insurer', percent: 30n, cap: 3_000_00n, pays: { to: 'fund', days: 30 } },
    { party: 'guarantor', percent: 15n, cap: null, pays: { to: 'bank', days: 0 } },
    { ...outright, party: 'bank', percent: 20n },
  ],
};

export const MEASURES = [PLAIN, LAYERED] as const;
export const measuresOf = (signedOn: PlainDate): Measures => (signedOn < LAYERED.from ? PLAIN : LAYERED);
export const POSTED_DAYS = 5;

/** The loan that went bad. */
interface ClaimedLoan {
  readonly id: string;
  readonly bank: Bank;
  readonly principal: bigint;
  readonly repaid: bigint;
  readonly facts: number;
}

/** What came back on a claim. Amounts are fen; `parts` in the order of the bearers. */
export interface FundRecovery {
  readonly id: string;
  readonly claim: FundClaim;
  readonly net: bigint;
  readonly by: number;
  state: 'entered' | 'confirmed' | 'rejected' | 'reversed';
  parts: readonly bigint[];
  beyond: bigint;
  rest: bigint;
  /** Whose parts were kept for a payer that still waited, and by whom. */
  readonly held: Map<string, 'fund' | 'bank'>;
  /** What was not passed on, for it had been passed on wrongly before: by party and whose it is. */
  readonly setOff: Map<string, bigint>;
  confirmedNo: number;
}

/** What a payer owes after the fund has paid. */
export interface Transfer {
  readonly from: string;
  readonly to: 'fund' | 'bank';
  readonly amount: bigint;
  readonly dueOn: PlainDate;
  state: 'waiting' | 'paid' | 'refused';
  /** Paid by what came back meanwhile. */
  offset: bigint;
  paid: bigint;
}

export interface Answer {
  readonly id: string;
  readonly claim: FundClaim;
  readonly transfer: Transfer;
  /** null: refused. */
  readonly amount: bigint | null;
  readonly by: number;
  state: 'entered' | 'confirmed' | 'rejected';
}

export interface WriteOff {
  readonly id: string;
  readonly outstanding: bigint;
  readonly fundLacks: bigint;
  readonly othersLack: bigint;
  state: 'proposed' | 'confirmed' | 'refused';
}

export interface ClaimNotice {
  readonly posting: number;
  readonly startsOn: PlainDate;
  readonly freeOn: PlainDate;
  state: 'posted' | 'suspended' | 'superseded' | 'completed';
}

export interface ClaimObjection {
  readonly id: string;
  readonly claim: FundClaim;
  readonly raisedBy: number;
  state: 'open' | 'upheld' | 'dismissed';
}

export interface ClaimOrder {
  readonly id: string;
  readonly no: string;
  state: 'sent' | 'paid' | 'returned' | 'corrected';
  correctedBy: number | null;
}

export interface FundClaim {
  readonly id: string;
  readonly loan: ClaimedLoan;
  readonly measures: Measures;
  readonly facts: number;
  readonly loss: bigint;
  readonly shares: readonly bigint[];
  /** What each bears in the end; null while a payer is waited for, and where nobody answers. */
  final: readonly bigint[] | null;
  /** What the loan owed when it was claimed beside the loss. */
  readonly beside: bigint;
  readonly deciders: number[];
  readonly filedOn: PlainDate;
  state:
    | 'filed'
    | 'reviewed'
    | 'examined'
    | 'noticed'
    | 'approved'
    | 'instructed'
    | 'paid'
    | 'returned'
    | 'excluded';
  readonly notices: ClaimNotice[];
  readonly objections: ClaimObjection[];
  readonly orders: ClaimOrder[];
  /** The day on which the bank said that the fund's money arrived. */
  arrivedOn: PlainDate | null;
  readonly transfers: Transfer[];
  readonly answers: Answer[];
  readonly writeOffs: WriteOff[];
  readonly recoveries: FundRecovery[];
  /** What was passed on by recoveries that were reversed: by party and whose it is. */
  readonly backs: Map<string, bigint>;
}

/** The risk-compensation fund of banks A and B, its money at bank C. */
export interface Fund {
  id: string;
  /** What the measures were asked for by, and the county office confirmed. */
  readonly asked: string[];
  readonly paidIn: { readonly kind: 'injection' | 'interest'; readonly amount: bigint }[];
  readonly claims: FundClaim[];
  /** Counts what was confirmed, in that order. */
  confirmed: number;
}

export const newFund = (): Fund => ({ id: '', asked: [], paidIn: [], claims: [], confirmed: 0 });
