import type { PlainDate } from '../../../kernel/date.ts';
import { invariant, unreachable } from '../../../kernel/invariant.ts';
import { Exact } from '../../../kernel/money.ts';
import { noReferenceRate } from './failures.ts';
import type { InterestTerms } from './parameters.ts';
import { rateInBand, type ReferenceRates } from './reference-rates.ts';

const WHOLE_PERCENT = 100_0000;

function published(rate: number | null, on: PlainDate): number {
  if (rate === null) throw noReferenceRate(on);
  return rate;
}

/** Rate raised by at most the float of the terms; a fraction of a unit is dropped, for it is a ceiling. */
function floated(rate: number, floatPercent: number): number {
  return new Exact(rate)
    .mul(WHOLE_PERCENT + floatPercent)
    .div(WHOLE_PERCENT)
    .floor()
    .toNumber();
}

/** The dated distance from the published rate (加减点); 0 before its first row. */
const spreadOn = ({ rateSpreadTable }: InterestTerms, on: PlainDate): number =>
  rateSpreadTable.findLast((row) => row.from <= on)?.spreadPercent ?? 0;

/**
 * Highest annual rate of a contract, units of 0.0001 %, by the original term and the latest publication not
 * after the signing date; null where the terms set none. Refuses a day without a published rate.
 */
export function ceilingFor(
  interest: InterestTerms,
  rates: ReferenceRates,
  signedOn: PlainDate,
  termMonths: number,
): number | null {
  return ceilingOn(interest, rates, { rate: signedOn, spread: signedOn }, termMonths);
}

/** The terms of interest without the float: what the subsidy is counted at (新平县 新政办发〔2014〕102号). */
export const withoutFloat = (interest: InterestTerms): InterestTerms => ({
  ...interest,
  rateFloatMaxPercent: 0,
});

/**
 * Highest annual rate that a reset by rule (利率调整) may set, units of 0.0001 %: by the latest publication not
 * after its day, and by the spread of that day or of the signing, as the terms say.
 */
export function resetCeilingFor(
  interest: InterestTerms,
  rates: ReferenceRates,
  days: { readonly signedOn: PlainDate; readonly resetOn: PlainDate },
  termMonths: number,
): number | null {
  const spread = interest.rateSpreadAsof === 'signing' ? days.signedOn : days.resetOn;
  return ceilingOn(interest, rates, { rate: days.resetOn, spread }, termMonths);
}

function ceilingOn(
  interest: InterestTerms,
  rates: ReferenceRates,
  on: { readonly rate: PlainDate; readonly spread: PlainDate },
  termMonths: number,
): number | null {
  const rule = interest.rateCeilingRule;
  switch (rule) {
    case 'benchmark': {
      const rate = published(rateInBand(rates.benchmark, on.rate, termMonths), on.rate);
      return floated(rate, interest.rateFloatMaxPercent);
    }
    case 'lpr_by_term': {
      const rate = published(rateInBand(rates.lpr, on.rate, termMonths), on.rate);
      return floated(rate, interest.rateFloatMaxPercent);
    }
    case 'lpr_5y': {
      const rate = published(rateInBand(rates.lpr, on.rate, Infinity), on.rate);
      return floated(rate + spreadOn(interest, on.spread), interest.rateFloatMaxPercent);
    }
    case 'percent':
      invariant(interest.rateCeilingPercent !== null, 'terms with a fixed ceiling name it');
      return interest.rateCeilingPercent;
    case 'none':
      return null;
    default:
      return unreachable(rule);
  }
}
