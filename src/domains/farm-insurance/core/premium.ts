import { invariant } from '../../../kernel/invariant.ts';
import { addFen, allocate, divideHalfUp, Exact, fen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { LEVELS, type PremiumParts, type PremiumShares } from './levels.ts';

const WHOLE_UNITS = 1_000_000n;

/** What a version of terms says about the premium of one unit. */
export interface PremiumTerms {
  /** Of one unit, in fen; a whole number of fen for the smallest part that is counted. */
  readonly sum_insured_fen: bigint;
  readonly unit_places: number;
  /** Units of 0.0001 % of the sum insured. */
  readonly premium_percent: number;
  readonly poor_shares: PremiumShares;
  readonly other_shares: PremiumShares;
}

/** The sum insured of so many units (10^-places), in fen; exact by the rule of the terms. */
export function sumInsured(units: bigint, terms: PremiumTerms): Fen {
  const parts = 10n ** BigInt(terms.unit_places);
  const total = divideHalfUp(units * terms.sum_insured_fen, parts);
  invariant(total * parts === units * terms.sum_insured_fen, 'units are insured for whole fen');
  return fen(total);
}

/** One household's line of a policy. Amounts in fen. */
export interface PremiumLine {
  readonly units: bigint;
  readonly poor: boolean;
  readonly sum_insured_fen: Fen;
  readonly premium_fen: Fen;
  /** What the household pays itself. */
  readonly household_fen: Fen;
}

export const sharesFor = (poor: boolean, terms: PremiumTerms): PremiumShares =>
  poor ? terms.poor_shares : terms.other_shares;

/**
 * Premium of a line and the household's own part of it, each rounded half-up once; poor households by their
 * own shares (贫困户减免), by the shares of the terms.
 */
export function premiumLine(units: bigint, poor: boolean, terms: PremiumTerms): PremiumLine {
  const insured = sumInsured(units, terms);
  const premium = fen(divideHalfUp(insured * BigInt(terms.premium_percent), WHOLE_UNITS));
  const [, , , , own] = sharesFor(poor, terms);
  const household = fen(divideHalfUp(premium * BigInt(own), WHOLE_UNITS));
  return { units, poor, sum_insured_fen: insured, premium_fen: premium, household_fen: household };
}

/**
 * What is left of a premium when the household has paid, split over the levels by their shares: largest
 * remainder, ties from the centre down, as the calculator `allot` splits. In fen.
 */
export function splitSubsidy(subsidy: Fen, shares: PremiumShares): Fen[] {
  if (subsidy === 0n) return LEVELS.map(() => ZERO_FEN);
  const weights = shares.slice(0, LEVELS.length).map((share) => new Exact(share));
  return allocate(subsidy, weights);
}

export interface PolicySums extends PremiumParts {
  readonly line_count: number;
  readonly units: bigint;
  readonly sum_insured_fen: bigint;
  readonly premium_fen: bigint;
}

const total = (
  lines: readonly PremiumLine[],
  column: 'sum_insured_fen' | 'premium_fen' | 'household_fen',
): Fen => addFen(...lines.map((line) => line[column]));

/**
 * The head of a policy: the sum of its lines, and the state's part split once over all poor households and
 * once over the others. The five parts are the premium to the fen.
 */
export function policySums(lines: readonly PremiumLine[], terms: PremiumTerms): PolicySums {
  const groups = [true, false].map((poor) => lines.filter((line) => line.poor === poor));
  const splits = groups.map((group) => {
    const poor = group[0]?.poor ?? false;
    return splitSubsidy(
      fen(total(group, 'premium_fen') - total(group, 'household_fen')),
      sharesFor(poor, terms),
    );
  });
  const part = (index: number): Fen => addFen(...splits.map((split) => split[index] ?? ZERO_FEN));
  return {
    line_count: lines.length,
    units: lines.reduce((sum, line) => sum + line.units, 0n),
    sum_insured_fen: total(lines, 'sum_insured_fen'),
    premium_fen: total(lines, 'premium_fen'),
    ...{ central_fen: part(0), province_fen: part(1), city_fen: part(2), county_fen: part(3) },
    household_fen: total(lines, 'household_fen'),
  };
}
