import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { DividendFrequency } from './period-floors.ts';
import type { ReturnInstalment } from './return-schedule.ts';
import type { FloorStep } from './yearly-floors.ts';

/** Party 1: the county government or its poverty office (甲方). */
export interface GovernmentParty {
  readonly name: string;
  readonly head: string;
  /** Telephone; null when none is on record. */
  readonly contact: string | null;
}

/** Party 2: the lending branch, or for shares the branch that keeps the fund account (乙方). */
export interface BankParty {
  readonly name: string;
  readonly head: string;
  readonly contact: string | null;
}

/** Party 3 (丙方). */
export interface EnterpriseParty {
  readonly kind: 'enterprise' | 'cooperative';
  readonly name: string;
  readonly uscc: string;
  readonly legalPerson: string;
  readonly address: string;
  readonly phone: string;
  readonly accountBank: string;
  readonly accountNo: string;
}

export interface HouseholdMember {
  readonly name: string;
  /** Relation to the head as the register words it: 配偶, 长子. */
  readonly relation: string;
}

/** Party 4 (丁方). */
export interface HouseholdParty {
  readonly head: string;
  readonly residentId: string;
  readonly householdNo: string;
  readonly phone: string;
  /** Township and village in words. */
  readonly village: string;
  readonly villageCode: string;
  /** Without the head. */
  readonly members: readonly HouseholdMember[];
  readonly cardBank: string;
  readonly cardNo: string;
}

export const FUND_SOURCES = ['microloan', 'fiscal_share', 'social_assistance'] as const;

/**
 * Where the money comes from. A share has a register number, a loan a contract with its rate and due date.
 */
export type FundSource =
  | {
      readonly kind: 'microloan';
      readonly loanContractNo: string;
      /** Units of 0.0001 % a year. */
      readonly rate: number;
      readonly dueOn: PlainDate;
      readonly interestPayer: 'fiscal' | 'enterprise' | 'household';
    }
  | { readonly kind: 'fiscal_share' | 'social_assistance'; readonly registerNo: string };

export interface ReturnPromise {
  /** Units of 0.0001 % of the principal a year. */
  readonly floorRate: number;
  /** For one full year. */
  readonly floorYearly: Fen;
  /** Over the whole term; the schedule, when given, sums to it. */
  readonly floorTotal: Fen;
  /** Denominator of the day fraction. */
  readonly dayBasis: 360 | 365;
  readonly sharing:
    { readonly rule: 'greater_of' | 'excess_share'; readonly percent: number } | { readonly rule: 'none' };
  /** In words: `每年12月20日`. */
  readonly dueRule: string;
  /** Absent: once a year. */
  readonly frequency?: DividendFrequency;
  /** How the rate rises (递增); absent or empty: it does not. */
  readonly ladder?: readonly FloorStep[];
  /** The rate rises to here, units of 0.0001 %; null: without end. */
  readonly ladderCap?: number | null;
  /** Empty while the arrival date is open. */
  readonly schedule: readonly ReturnInstalment[];
}

/** What party 3 puts up; null for what was not agreed. All null: no security. */
export interface SecurityPromise {
  readonly mortgage: string | null;
  readonly deposit: Fen | null;
  readonly guarantor: string | null;
  readonly insurance: string | null;
}

/** The agreed days and rates; from the programme version or the negotiation, never from code. */
export interface AgreementTerms {
  readonly principalPayer: 'enterprise' | 'household';
  readonly principalLeadDays: number;
  readonly inspectionDays: number;
  readonly exitNoticeDays: number;
  readonly exitSettleDays: number;
  /** Units of 0.0001 % a day. */
  readonly lateFee: number;
  readonly rectificationDays: number;
  /** The most of a dividend that may stay in the project (转投), units of 0.0001 %; absent: nothing. */
  readonly reinvested?: { readonly percent: number; readonly countsForFloor: boolean };
  readonly trainingSessions: number | null;
  /** In words: `提供务工岗位1个`. */
  readonly jobPromise: string | null;
  readonly mediationBody: string;
  /** One of the two: naming both voids the arbitration clause. */
  readonly dispute: { readonly way: 'arbitration' | 'court'; readonly body: string };
  readonly copies: 3 | 4 | 5 | 6;
  readonly attachments: readonly string[];
}

/** Everything that stands on a four-party agreement (四方协议). */
export interface AgreementFacts {
  readonly contractNo: string;
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
  readonly government: GovernmentParty;
  /** Null: three parties. */
  readonly bank: BankParty | null;
  readonly enterprise: EnterpriseParty;
  readonly household: HouseholdParty;
  readonly principal: Fen;
  readonly source: FundSource;
  /** What the enterprise uses the money for: `肉牛养殖基地建设`. */
  readonly project: string;
  /** Null until the bank has booked the money. */
  readonly fundsReceivedOn: PlainDate | null;
  readonly termMonths: number;
  readonly promise: ReturnPromise;
  readonly security: SecurityPromise;
  readonly terms: AgreementTerms;
}
