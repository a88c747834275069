import { dividendPublicSource } from '../domains/dividend/index.ts';
import {
  insurancePayoutPublicSource,
  policyPublicSource,
  premiumSubsidyPublicSource,
} from '../domains/farm-insurance/index.ts';
import type { PublicSource } from '../domains/notice/index.ts';
import { claimPublicSource } from '../domains/risk-fund/index.ts';
import { reviewPublicSource } from '../domains/share/index.ts';
import { subsidyPublicSource } from '../domains/subsidy/index.ts';

const SOURCES: Readonly<Record<string, PublicSource>> = {
  subsidy_batch: subsidyPublicSource,
  dividend_payout: dividendPublicSource,
  risk_fund_claim: claimPublicSource,
  share_review: reviewPublicSource,
  insurance_policy: policyPublicSource,
  insurance_payout: insurancePayoutPublicSource,
  insurance_subsidy_claim: premiumSubsidyPublicSource,
};

/** How a posted list is read by anyone, by what it is about. */
export const publicSourceOf = (subjectKind: string): PublicSource | null => SOURCES[subjectKind] ?? null;
