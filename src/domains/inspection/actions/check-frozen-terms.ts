import { Failure } from '../../../kernel/failure.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  canonicalText,
  ceilingFor,
  publishedRates,
  readReferenceRates,
  termsById,
  withoutFloat,
  type ReferenceRates,
} from '../../programme/index.ts';
import { Tally, type Finding } from '../core/invariants.ts';
import { frozenTerms, publishedTerms, registeredRates, type FrozenTermsRow } from '../line-facts.views.ts';

/**
 * What was frozen onto each loan at signing is no looser than the version and the rates of that day
 * (invariant 8).
 */
export async function checkFrozenTerms(tx: Tx): Promise<Finding> {
  const rates = await readReferenceRates(tx);
  const tally = new Tally();
  for (const row of await frozenTerms(tx)) {
    const fault = (await isLooser(tx, row, rates)) ? `loan ${row.first_id} and ${row.loans - 1} alike` : null;
    tally.count(fault);
  }
  for (const { id, parameters, parameters_hash: hash } of await publishedTerms(tx)) {
    tally.count(
      sha256(canonicalText(parameters)) === hash ? null : `terms ${id} differ from what was published`,
    );
  }
  const published = new Map(publishedRates().map((rate) => [keyOf(rate), rate.annualPercent]));
  for (const row of await registeredRates(tx)) {
    const key = keyOf({ series: row.series, effectiveFrom: row.effective_from, tenorBand: row.tenor_band });
    tally.count((published.get(key) ?? row.annual_percent) === row.annual_percent ? null : `rate ${key}`);
  }
  return tally.finding('8');
}

const keyOf = (rate: { series: string; effectiveFrom: string; tenorBand: string }): string =>
  `${rate.series} ${rate.effectiveFrom} ${rate.tenorBand}`;

async function isLooser(tx: Tx, row: FrozenTermsRow, rates: ReferenceRates): Promise<boolean> {
  if (!row.published || row.signed_on < row.effective_from || row.signed_on > row.effective_to) return true;
  const { loan, interest } = (await termsById(tx, row.terms_id)).parameters;
  if (row.cap_fen > loan.capInclTopupFen || row.max_term_months > loan.maxTermMonths) return true;
  try {
    const ceiling = ceilingFor(interest, rates, row.signed_on, row.term_months);
    if (ceiling !== null && (row.annual_percent > ceiling || row.ceiling_percent > ceiling)) return true;
    const subsidised = ceilingFor(withoutFloat(interest), rates, row.signed_on, row.term_months);
    return (row.subsidy_ceiling_percent ?? 0) > (subsidised ?? row.annual_percent);
  } catch (error) {
    // no rate was published for the day: nothing permits the contract's
    if (error instanceof Failure) return true;
    throw error;
  }
}
