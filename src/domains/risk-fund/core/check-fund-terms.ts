import { Failure, type FieldError } from '../../../kernel/failure.ts';
import { ZERO_FEN } from '../../../kernel/money.ts';
import type { NewFundTerms } from './fund-terms.ts';
import { isLayerPayer, WATERFALL_RULES } from './payer-terms.ts';
import { splitLoss } from './share-loss.ts';

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
    '/fund_lead_days',
    '补偿金须先到位后放贷时要写明提前天数（当天到位填 0），否则不填',
    (t) => t.fund_before_lending !== 'none',
    (t) => t.fund_lead_days,
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
  only(
    '/breaker_class',
    '停贷线按五级分类计算时须填写类别，否则不填',
    (t) => t.breaker_numerator === 'loan_class',
    (t) => t.breaker_class,
  ),
  ...(['breaker_warn_percent', 'breaker_resume_percent'] as const).map((name) => ({
    pointer: `/${name}`,
    detail: '预警线和恢复线不能高于停贷线，不设停贷线时不填',
    broken: (t: NewFundTerms) =>
      t[name] !== null && (t.breaker_percent === null || t[name] > t.breaker_percent),
  })),
  {
    pointer: '/shares',
    broken: ({ shares, loss_basis: basis }) =>
      basis !== 'on_disbursement' &&
      ['fund', 'bank'].some((party) => shares.filter((share) => share.party === party).length !== 1),
    detail: '第一层须各有一个“fund”（补偿金）和“bank”（银行）的分担比例',
  },
  {
    pointer: '/shares',
    broken: ({ shares, waterfall }) =>
      shares.some(({ party, percent }) => percent === 0 && !isLayerPayer(waterfall, party)),
    detail: '分担比例须大于零；只有承担超赔的一方可以为零',
  },
  {
    pointer: '/shares',
    broken: ({ shares, loss_basis: basis }) =>
      basis === 'on_disbursement' && shares.some(({ party }) => party === 'fund'),
    detail: '按放款额计提时，分担比例是缺口的分担，不含补偿金',
  },
  ...(['disbursement_percent', 'surplus_to'] as const).map((name) =>
    only(
      `/${name}`,
      '按放款额计提时须写明计提比例和结余去向，否则不填',
      (t) => t.loss_basis === 'on_disbursement',
      (t) => t[name],
    ),
  ),
  {
    pointer: '/early_claim',
    broken: ({ early_claim: early, trigger_counts_interest: byInterest, loss_basis: basis }) =>
      early === 'instalments' && (byInterest || basis === 'on_disbursement'),
    detail: '逐期申报代偿时，每期从本期到期日起算，不能同时按欠息触发，也不能按放款额计提',
  },
  {
    pointer: '/waterfall',
    broken: ({ loss_basis: basis, waterfall }) => basis === 'on_disbursement' && waterfall !== null,
    detail: '按放款额计提时没有逐笔赔付顺位',
  },
  ...WATERFALL_RULES,
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
