import type { PlainDate } from '../../src/kernel/date.ts';
import type { Bank } from './actors.ts';

/** Of a loss the fund bears 60 %, an insurer beside it 10 %, the bank 30 %; the first has no other part. */
export const BEARERS = [
  { party: 'fund', percent: 60n },
  { party: 'insurer', percent: 10n },
  { party: 'bank', percent: 30n },
] as const;
export const POSTED_DAYS = 5;

/** The loan that went bad. */
interface ClaimedLoan {
  readonly id: string;
  readonly bank: Bank;
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
  /** What was not passed on, for it had been passed on wrongly before. */
  readonly setOff: Map<string, bigint>;
  confirmedNo: number;
}

export interface FundClaim {
  readonly id: string;
  readonly loan: ClaimedLoan;
  readonly facts: number;
  readonly loss: bigint;
  readonly shares: readonly bigint[];
  /** What the loan owed when it was claimed beside the loss. */
  readonly beside: bigint;
  readonly deciders: number[];
  readonly filedOn: PlainDate;
  freeOn: PlainDate | null;
  state: 'filed' | 'reviewed' | 'examined' | 'noticed' | 'approved' | 'instructed' | 'paid' | 'returned';
  order: { readonly id: string; readonly no: string; state: 'sent' | 'paid' } | null;
  readonly recoveries: FundRecovery[];
  /** What was passed on by recoveries that were reversed, by party. */
  readonly backs: Map<string, bigint>;
}

/** The risk-compensation fund of banks A and B, its money at bank C. */
export interface Fund {
  id: string;
  /** What the measures were asked for by, and the county office confirmed. */
  measures: string;
  readonly paidIn: { readonly kind: 'injection' | 'interest'; readonly amount: bigint }[];
  readonly claims: FundClaim[];
  /** Counts what was confirmed, in that order. */
  confirmed: number;
}

export const newFund = (): Fund => ({ id: '', measures: '', paidIn: [], claims: [], confirmed: 0 });
