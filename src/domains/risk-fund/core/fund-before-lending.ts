import { unreachable } from '../../../kernel/invariant.ts';
import { formatYuanGrouped, formatYuan, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { refused, type Failure } from '../../../kernel/failure.ts';
import { leverageCap } from './leverage-cap.ts';

/**
 * What must lie in the fund before a bank pays out a loan (先到位后放贷, 桂财农〔2017〕58号): nothing, some money, or
 * so much that all lent, this loan with it, lies below the leverage cap, whoever would lose cover first.
 */
export const FUND_BEFORE_LENDING = ['none', 'held', 'carries'] as const;
export type FundBeforeLending = (typeof FUND_BEFORE_LENDING)[number];

/** What the measures of the loan's signing day say of it. */
export interface LendingNeeds {
  readonly fund_before_lending: FundBeforeLending;
  /** Units of 0.0001. */
  readonly leverage_times: number;
}

/**
 * Whether a loan may be paid out with `money` in the fund: what lay there through the lead days and nobody
 * has a claim on, fen; `lent`: principal outstanding under the fund, this loan's included, fen.
 */
export function mayLend(needs: LendingNeeds, money: Fen, lent: Fen): boolean {
  switch (needs.fund_before_lending) {
    case 'none':
      return true;
    case 'held':
      return money > ZERO_FEN;
    case 'carries':
      return leverageCap(money, needs.leverage_times, lent).uncovered === ZERO_FEN;
    default:
      return unreachable(needs.fund_before_lending);
  }
}

/** To the officer who would pay out: what is there, and what to do. */
export const fundBeforeLending = (money: Fen, leadDays: number): Failure =>
  refused({
    code: 'risk-fund.fund-before-lending',
    detail:
      `管理办法规定风险补偿金先到位、后放款：到放款日${leadDays === 0 ? '' : `已到位满 ${leadDays} 天`}可用的补偿金为 ` +
      `${formatYuanGrouped(money)} 元，不足以放出这笔贷款。请与县财政联系，资金到位后再放款。`,
    facts: { available: formatYuan(money), lead_days: leadDays },
  });

/** The same said by the database, which names no sum. */
export const fundNotInPlace = (): Failure =>
  refused({
    code: 'risk-fund.fund-before-lending',
    detail: '管理办法规定风险补偿金先到位、后放款：补偿金尚未到位或不足，请与县财政联系，资金到位后再放款。',
  });
