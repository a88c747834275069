import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen, Rounding } from '../../../kernel/money.ts';
import type { DayCount } from '../../../kernel/rate.ts';
import type * as choice from './parameter-choices.ts';

/**
 * The terms of one programme version, by area. Names are those of the parameter table, with the unit last:
 * `…Fen` is whole fen, `…Percent` units of 0.0001 % (50 % = 500000). `null` = the version does not use it.
 */
export interface Parameters {
  readonly eligibility: EligibilityTerms;
  readonly loan: LoanTerms;
  readonly interest: InterestTerms;
  readonly subsidy: SubsidyTerms;
  readonly dividend: DividendTerms;
  readonly disclosure: DisclosureTerms;
}

export interface EligibilityTerms {
  readonly eligibleGroup: readonly choice.EligibleGroup[];
  readonly eligibilityDateRule: choice.EligibilityDateRule;
  /** 脱贫不脱政策: a household that left poverty keeps the policy. */
  readonly exitKeepsPolicy: boolean;
  readonly struckOffEffect: choice.MisuseEffect;
  readonly movedAwayEffect: choice.MovedAwayEffect;
  /** Whole years, both ends may borrow. */
  readonly ageMin: number;
  readonly ageMax: number;
  readonly ageTestDate: choice.AgeTestDate;
  /** Honesty : labour : income. */
  readonly ratingWeights: readonly number[];
  readonly ratingPassScore: number;
  readonly ratingGrades: readonly string[];
  /** The most that a grade may be lent (分等级授信); a grade not named has no limit of its own. */
  readonly gradeLines: readonly { readonly grade: string; readonly lineFen: Fen }[];
  readonly rosterApprovalLevel: choice.RosterApprovalLevel;
  readonly debtRatioMaxPercent: number | null;
  /** What must hold of the household or the borrower, confirmed, beside the roster (危房、易地搬迁、在读). */
  readonly requiredFacts: readonly choice.RequiredFact[];
}

export interface LoanTerms {
  /** What a household may owe in the product without a top-up (追加贷款), and with one. */
  readonly capPerHouseholdFen: Fen;
  readonly capInclTopupFen: Fen;
  readonly maxTermMonths: number;
  readonly capScope: choice.CapScope;
  readonly oneOpenLoanPerProduct: boolean;
  readonly allowedPurposes: readonly string[];
  readonly forbiddenPurposes: readonly string[];
  readonly usageModeAllowed: readonly choice.UsageMode[];
  /** Last day on which an enterprise-led loan may be signed (户贷企用截止日). */
  readonly enterpriseLedAllowedUntil: PlainDate;
  readonly ledRenewalAllowed: boolean;
  readonly lendWithinWorkingDays: number;
  readonly renewalCount: number;
  readonly renewalMaxTermMonths: number;
  readonly renewalSubsidised: boolean;
  readonly extensionCount: number;
  readonly extensionSubsidised: boolean;
  readonly instalmentsAllowed: boolean;
  readonly reBorrowRule: choice.ReBorrowRule;
  readonly prepaymentAllowed: boolean;
  readonly deathEffect: choice.DeathEffect;
  readonly misuseEffect: choice.MisuseEffect;
  readonly reliefOrders: readonly ReliefOrder[];
  readonly penaltyOverdueUpliftPercent: number;
  readonly penaltyMisuseUpliftPercent: number;
  /** What unpaid interest bears. */
  readonly compoundInterest: choice.CompoundInterest;
  readonly fundingSourcesAllowed: readonly choice.FundingSource[];
  readonly securityAllowed: readonly choice.SecurityKind[];
  /** 过桥贷款: a loan that bridges the time until a secure source repays it. */
  readonly bridgeAllowed: boolean;
  /** 共同借款人: a parent or guardian who signs with the borrower and answers for the debt. */
  readonly coBorrower: choice.CoBorrower;
  /** Whole years; of a guardian, for parents answer at any age. null = no limit. */
  readonly coBorrowerAgeMax: number | null;
  /** Whether a loan must stay within the bank's credit line of the household (评级授信). */
  readonly creditLineRule: choice.CreditLineRule;
  /** What the county sets by a version of its own; until then nothing is signed. */
  readonly countySets: readonly choice.CountySetTerm[];
}

/** One order that moved maturities (延期): loans due in `[dueFrom, dueTo)` may be repaid later. */
export interface ReliefOrder {
  readonly documentNo: string;
  readonly dueFrom: PlainDate;
  readonly dueTo: PlainDate;
  /** At most this many months after the due date, and not after `notAfter`; null = no such limit. */
  readonly monthsAtMost: number | null;
  readonly notAfter: PlainDate | null;
}

export interface InterestTerms {
  readonly rateSource: choice.RateSource;
  readonly rateAsof: choice.RateAsof;
  readonly rateReset: choice.RateReset;
  readonly rateCeilingRule: choice.RateCeilingRule;
  /** Only with `rateCeilingRule` percent. */
  readonly rateCeilingPercent: number | null;
  readonly rateFloatMaxPercent: number;
  /** Dated distance of the ceiling from the published rate, by the day the rate is set; empty = none. */
  readonly rateSpreadTable: readonly RateSpreadRow[];
  /** Whether a reset by rule takes the spread of the contract or that of its own day. */
  readonly rateSpreadAsof: choice.RateSpreadAsof;
  readonly dayCountBasis: DayCount;
  readonly interestMethod: choice.InterestMethod;
  readonly settlementCalendar: choice.SettlementCalendar;
  readonly settlementCalendarRenewal: choice.SettlementCalendar;
  readonly settleDayInclusive: boolean;
  readonly roundingUnit: choice.RoundingUnit;
  readonly roundingMode: Rounding;
  readonly holidayRule: choice.HolidayRule;
  readonly holidayDaysSubsidised: boolean;
}

/**
 * One row of the dated spread table: below the published rate when negative, units of 0.0001 %: -30 bp =
 * -3000.
 */
export interface RateSpreadRow {
  readonly from: PlainDate;
  readonly spreadPercent: number;
}

/**
 * One row of the dated ratio table (贴息比例): in force from its day to the next row, by date of the interest.
 */
export interface SubsidyRatioRow {
  readonly from: PlainDate;
  readonly ratioPercent: number;
}

/** One review of a claim (审核环节), by a post of another organisation, within so many working days. */
export interface ReviewStep {
  readonly name: string;
  readonly role: choice.ReviewRole;
  readonly workingDays: number;
}

export interface SubsidyTerms {
  /** Empty: the county sets it by a version of its own; until then nothing is signed. */
  readonly subsidyRatioTable: readonly SubsidyRatioRow[];
  /**
   * Study loans: the ratio once the studies and the grace after them are over; null = no loan for studies.
   */
  readonly ratioAfterStudyPercent: number | null;
  readonly studyGraceMonths: number;
  /**
   * Longest time from disbursement to the end of the studies, further study included; null = the maturity.
   */
  readonly studyLimitMonths: number | null;
  readonly subsidyRateRule: choice.SubsidyRateRule;
  readonly subsidyFixedPercent: number | null;
  readonly subsidyTermCapMonths: number;
  readonly subsidyCapPrincipalFen: Fen;
  readonly subsidyTimeUnit: choice.SubsidyTimeUnit;
  readonly accruedOrPaid: choice.AccruedOrPaid;
  readonly penaltyInterestExcluded: boolean;
  readonly overdueRule: choice.OverdueRule;
  readonly overdueGraceDays: number;
  readonly reliefDaysSubsidised: boolean;
  readonly subsidyPayerLevel: readonly choice.SubsidyPayerLevel[];
  readonly payee: choice.Payee;
  readonly payOrder: choice.PayOrder;
  readonly subsidyFrequency: choice.SubsidyFrequency;
  /** With frequency `batch`: the months whose settlement ends a batch, 1 to 12. */
  readonly batchMonths: readonly number[];
  /** Letter of the workflow in the table of variants (贴息流程). */
  readonly workflowVariant: choice.WorkflowVariant;
  /** `MM-DD` */
  readonly prefundDate: string | null;
  /** `MM-DD`, both inclusive. */
  readonly fiscalWindow: { readonly from: string; readonly through: string };
  readonly projectionAllowed: boolean;
  readonly trueUpRule: choice.TrueUpRule;
  readonly clawbackOrder: readonly choice.ClawbackStep[];
  readonly shortageRule: choice.ShortageRule;
  readonly quotaLeftover: choice.QuotaLeftover;
  readonly subsidyPublicityDays: number;
  readonly subsidyPublicityLevels: readonly choice.PublicityLevel[];
  readonly publicityLevelOrder: choice.PublicityLevelOrder;
  /** Who draws up and submits a claim (谁来申报). */
  readonly gatherer: choice.Gatherer;
  /** What a household hands in with its application; empty unless households apply. */
  readonly applicationPapers: readonly choice.ApplicationPaper[];
  /** Working days from submission to payment order (几个工作日内拨付); null: no such term. */
  readonly payWithinWorkingDays: number | null;
  /** Who reviews a submitted claim, one after the other; at least one. */
  readonly reviewSteps: readonly ReviewStep[];
  /** Days before its end on which a period is claimed ahead (预计贴息); null: not, or by `prefundDate`. */
  readonly forecastLeadDays: number | null;
}

export interface DividendTerms {
  /** Guaranteed return (保底) a year; null where no enterprise-led loan is allowed. */
  readonly floorRatePercent: number | null;
  readonly floorRateLink: choice.FloorRateLink;
  readonly floorCapPercent: number | null;
  readonly floorLadder: readonly { readonly everyYears: number; readonly ratePercent: number }[];
  readonly profitSharePercent: number;
  readonly excessSplit: readonly { readonly party: choice.ExcessParty; readonly sharePercent: number }[];
  readonly participatingRatioMode: choice.ParticipatingRatioMode;
  readonly floorCountsReinvested: boolean;
  readonly dividendFrequency: choice.DividendFrequency;
  /** `MM-DD` */
  readonly dividendDueDay: string;
  readonly dividendDayCount: choice.DividendDayCount;
  readonly dividendStartRule: choice.DividendStartRule;
  readonly agreementTermMonths: number;
  readonly interestPayer: choice.InterestPayer;
  readonly principalPayer: choice.PrincipalPayer;
  readonly shortfallCureOrder: readonly choice.ShortfallCurer[];
  /** A day. */
  readonly shortfallPenaltyRatePercent: number;
  /** Days before the due day, longest first. */
  readonly reminderDays: readonly number[];
  readonly dividendTaxRatePercent: number;
  /** Characters of the payment's memo (附言). */
  readonly payoutMemoLength: number;
  readonly payeeUnit: choice.PayeeUnit;
  readonly agreementRegime: choice.AgreementRegime;
  /** Households one enterprise may lead (带动户数上限); null = no limit, as with the three below. */
  readonly enterpriseHouseholdsMax: number | null;
  /** Whole yuan. */
  readonly enterpriseAmountMaxYuan: number | null;
  /** Of all money placed with enterprises in the county (集中度), once more than `…Above` is placed. */
  readonly enterpriseShareMaxPercent: number | null;
  /** Whole yuan. */
  readonly enterpriseShareAboveYuan: number;
  /** Of the enterprise's net assets, or where none are known its paid-in capital; may exceed 100 %. */
  readonly enterpriseMeansPercent: number | null;
}

export interface DisclosureTerms {
  readonly publicityDaysBoard: number;
  readonly publicityDayKind: choice.PublicityDayKind;
  readonly publicityStartOffset: 0 | 1;
  readonly publicityInclusive: boolean;
  readonly objectionEffect: choice.ObjectionEffect;
  readonly disclosureResultWorkingDays: number;
  readonly maskId: { readonly keepFirst: number; readonly keepLast: number };
  readonly maskAccount: { readonly keepLast: number };
  readonly archiveRetention: choice.ArchiveRetention;
  readonly amountWordsStyle: choice.AmountWordsStyle;
  readonly pageLayout: choice.PageLayout;
  readonly lineBreakLevel: choice.LineBreakLevel;
}
