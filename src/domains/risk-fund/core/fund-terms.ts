import type { PlainDate } from '../../../kernel/date.ts';
import { invariant, unreachable } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { BreakerComparison, BreakerRule } from './breaker.ts';
import type { ClaimBasis } from './claim-loss.ts';
import type { LoanClass, TriggerKind, TriggerRule } from './claim-trigger.ts';
import type { FundBeforeLending } from './fund-before-lending.ts';
import type { ExcessCover, LeveragePool } from './leverage-cap.ts';
import type { PayerTerms, RefusedPart } from './payer-terms.ts';
import type { SurplusTo } from './settle-year.ts';
import type { LossShare, NestedSplitBase } from './share-loss.ts';
import type { RecoveryOrder } from './share-recovery.ts';
import type { FundingPart, TopUpMode, TopUpRule } from './top-up.ts';

/** Papers that a claim file may have to hold (申报材料). */
export const CLAIM_DOCUMENTS = [
  'contract',
  'voucher',
  'dunning',
  'application',
  'loss_table',
  'borrower_id',
  'account_statement',
  'court',
  'death_proof',
] as const;
export type ClaimDocument = (typeof CLAIM_DOCUMENTS)[number];

/**
 * Before the final due date: the whole debt once the loan was called due (提前到期), or each instalment that has
 * waited since it fell due, one claim after another.
 */
export const EARLY_CLAIMS = ['called_due', 'instalments'] as const;

/** One dated version of a county's fund measures (管理办法), as published and as its row holds it. */
export interface NewFundTerms {
  readonly document_no: string;
  readonly effective_from: PlainDate;
  /** Last day, inclusive; null = until replaced. */
  readonly effective_to: PlainDate | null;
  readonly trigger_kind: TriggerKind;
  readonly trigger_days: number | null;
  readonly trigger_months: number | null;
  readonly trigger_class: LoanClass | null;
  /** Whether interest in arrears counts before the principal is due. */
  readonly trigger_counts_interest: boolean;
  /** What may be claimed before the final due date. */
  readonly early_claim: (typeof EARLY_CLAIMS)[number];
  readonly dunning_min_count: number;
  /** Whether a notice counts with its scan only. */
  readonly dunning_proof_required: boolean;
  readonly checklist: readonly ClaimDocument[];
  readonly loss_basis: ClaimBasis;
  readonly interest_cap_fen: Fen | null;
  /**
   * Provision by the year's lending, units of 0.0001 %, and where a surplus goes; with `on_disbursement`
   * only.
   */
  readonly disbursement_percent: number | null;
  readonly surplus_to: SurplusTo | null;
  readonly shares: readonly LossShare[];
  readonly nested_split_base: NestedSplitBase;
  /** How each bearer but the bank pays, in order; null = by its share alone. */
  readonly waterfall: readonly PayerTerms[] | null;
  /** Whose part becomes what a payer refuses; null without a waterfall. */
  readonly refused_part: RefusedPart | null;
  /** Who pays a policy's premium, apart from who bears a loss; null = no subsidy. */
  readonly premium_shares: readonly { readonly party: string; readonly percent: number }[] | null;
  readonly recovery_order: RecoveryOrder;
  /** Working days in which what came back reaches the fund's account. */
  readonly recovery_return_days: number;
  /** Units of 0.0001. */
  readonly leverage_times: number;
  /** Whose money that multiplies, and whose loans count against it. */
  readonly leverage_pool: LeveragePool;
  readonly excess_cover: ExcessCover;
  /** What must lie in the fund before a loan is paid out, and for how many days; null where nothing must. */
  readonly fund_before_lending: FundBeforeLending;
  readonly fund_lead_days: number | null;
  /** The most principal of a household's loans of a product that is covered; null = no such cap. */
  readonly cover_cap_fen: Fen | null;
  /** What lies above the cap has no subsidy either (桂财农〔2017〕58号). */
  readonly excess_loses_subsidy: boolean;
  /** null = one payer. */
  readonly funding_ratio: readonly FundingPart[] | null;
  readonly top_up_mode: TopUpMode;
  readonly top_up_percent: number | null;
  readonly top_up_floor_fen: Fen | null;
  /** `MM-DD` */
  readonly top_up_by: string | null;
  readonly publicity_days: number;
  /** Working days of county office, finance, approval and payment. */
  readonly review_days: readonly number[];
  /** Level at which new lending stops (停贷线), units of 0.0001 %; null = no breaker, then all others too. */
  readonly breaker_percent: number | null;
  readonly breaker_comparison: BreakerComparison | null;
  readonly breaker_numerator: (typeof BREAKER_NUMERATORS)[number] | null;
  readonly breaker_overdue_days: number | null;
  readonly breaker_denominator: (typeof BREAKER_DENOMINATORS)[number] | null;
  /** The best class that counts as bad; with `loan_class` only. */
  readonly breaker_class: LoanClass | null;
  /** What it stops besides new contracts. */
  readonly breaker_blocks: readonly (typeof BREAKER_BLOCKS)[number][];
  readonly breaker_warn_percent: number | null;
  readonly breaker_resume_percent: number | null;
}

/** What the breaker measures, of which loans, against which. */
export const BREAKER_NUMERATORS = ['overdue', 'loan_class', 'compensated'] as const;
/** Loans of a bank in the county, of the county, or of one product. */
export const BREAKER_DENOMINATORS = ['bank', 'county', 'product'] as const;
/** 续贷, and contracts signed but not paid out. */
export const BREAKER_BLOCKS = ['renewals', 'approved_unpaid'] as const;

export interface FundTerms extends NewFundTerms {
  readonly id: bigint;
  readonly fund_id: bigint;
  readonly county_code: string;
  readonly published_by: bigint;
}

export function triggerRule(terms: NewFundTerms): TriggerRule {
  const { trigger_kind: kind, trigger_days: days, trigger_months: months, trigger_class: from } = terms;
  switch (kind) {
    case 'days':
      invariant(days !== null, 'terms by days name them');
      return { kind, days };
    case 'grace_months':
      invariant(months !== null, 'terms by months name them');
      return { kind, months };
    case 'loan_class':
      invariant(from !== null, 'terms by class name it');
      return { kind, from };
    case 'loss_determined':
      return { kind };
    default:
      return unreachable(kind);
  }
}

export function topUpRule(terms: NewFundTerms): TopUpRule {
  const { top_up_mode: mode, top_up_percent: percent, top_up_floor_fen: floor, top_up_by: by } = terms;
  switch (mode) {
    case 'quarterly_percent':
      invariant(percent !== null, 'a quarterly duty names its percentage');
      return { mode, percent };
    case 'fixed_floor':
      invariant(floor !== null && by !== null, 'a floor has its amount and its day');
      return { mode, floor, refillBy: by };
    case 'demand':
      return { mode };
    default:
      return unreachable(mode);
  }
}

/** The breaker of the terms; null when they have none. */
export function breakerRule(terms: NewFundTerms): BreakerRule | null {
  const { breaker_percent: tripPercent, breaker_comparison: comparison } = terms;
  if (tripPercent === null || comparison === null) return null;
  const { breaker_warn_percent: warnPercent, breaker_resume_percent: resumePercent } = terms;
  return { tripPercent, comparison, warnPercent, resumePercent };
}
