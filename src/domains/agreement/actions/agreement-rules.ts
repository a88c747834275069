import type { FieldError } from '../../../kernel/failure.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { fen, type Fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import {
  rateInBand,
  readReferenceRatesOn,
  termsById,
  type Terms,
  type TermsId,
} from '../../programme/index.ts';
import type { AgreementRules } from '../core/assess-drawing.ts';
import { assessLimits, limitsSet, type EnterpriseLimits } from '../core/assess-limits.ts';
import { placementOf } from '../enterprise-means.store.ts';

/** What a programme version says about four-party agreements. */
export function agreementRules({ parameters }: Terms): AgreementRules {
  const { loan, dividend } = parameters;
  return {
    ledAllowed: loan.usageModeAllowed.includes('enterprise_led'),
    ledUntil: loan.enterpriseLedAllowedUntil,
    regime: dividend.agreementRegime,
    floorPercent: dividend.floorRatePercent,
    floorCapPercent: dividend.floorCapPercent,
    frequency: dividend.dividendFrequency,
  };
}

/**
 * The version as it binds an agreement drawn up on a day for a term: where it links its floor to the
 * published lending rate (与基准利率挂钩), the floor is the greater of the two, and stays what it was on that day.
 */
export async function withLinkedFloor(
  tx: Tx,
  version: Terms,
  drawn: { readonly on: PlainDate; readonly termMonths: number },
): Promise<Terms> {
  const { dividend } = version.parameters;
  if (dividend.floorRateLink === 'fixed' || dividend.floorRatePercent === null) return version;
  const { benchmark } = await readReferenceRatesOn(tx, drawn.on);
  const published = rateInBand(benchmark, drawn.on, drawn.termMonths) ?? 0;
  const floorRatePercent = Math.max(dividend.floorRatePercent, published);
  return { ...version, parameters: { ...version.parameters, dividend: { ...dividend, floorRatePercent } } };
}

const wholeYuan = (yuan: number): Fen => fen(BigInt(yuan) * 100n);

/** How much a version lets be placed with one enterprise. */
export function enterpriseLimits({ parameters: { dividend } }: Terms): EnterpriseLimits {
  return {
    households: dividend.enterpriseHouseholdsMax,
    amount: dividend.enterpriseAmountMaxYuan === null ? null : wholeYuan(dividend.enterpriseAmountMaxYuan),
    sharePercent: dividend.enterpriseShareMaxPercent,
    shareAbove: wholeYuan(dividend.enterpriseShareAboveYuan),
    meansPercent: dividend.enterpriseMeansPercent,
  };
}

/**
 * What one more agreement of a version would break with the enterprise; held, so that those before it count.
 */
export async function limitsBroken(
  tx: Tx,
  version: Terms,
  { enterpriseId, amount }: { readonly enterpriseId: OrganisationId | null; readonly amount: Fen },
): Promise<readonly FieldError[]> {
  const limits = enterpriseLimits(version);
  if (!limitsSet(limits) || enterpriseId === null) return [];
  const placement = await placementOf(tx, enterpriseId, limits.sharePercent !== null);
  return placement ? assessLimits(placement, limits, amount) : [];
}

/** Reads each version once, however many loans were frozen on it. */
export function termsReader(tx: Tx): (id: TermsId) => Promise<Terms> {
  const known = new Map<TermsId, Promise<Terms>>();
  return (id) => {
    const terms = known.get(id) ?? termsById(tx, id);
    known.set(id, terms);
    return terms;
  };
}
