import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { CoBorrowerFacts, CoBorrowerTerms } from './co-borrower.ts';
import type { CreditInForce, CreditLineRule, GradeLine } from './household-credit.ts';
import type { KindTerms, LoanKind } from './loan-kind.ts';
import type { RepaymentMethod } from './repayment-plan.ts';

export const USAGE_MODES = ['self', 'enterprise_led'] as const;
/** 使用方式: own use, or led by an enterprise (带动型, 户贷企用). */
export type UsageMode = (typeof USAGE_MODES)[number];

/** What a programme version says about who may borrow what; percentages in units of 0.0001 %. */
export interface EligibilityTerms extends KindTerms, CoBorrowerTerms {
  /** Largest open principal of a household in the product, and with a top-up (追加贷款). */
  readonly capPerHousehold: Fen;
  readonly capInclTopup: Fen;
  /** The cap counts what one borrower takes up in a year, not what the household owes. */
  readonly capByBorrowerYear: boolean;
  readonly maxTermMonths: number;
  readonly ageMin: number;
  readonly ageMax: number;
  readonly ageTestDate: 'application' | 'maturity';
  /** The drawdown, not the signing, is the day whose status decides (资格认定日). */
  readonly judgedAtDrawdown: boolean;
  /** Statuses of the register that may borrow. */
  readonly eligibleStatuses: readonly string[];
  readonly allowedPurposes: readonly string[];
  readonly forbiddenPurposes: readonly string[];
  readonly usageModes: readonly UsageMode[];
  /** Last signing day of enterprise-led loans; null when the version sets none. */
  readonly enterpriseLedUntil: PlainDate | null;
  /** One open loan of the product per household (一户一贷), or borrowing again only after full repayment. */
  readonly oneOpenLoan: boolean;
  readonly rosterRequired: boolean;
  /** Whether a loan must stay within the bank's credit line (授信额度), and whether there must be one. */
  readonly creditLineRule: CreditLineRule;
  /** The least score (合格分) of a rating that has one. */
  readonly passScore: number;
  /** The grades (信用等级) that the version knows, and the most it lends on some of them. */
  readonly grades: readonly string[];
  readonly gradeLines: readonly GradeLine[];
  /** Facts that must hold of the household or the borrower on the day. */
  readonly requiredFacts: readonly FactKind[];
  readonly instalmentsAllowed: boolean;
  /** How often a contract may be renewed (续贷), for how long, and whether led by an enterprise. */
  readonly renewalCount: number;
  readonly renewalMaxTermMonths: number;
  readonly ledRenewalAllowed: boolean;
}

export interface LoanRequest extends LoanKind {
  readonly principal: Fen;
  readonly termMonths: number;
  readonly annualPercent: number;
  readonly purposeCode: string;
  readonly usageMode: UsageMode;
  readonly repaymentMethod: RepaymentMethod;
  readonly appliedOn: PlainDate;
  /** 追加贷款: beside the open loan of the household. */
  readonly topUp?: boolean;
}

/** A contract among the renewals of the first one, which is 0. */
export type RenewalNo = number;

/** 危房、易地搬迁、录取或在读 */
export type FactKind = 'dangerous_house' | 'relocation' | 'enrolment';

export interface HeldFact {
  readonly kind: FactKind;
  /** First day after the studies; null for the others. */
  readonly endsOn: PlainDate | null;
}

/** Facts of the household on the day the terms name. */
export interface HouseholdFacts {
  /** Null when it was not on the register that day. */
  readonly status: string | null;
  readonly onRoster: boolean;
  /** Confirmed and in force on the day; the studies are those of the borrower. */
  readonly facts: readonly HeldFact[];
  /** Of the bank, on the day; null when it has granted none. */
  readonly credit: CreditInForce | null;
  readonly openLoans: number;
  /** Principal that the cap counts beside this loan: of the household, or of the borrower in the year. */
  readonly openPrincipal: Fen;
}

export interface BorrowerFacts {
  readonly birthDate: PlainDate;
  /** False when the person had left the household or died. */
  readonly belongs: boolean;
}

export interface EligibilityInput {
  readonly terms: EligibilityTerms;
  readonly request: LoanRequest;
  readonly renewalNo: RenewalNo;
  readonly household: HouseholdFacts;
  readonly borrower: BorrowerFacts;
  readonly coBorrower: CoBorrowerFacts | null;
  /** Null for own use. */
  readonly enterprise: { readonly inGoodStanding: boolean } | null;
  /** Highest rate for the term on the day; null where the terms set none. */
  readonly ceilingPercent: number | null;
  /** The day that decides about ban dates: signing, or before it the application. */
  readonly assessedOn: PlainDate;
  readonly today: PlainDate;
}
