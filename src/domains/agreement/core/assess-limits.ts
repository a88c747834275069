import type { FieldError } from '../../../kernel/failure.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { PERCENT_WHOLE } from './return-schedule.ts';

/** How much may be placed with one enterprise; null: the version sets no such limit. Units of 0.0001 %. */
export interface EnterpriseLimits {
  readonly households: number | null;
  readonly amount: Fen | null;
  /** Of all that is placed in the county. */
  readonly sharePercent: number | null;
  /** The share counts once more than this is placed in the county: the first agreement is all of it. */
  readonly shareAbove: Fen;
  /** Of its net assets, or where none are known its paid-in capital. */
  readonly meansPercent: number | null;
}

/** What is placed with an enterprise already, over all banks; fen. */
export interface Placement {
  readonly households: bigint;
  readonly placed: bigint;
  readonly county: bigint;
  /** Null: neither net assets nor paid-in capital are registered. */
  readonly means: bigint | null;
}

export const limitsSet = (limits: EnterpriseLimits): boolean =>
  [limits.households, limits.amount, limits.sharePercent, limits.meansPercent].some(
    (limit) => limit !== null,
  );

const yuan = (amount: bigint): string => `${formatYuanGrouped(amount)} 元`;

const fault = (code: string, detail: string): FieldError => ({
  pointer: '/loan_id',
  code: `agreement.${code}`,
  detail,
});

function overMeans(placement: Placement, limits: EnterpriseLimits, total: bigint): FieldError[] {
  const { meansPercent } = limits;
  if (meansPercent === null) return [];
  const { means } = placement;
  if (means === null) {
    return [
      fault('enterprise-means-unknown', '经营主体未登记净资产或实缴资本，无法核定可承接资金，请先补登。'),
    ];
  }
  if (total * PERCENT_WHOLE <= means * BigInt(meansPercent)) return [];
  const detail = `该经营主体承接资金将达 ${yuan(total)}，超过净资产（实缴资本）${yuan(means)}的 ${formatPercent(meansPercent)}%。`;
  return [fault('enterprise-means', detail)];
}

function overShare(placement: Placement, limits: EnterpriseLimits, total: bigint, all: bigint): FieldError[] {
  const { sharePercent } = limits;
  if (sharePercent === null || all <= limits.shareAbove) return [];
  if (total * PERCENT_WHOLE <= all * BigInt(sharePercent)) return [];
  const detail = `该经营主体承接资金将达 ${yuan(total)}，超过全县 ${yuan(all)}的 ${formatPercent(sharePercent)}%。`;
  return [fault('enterprise-share', detail)];
}

/** Which limits one more agreement over an amount would break, with the figures; empty: none. */
export function assessLimits(placement: Placement, limits: EnterpriseLimits, amount: Fen): FieldError[] {
  const total = placement.placed + amount;
  const faults: FieldError[] = [];
  if (limits.households !== null && placement.households >= BigInt(limits.households)) {
    const detail = `该经营主体已带动 ${String(placement.households)} 户，每个经营主体不超过 ${limits.households} 户。`;
    faults.push(fault('enterprise-households', detail));
  }
  if (limits.amount !== null && total > limits.amount) {
    const detail = `该经营主体承接资金将达 ${yuan(total)}，超过上限 ${yuan(limits.amount)}。`;
    faults.push(fault('enterprise-amount', detail));
  }
  const share = overShare(placement, limits, total, placement.county + amount);
  return [...faults, ...share, ...overMeans(placement, limits, total)];
}
