import type { PlainDate } from '../../../kernel/date.ts';
import { Failure, type FieldError } from '../../../kernel/failure.ts';
import { invariant, unreachable } from '../../../kernel/invariant.ts';
import { ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { BreakerComparison, BreakerRule } from './breaker.ts';
import type { ClaimBasis } from './claim-loss.ts';
import type { LoanClass, TriggerKind, TriggerRule } from './claim-trigger.ts';
import type { ExcessCover } from './leverage-cap.ts';
import { splitLoss, type LossShare, type NestedSplitBase } from './share-loss.ts';
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
  readonly dunning_min_count: number;
  readonly checklist: readonly ClaimDocument[];
  readonly loss_basis: ClaimBasis;
  readonly interest_cap_fen: Fen | null;
  readonly shares: readonly LossShare[];
  readonly nested_split_base: NestedSplitBase;
  readonly recovery_order: RecoveryOrder;
  /** Working days in which what came back reaches the fund's account. */
  readonly recovery_return_days: number;
  /** Units of 0.0001. */
  readonly leverage_times: number;
  readonly excess_cover: ExcessCover;
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
  readonly breaker_warn_percent: number | null;
  readonly breaker_resume_percent: number | null;
}

/** What the breaker measures, of which loans, against which. */
export const BREAKER_NUMERATORS = ['overdue', 'compensated'] as const;
export const BREAKER_DENOMINATORS = ['bank', 'county'] as const;

export interface FundTerms extends NewFundTerms {
  readonly id: bigint;
  readonly fund_id: bigint;
  readonly county_code: string;
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

interface Rule {
  readonly pointer: string;
  readonly broken: (terms: NewFundTerms) => boolean;
  readonly detail: string;
}

/** A value belongs to its choice: there when the choice needs it, absent when not. */
const only = (
  pointer: string,
  detail: string,
  needed: (terms: NewFundTerms) => boolean,
  value: (terms: NewFundTerms) => unknown,
): Rule => ({ pointer, detail, broken: (terms) => needed(terms) !== (value(terms) !== null) });

const RULES: readonly Rule[] = [
  {
    pointer: '/effective_to',
    broken: (terms) => terms.effective_to !== null && terms.effective_to < terms.effective_from,
    detail: '失效日期不能早于生效日期',
  },
  only(
    '/trigger_days',
    '按逾期天数触发时须填写天数，否则不填',
    (t) => t.trigger_kind === 'days',
    (t) => t.trigger_days,
  ),
  only(
    '/trigger_months',
    '按缓冲月数触发时须填写月数，否则不填',
    (t) => t.trigger_kind === 'grace_months',
    (t) => t.trigger_months,
  ),
  only(
    '/trigger_class',
    '按五级分类触发时须填写类别，否则不填',
    (t) => t.trigger_kind === 'loan_class',
    (t) => t.trigger_class,
  ),
  only(
    '/interest_cap',
    '利息封顶的损失口径须填写利息上限，否则不填',
    (t) => t.loss_basis === 'principal_and_interest_capped',
    (t) => t.interest_cap_fen,
  ),
  only(
    '/top_up_percent',
    '按季度比例补充时须填写比例，否则不填',
    (t) => t.top_up_mode === 'quarterly_percent',
    (t) => t.top_up_percent,
  ),
  only(
    '/top_up_floor',
    '按底线补充时须填写底线，否则不填',
    (t) => t.top_up_mode === 'fixed_floor',
    (t) => t.top_up_floor_fen,
  ),
  only(
    '/top_up_by',
    '按底线补充时须填写补足日，否则不填',
    (t) => t.top_up_mode === 'fixed_floor',
    (t) => t.top_up_by,
  ),
  ...(['breaker_comparison', 'breaker_numerator', 'breaker_denominator'] as const).map((name) =>
    only(
      `/${name}`,
      '设停贷线时须写明比较方式、分子和分母，不设时都不填',
      (t) => t.breaker_percent !== null,
      (t) => t[name],
    ),
  ),
  only(
    '/breaker_overdue_days',
    '停贷线按逾期计算时须填写逾期天数，否则不填',
    (t) => t.breaker_numerator === 'overdue',
    (t) => t.breaker_overdue_days,
  ),
  ...(['breaker_warn_percent', 'breaker_resume_percent'] as const).map((name) => ({
    pointer: `/${name}`,
    detail: '预警线和恢复线不能高于停贷线，不设停贷线时不填',
    broken: (t: NewFundTerms) =>
      t[name] !== null && (t.breaker_percent === null || t[name] > t.breaker_percent),
  })),
  {
    pointer: '/shares',
    broken: ({ shares }) =>
      ['fund', 'bank'].some((party) => shares.filter((share) => share.party === party).length !== 1) ||
      shares.some((share) => share.percent === 0),
    detail: '第一层须各有一个“fund”（补偿金）和“bank”（银行）的分担比例，且都大于零',
  },
];

/** Everything wrong with terms that are to be published; empty when they may be. */
export function checkFundTerms(terms: NewFundTerms): FieldError[] {
  const broken = RULES.filter((rule) => rule.broken(terms)).map(({ pointer, detail }) => ({
    pointer,
    code: 'risk-fund.terms-contradict',
    detail,
  }));
  return [...broken, ...wrongShares(terms)];
}

/** Levels that are not whole, found by splitting nothing by them. */
function wrongShares(terms: NewFundTerms): readonly FieldError[] {
  try {
    splitLoss(ZERO_FEN, terms.shares, terms.nested_split_base);
    return [];
  } catch (error) {
    if (error instanceof Failure) return error.errors;
    throw error;
  }
}
