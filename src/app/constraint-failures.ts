import { countersignConstraintFailures } from '../domains/countersign/index.ts';
import { documentConstraintFailures } from '../domains/document/index.ts';
import {
  agreementConstraintFailures,
  agreementEndConstraintFailures,
  agreementLifeConstraintFailures,
  amendmentConstraintFailures,
  enterpriseMeansConstraintFailures,
} from '../domains/agreement/index.ts';
import {
  dividendConstraintFailures,
  dividendCureConstraintFailures,
  dividendObjectionConstraintFailures,
  shareDividendConstraintFailures,
} from '../domains/dividend/index.ts';
import {
  farmInsuranceConstraintFailures,
  insuranceEndorsementConstraintFailures,
  insuranceLossConstraintFailures,
  insuranceProofConstraintFailures,
  insuranceSubsidyConstraintFailures,
} from '../domains/farm-insurance/index.ts';
import { householdConstraintFailures } from '../domains/household/index.ts';
import { identityConstraintFailures } from '../domains/identity/index.ts';
import { ledgerConstraintFailures } from '../domains/ledger/index.ts';
import { loanConstraintFailures } from '../domains/loan/index.ts';
import {
  mutualAidConstraintFailures,
  mutualLoanConstraintFailures,
  mutualStatementConstraintFailures,
  mutualSignatureConstraintFailures,
  mutualWriteOffConstraintFailures,
  mutualYearConstraintFailures,
} from '../domains/mutual-aid/index.ts';
import { noticeConstraintFailures } from '../domains/notice/index.ts';
import { organisationConstraintFailures } from '../domains/organisation/index.ts';
import { paymentConstraintFailures } from '../domains/payment/index.ts';
import { programmeConstraintFailures } from '../domains/programme/index.ts';
import {
  aftermathConstraintFailures,
  claimFileConstraintFailures,
  fundStatementConstraintFailures,
  fundYearConstraintFailures,
  riskFundConstraintFailures,
  suspensionConstraintFailures,
  warningConstraintFailures,
  fundAccountConstraintFailures,
  outlayConstraintFailures,
  backPaymentConstraintFailures,
  waterfallConstraintFailures,
} from '../domains/risk-fund/index.ts';
import { shareConstraintFailures, shareReviewConstraintFailures } from '../domains/share/index.ts';
import { clawbackConstraintFailures, subsidyConstraintFailures } from '../domains/subsidy/index.ts';
import type { ConstraintFailures } from '../platform/db.ts';

/** Constraint name → refusal, of all slices. */
export const constraintFailures: ConstraintFailures = {
  ...identityConstraintFailures,
  ...ledgerConstraintFailures,
  ...paymentConstraintFailures,
  ...noticeConstraintFailures,
  ...programmeConstraintFailures,
  ...organisationConstraintFailures,
  ...householdConstraintFailures,
  ...mutualAidConstraintFailures,
  ...mutualLoanConstraintFailures,
  ...mutualYearConstraintFailures,
  ...mutualSignatureConstraintFailures,
  ...mutualWriteOffConstraintFailures,
  ...mutualStatementConstraintFailures,
  ...farmInsuranceConstraintFailures,
  ...insuranceEndorsementConstraintFailures,
  ...insuranceProofConstraintFailures,
  ...insuranceSubsidyConstraintFailures,
  ...insuranceLossConstraintFailures,
  ...loanConstraintFailures,
  ...documentConstraintFailures,
  ...subsidyConstraintFailures,
  ...clawbackConstraintFailures,
  ...countersignConstraintFailures,
  ...riskFundConstraintFailures,
  ...suspensionConstraintFailures,
  ...warningConstraintFailures,
  ...backPaymentConstraintFailures,
  ...waterfallConstraintFailures,
  ...fundAccountConstraintFailures,
  ...outlayConstraintFailures,
  ...fundYearConstraintFailures,
  ...fundStatementConstraintFailures,
  ...claimFileConstraintFailures,
  ...aftermathConstraintFailures,
  ...agreementConstraintFailures,
  ...agreementLifeConstraintFailures,
  ...amendmentConstraintFailures,
  ...agreementEndConstraintFailures,
  ...enterpriseMeansConstraintFailures,
  ...shareConstraintFailures,
  ...shareReviewConstraintFailures,
  ...dividendConstraintFailures,
  ...dividendCureConstraintFailures,
  ...dividendObjectionConstraintFailures,
  ...shareDividendConstraintFailures,
};
