import type { PlainDate } from '../../../kernel/date.ts';
import { Failure } from '../../../kernel/failure.ts';
import {
  ceilingFor,
  PRESETS,
  publishedRates,
  referenceRates,
  withoutFloat,
  type Parameters,
  type ReferenceRates,
} from '../../programme/index.ts';
import { groupOfProduct } from '../core/ledger/ledger-group.ts';
import type { LedgerTerms } from '../core/ledger/ledger-terms.ts';

/** A published version or a preset, as far as a ledger needs it. */
export interface LedgerVersion {
  readonly code: string;
  readonly productCode: string;
  readonly effectiveFrom: PlainDate;
  readonly effectiveTo: PlainDate;
  readonly parameters: Pick<Parameters, 'eligibility' | 'loan' | 'interest' | 'subsidy'>;
}

/** Terms for checking a ledger, from a version and the rates published so far. */
export function ledgerTermsOf(version: LedgerVersion, rates: ReferenceRates): LedgerTerms {
  const { eligibility, loan, interest, subsidy } = version.parameters;
  const mayLead = loan.usageModeAllowed.includes('enterprise_led');
  return {
    programme: version.code,
    signedFrom: version.effectiveFrom,
    signedTo: version.effectiveTo,
    group: groupOfProduct(version.productCode),
    cap: loan.capInclTopupFen,
    capByBorrowerYear: loan.capScope === 'borrower_year',
    oneOpenLoan: loan.oneOpenLoanPerProduct || loan.reBorrowRule === 'after_full_repayment',
    maxTermMonths: loan.maxTermMonths,
    ageMin: eligibility.ageMin,
    ageMax: eligibility.ageMax,
    enterpriseLedUntil: mayLead ? loan.enterpriseLedAllowedUntil : null,
    forStudies: subsidy.ratioAfterStudyPercent !== null,
    allowedPurposes: loan.allowedPurposes,
    rateCeiling: ceilingOf(interest, rates),
    subsidyCeiling: ceilingOf(withoutFloat(interest), rates),
  };
}

const ceilingOf =
  (interest: Parameters['interest'], rates: ReferenceRates): LedgerTerms['rateCeiling'] =>
  (signedOn, termMonths) => {
    try {
      return ceilingFor(interest, rates, signedOn, termMonths) ?? Infinity;
    } catch (error) {
      if (error instanceof Failure) return null;
      throw error;
    }
  };

/** Codes of the versions that ship with the product and can be checked against without a database. */
export const offlineVersions = (): string[] => PRESETS.map(({ code }) => code);

/** Terms of a shipped version; null when there is none of that code. */
export function offlineLedgerTerms(code: string): LedgerTerms | null {
  const preset = PRESETS.find((each) => each.code === code);
  return preset ? ledgerTermsOf(preset, referenceRates(publishedRates())) : null;
}
