import type { Parameters } from '../../programme/index.ts';
import type { EligibilityTerms } from '../core/eligibility-input.ts';

/** Statuses of the register that each group of the terms (适用对象) stands for; 不享受政策 is in none. */
const STATUSES: Readonly<Record<Parameters['eligibility']['eligibleGroup'][number], readonly string[]>> = {
  registered_poor: ['registered_poor', 'relapsed'],
  exited: ['exited_with_policy'],
  monitored: ['monitored'],
};

/** What a programme version says, in the words of the eligibility check. */
export function eligibilityTermsOf({ eligibility, loan, subsidy }: Parameters): EligibilityTerms {
  return {
    capPerHousehold: loan.capPerHouseholdFen,
    capInclTopup: loan.capInclTopupFen,
    capByBorrowerYear: loan.capScope === 'borrower_year',
    maxTermMonths: loan.maxTermMonths,
    ageMin: eligibility.ageMin,
    ageMax: eligibility.ageMax,
    ageTestDate: eligibility.ageTestDate,
    judgedAtDrawdown: eligibility.eligibilityDateRule === 'drawdown',
    eligibleStatuses: eligibility.eligibleGroup.flatMap((group) => STATUSES[group]),
    allowedPurposes: loan.allowedPurposes,
    forbiddenPurposes: loan.forbiddenPurposes,
    usageModes: loan.usageModeAllowed,
    enterpriseLedUntil: loan.enterpriseLedAllowedUntil,
    oneOpenLoan: loan.oneOpenLoanPerProduct || loan.reBorrowRule === 'after_full_repayment',
    rosterRequired: true,
    creditLineRule: loan.creditLineRule,
    passScore: eligibility.ratingPassScore,
    grades: eligibility.ratingGrades,
    gradeLines: eligibility.gradeLines.map(({ grade, lineFen }) => ({ grade, line: lineFen })),
    requiredFacts: eligibility.requiredFacts,
    instalmentsAllowed: loan.instalmentsAllowed,
    renewalCount: loan.renewalCount,
    renewalMaxTermMonths: loan.renewalMaxTermMonths,
    ledRenewalAllowed: loan.ledRenewalAllowed,
    fundingSources: loan.fundingSourcesAllowed,
    securities: loan.securityAllowed,
    bridgeAllowed: loan.bridgeAllowed,
    coBorrower: loan.coBorrower,
    coBorrowerAgeMax: loan.coBorrowerAgeMax,
    forStudies: subsidy.ratioAfterStudyPercent !== null,
  };
}
