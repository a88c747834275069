import type { PlainDate } from '../../src/kernel/date.ts';

/** Somebody of the village who put in money; his household stood on the register as poor when he joined. */
export interface Member {
  readonly id: string;
  readonly no: number;
}

/** A loan of the society. Amounts are fen. */
export interface VillageLoan {
  readonly id: string;
  readonly member: Member;
  readonly amount: bigint;
  readonly months: number;
  /** Of the loan, what is the member's own and bears no fee. */
  readonly own: bigint;
  readonly appliedBy: number;
  state: 'applied' | 'approved' | 'disbursed' | 'closed' | 'refused';
  /** Persons who said yes, by their seal. */
  readonly seals: Map<string, number>;
  /** Members who signed that they stand for it. */
  readonly signed: Set<string>;
  lentOn: PlainDate | null;
  dueOn: PlainDate | null;
  outstanding: bigint;
  /** Months whose fee was paid. */
  settled: number;
  closedOn: PlainDate | null;
}

export type MoneyKind =
  | 'contribution'
  | 'grant'
  | 'gift'
  | 'interest'
  | 'base_share'
  | 'grant_returned'
  | 'welfare_spent'
  | 'running_spent';

/** A movement of money: entered by the cashier, confirmed by another seal. */
export interface VillageEntry {
  readonly id: string;
  readonly kind: MoneyKind | 'disbursement' | 'repayment' | 'to_reserve' | 'to_welfare' | 'to_running';
  readonly amount: bigint;
  readonly fee: bigint;
  readonly months: number;
  readonly member: Member | null;
  readonly loan: VillageLoan | null;
  readonly on: PlainDate;
  state: 'entered' | 'confirmed' | 'rejected';
}

export interface VillageYear {
  readonly id: string;
  readonly year: number;
  readonly fees: bigint;
  /** Reserve, welfare, running. */
  readonly parts: readonly [bigint, bigint, bigint];
  state: 'drawn' | 'confirmed' | 'rejected';
}

/** The society of the model's village. */
export interface Village {
  id: string;
  readonly members: Member[];
  readonly loans: VillageLoan[];
  readonly entries: VillageEntry[];
  readonly years: VillageYear[];
  closedThrough: PlainDate | null;
  serials: number;
}

export const newVillage = (): Village => ({
  ...{ id: '', members: [], loans: [], entries: [], years: [], closedThrough: null, serials: 0 },
});
