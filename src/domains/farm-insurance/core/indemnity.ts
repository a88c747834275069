import { divideHalfUp, fen, minFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { InsuranceTerms } from './insurance-rows.ts';

const WHOLE_UNITS = 1_000_000n;

export type IndemnityTerms = Pick<
  InsuranceTerms,
  'sum_insured_fen' | 'unit_places' | 'least_loss_percent' | 'total_loss_percent' | 'deductible_percent'
>;

/**
 * The most that is paid in the stage of growth (生长期) that a loss fell into, in units of 0.0001 %; null when
 * the terms know stages and this is none of them, or know none and one is named.
 */
export function stageShare(
  terms: Pick<InsuranceTerms, 'stage_names' | 'stage_percents'>,
  stage: string | null,
): number | null {
  if (terms.stage_names.length === 0) return stage === null ? Number(WHOLE_UNITS) : null;
  const at = stage === null ? -1 : terms.stage_names.indexOf(stage);
  return terms.stage_percents[at] ?? null;
}

/**
 * What the terms pay for so many units damaged to a degree, in fen: nothing below the least degree (起赔点), the
 * whole from the total degree on, of the most of its stage of growth, less the deductible (免赔率); rounded
 * half-up once.
 */
export function indemnity(
  units: bigint,
  lossPercent: number,
  terms: IndemnityTerms,
  stagePercent = Number(WHOLE_UNITS),
): Fen {
  if (lossPercent < terms.least_loss_percent) return ZERO_FEN;
  const degree = lossPercent >= terms.total_loss_percent ? WHOLE_UNITS : BigInt(lossPercent);
  const kept = WHOLE_UNITS - BigInt(terms.deductible_percent);
  const parts = 10n ** BigInt(terms.unit_places) * WHOLE_UNITS * WHOLE_UNITS * WHOLE_UNITS;
  const most = BigInt(stagePercent);
  return fen(divideHalfUp(units * terms.sum_insured_fen * degree * kept * most, parts));
}

/** The same, within what is left of the sum insured after the losses assessed before. */
export const withinSum = (
  amount: Fen,
  line: { readonly sum_insured_fen: bigint; readonly claimed_fen: bigint },
): Fen => minFen(amount, line.sum_insured_fen - line.claimed_fen);
