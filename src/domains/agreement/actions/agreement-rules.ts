import { fen, type Fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById, type Terms, type TermsId } from '../../programme/index.ts';
import type { AgreementRules } from '../core/assess-drawing.ts';
import type { EnterpriseLimits } from '../core/assess-limits.ts';

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

/** Reads each version once, however many loans were frozen on it. */
export function termsReader(tx: Tx): (id: TermsId) => Promise<Terms> {
  const known = new Map<TermsId, Promise<Terms>>();
  return (id) => {
    const terms = known.get(id) ?? termsById(tx, id);
    known.set(id, terms);
    return terms;
  };
}
