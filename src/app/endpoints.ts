import {
  agreementArrivalWork,
  agreementEndEndpoints,
  agreementEndpoints,
  agreementLifeEndpoints,
  agreementReturnWork,
  amendmentEndpoints,
  enterpriseMeansEndpoints,
  shareAgreementEndpoints,
} from '../domains/agreement/index.ts';
import { auditEndpoints } from '../domains/audit/index.ts';
import { calculatorEndpoints } from '../domains/calculator/index.ts';
import {
  agreementAccountEndpoints,
  ledFormEndpoints,
  dividendCureEndpoints,
  dividendEndpoints,
  dividendObjectionEndpoints,
  dividendPayoutEndpoints,
  shareDividendEndpoints,
  dividendReportEndpoints,
  paymentReversalWork,
  principalPaymentWork,
  returnReversalWork,
} from '../domains/dividend/index.ts';
import { countersignEndpoints, type CountersignedWork } from '../domains/countersign/index.ts';
import { documentEndpoints } from '../domains/document/index.ts';
import {
  farmInsuranceEndpoints,
  insuranceEndorsementEndpoints,
  insuranceLossEndpoints,
  insuranceProofEndpoints,
  insuranceSubsidyEndpoints,
  insuranceTermsWork,
  insuranceYearEndpoints,
} from '../domains/farm-insurance/index.ts';
import { householdEndpoints } from '../domains/household/index.ts';
import { identityEndpoints } from '../domains/identity/index.ts';
import { ledgerEndpoints } from '../domains/ledger/index.ts';
import {
  loanArrearsEndpoints,
  loanDunningEndpoints,
  householdCreditEndpoints,
  loanChangeEndpoints,
  loanEndpoints,
  loanImportEndpoints,
  loanReceiptEndpoints,
  rateResetEndpoints,
  reliefOrderEndpoints,
  rosterEndpoints,
} from '../domains/loan/index.ts';
import {
  mutualAidEndpoints,
  mutualLoanEndpoints,
  mutualStatementEndpoints,
  mutualWriteOffEndpoints,
  mutualYearEndpoints,
} from '../domains/mutual-aid/index.ts';
import { noticeLetterEndpoints } from '../domains/notice/index.ts';
import { organisationEndpoints } from '../domains/organisation/index.ts';
import { overviewEndpoints } from '../domains/overview/index.ts';
import { paymentEndpoints } from '../domains/payment/index.ts';
import { programmeEndpoints, programmeTermsWork } from '../domains/programme/index.ts';
import {
  aftermathEndpoints,
  backPaymentEndpoints,
  backPaymentReversalWork,
  claimFileEndpoints,
  coverPaidOut,
  fundYearEndpoints,
  fundStatementEndpoints,
  lendingSuspensionEndpoints,
  fundAccountEndpoints,
  fundDutyEndpoints,
  recoveryDueEndpoints,
  riskFundClaimEndpoints,
  riskFundEndpoints,
  riskFundPaperEndpoints,
  fundTermsWork,
  recoveryReversalWork,
  suspensionLiftWork,
  warnSigner,
  waterfallEndpoints,
} from '../domains/risk-fund/index.ts';
import { shareEndpoints, sharePaperEndpoints, shareReviewEndpoints } from '../domains/share/index.ts';
import {
  budgetGrantWork,
  clawbackEndpoints,
  clawbackRepaymentWork,
  subsidyApplicationEndpoints,
  householdInterest,
  subsidyEndpoints,
  subsidyComparisonEndpoints,
  subsidyFormEndpoints,
  subsidyPaidToBank,
  subsidyReminderEndpoints,
} from '../domains/subsidy/index.ts';
import type { Config } from '../platform/config.ts';
import type { Endpoint } from '../platform/http/endpoint.ts';

const villageFunds: readonly Endpoint[] = [
  ...mutualAidEndpoints,
  ...mutualLoanEndpoints,
  ...mutualYearEndpoints,
  ...mutualWriteOffEndpoints,
  ...mutualStatementEndpoints,
];

const insurance: readonly Endpoint[] = [
  ...farmInsuranceEndpoints,
  ...insuranceEndorsementEndpoints,
  ...insuranceProofEndpoints,
  ...insuranceSubsidyEndpoints,
  ...insuranceLossEndpoints,
  ...insuranceYearEndpoints,
];

/** The fund of a county: its money and measures, claims, recoveries, its year. */
const riskFund: readonly Endpoint[] = [
  ...riskFundEndpoints,
  ...claimFileEndpoints,
  ...riskFundClaimEndpoints({ subsidyPaidToBank, householdInterest }),
  ...recoveryDueEndpoints,
  ...fundAccountEndpoints,
  ...fundDutyEndpoints,
  ...waterfallEndpoints,
  ...backPaymentEndpoints,
  ...fundYearEndpoints,
  ...aftermathEndpoints,
  ...riskFundPaperEndpoints,
  ...fundStatementEndpoints,
  ...lendingSuspensionEndpoints,
];

/** An agreement from its drawing to its archive. */
const agreements: readonly Endpoint[] = [
  ...agreementEndpoints,
  ...amendmentEndpoints,
  ...agreementLifeEndpoints,
  ...agreementEndEndpoints,
  ...agreementAccountEndpoints,
  ...ledFormEndpoints(householdInterest),
  ...enterpriseMeansEndpoints,
  ...shareAgreementEndpoints,
];

/** What one person enters and another confirms before it is carried out. */
const COUNTERSIGNED: readonly CountersignedWork[] = [
  budgetGrantWork,
  clawbackRepaymentWork,
  programmeTermsWork,
  fundTermsWork,
  insuranceTermsWork,
  recoveryReversalWork,
  backPaymentReversalWork,
  suspensionLiftWork,
  agreementArrivalWork,
  agreementReturnWork,
  principalPaymentWork,
  returnReversalWork,
  paymentReversalWork,
];

/** Every endpoint of the product, slice by slice. */
export const endpointsFor = (config: Pick<Config, 'sessionHours'>): readonly Endpoint[] => [
  ...identityEndpoints(config),
  ...auditEndpoints,
  ...ledgerEndpoints,
  ...programmeEndpoints,
  ...organisationEndpoints,
  ...householdEndpoints,
  ...rosterEndpoints,
  ...loanEndpoints(coverPaidOut, warnSigner),
  ...householdCreditEndpoints,
  ...loanChangeEndpoints(householdInterest),
  ...loanArrearsEndpoints(householdInterest),
  ...loanReceiptEndpoints(householdInterest),
  ...loanDunningEndpoints(householdInterest),
  ...rateResetEndpoints,
  ...reliefOrderEndpoints,
  ...loanImportEndpoints,
  ...subsidyEndpoints,
  ...subsidyComparisonEndpoints,
  ...subsidyFormEndpoints,
  ...subsidyApplicationEndpoints,
  ...subsidyReminderEndpoints,
  ...clawbackEndpoints,
  ...countersignEndpoints(COUNTERSIGNED),
  ...noticeLetterEndpoints,
  ...paymentEndpoints,
  ...riskFund,
  ...villageFunds,
  ...insurance,
  ...documentEndpoints,
  ...agreements,
  ...shareEndpoints,
  ...shareReviewEndpoints,
  ...sharePaperEndpoints,
  ...dividendEndpoints,
  ...dividendPayoutEndpoints,
  ...dividendObjectionEndpoints,
  ...dividendCureEndpoints,
  ...shareDividendEndpoints,
  ...dividendReportEndpoints,
  ...calculatorEndpoints,
  ...overviewEndpoints,
];
