import { Decimal } from 'decimal.js';
import { invariant } from './invariant.ts';

/** Exact decimal arithmetic for rates and weights; 40 significant digits are far beyond any amount here. */
export const Exact = Decimal.clone({
  precision: 40,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -40,
  toExpPos: 40,
});
export type Exact = Decimal;

declare const fenBrand: unique symbol;
/** Money: integer fen (分, 1/100 yuan). */
export type Fen = bigint & { readonly [fenBrand]: 'fen' };

/** Marks a bigint or a safe integer as an amount in fen. */
export function fen(amount: bigint | number): Fen {
  if (typeof amount === 'number') invariant(Number.isSafeInteger(amount), 'fen must be a safe integer');
  return BigInt(amount) as Fen;
}

export const ZERO_FEN: Fen = fen(0n);

const YUAN_PATTERN = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;

/**
 * Parses a yuan string with at most two decimals (`"50000"`, `"50000.00"`, `"-3.5"`) to fen; null when it
 * is none.
 */
export function parseYuan(text: string): Fen | null {
  const match = YUAN_PATTERN.exec(text);
  if (!match) return null;
  const [, sign, whole = '0', decimals = ''] = match;
  const amount = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'));
  return fen(sign === '-' ? -amount : amount);
}

/** Writes fen as yuan with two decimals, no grouping: `5000000n` → `"50000.00"`. */
export function formatYuan(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Writes fen as yuan with thousands separators, as papers and screens show it: `"50,000.00"`. */
export function formatYuanGrouped(amount: bigint): string {
  return formatYuan(amount).replace(/\B(?=(\d{3})+\.)/g, ',');
}

export function addFen(...amounts: readonly bigint[]): Fen {
  return fen(amounts.reduce((sum, amount) => sum + amount, 0n));
}

export function minFen(a: bigint, b: bigint): Fen {
  return fen(a < b ? a : b);
}

export function maxFen(a: bigint, b: bigint): Fen {
  return fen(a > b ? a : b);
}

/** Fen as an exact decimal, for multiplication with rates. */
export function toExact(amount: bigint): Exact {
  return new Exact(amount.toString());
}

/** The one rounding of the system: exact fen to whole fen, half away from zero (四舍五入). */
export function roundHalfUp(exactFen: Exact): Fen {
  return fen(BigInt(exactFen.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toFixed(0)));
}

export const ROUNDINGS = ['half_up', 'half_even'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/**
 * Exact fen to whole fen in the rounding a repayment plan names; everything else uses {@link roundHalfUp}.
 */
export function roundExact(exactFen: Exact, rounding: Rounding): Fen {
  const mode = rounding === 'half_up' ? Decimal.ROUND_HALF_UP : Decimal.ROUND_HALF_EVEN;
  return fen(BigInt(exactFen.toDecimalPlaces(0, mode).toFixed(0)));
}

/**
 * Exact fraction in integers, rounded half-up to whole units; `denominator` > 0, `numerator` ≥ 0. The
 * batch's fast path.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  invariant(denominator > 0n && numerator >= 0n, 'divideHalfUp needs numerator >= 0 and denominator > 0');
  return (numerator * 2n + denominator) / (denominator * 2n);
}

/** Weights as integers in the same proportion, so that remainders compare exactly. */
function wholeWeights(weights: readonly Exact[]): bigint[] {
  const places = weights.reduce((most, weight) => Math.max(most, weight.decimalPlaces()), 0);
  return weights.map((weight) => BigInt(weight.mul(new Exact(10).pow(places)).toFixed(0)));
}

/**
 * Splits `total` fen by weights so that the parts sum to it exactly: largest remainder, ties by position.
 * Weights are non-negative with a positive sum.
 */
export function allocate(total: bigint, weights: readonly Exact[]): Fen[] {
  const whole = wholeWeights(weights);
  const sum = whole.reduce((acc, weight) => acc + weight, 0n);
  invariant(sum > 0n && whole.every((weight) => weight >= 0n), 'weights must be >= 0 with a positive sum');
  const sign = total < 0n ? -1n : 1n;
  const shares = whole.map((weight) => sign * total * weight);
  const floors = shares.map((share) => share / sum);
  const left = Number(sign * total - floors.reduce((acc, floor) => acc + floor, 0n));
  const byRemainder = shares
    .map((share, position) => ({ position, remainder: share % sum }))
    .sort((a, b) =>
      a.remainder === b.remainder ? a.position - b.position : a.remainder > b.remainder ? -1 : 1,
    );
  const lucky = new Set(byRemainder.slice(0, left).map((entry) => entry.position));
  return floors.map((floor, position) => fen(sign * (floor + (lucky.has(position) ? 1n : 0n))));
}

/**
 * Splits `total` into whole multiples of `unit` by weights (shares of 100 yuan, whole yuan, fen);
 * `residue` is the part
 * of the total smaller than one unit, so parts + residue = total. `unit` > 0.
 */
export function allocateInUnits(
  total: bigint,
  unit: bigint,
  weights: readonly Exact[],
): { parts: bigint[]; residue: bigint } {
  invariant(unit > 0n, 'a unit of allocation is positive');
  const parts = allocate(total / unit, weights).map((count) => count * unit);
  return { parts, residue: total % unit };
}

/**
 * Splits `total` ≥ 0 by weights with every part rounded down, so that equal weights get equal parts;
 * `residue` is what does not divide, so parts + residue = total. Weights as of {@link allocate}.
 */
export function allocateWhole(
  total: bigint,
  weights: readonly Exact[],
): { parts: bigint[]; residue: bigint } {
  const whole = wholeWeights(weights);
  const sum = whole.reduce((acc, weight) => acc + weight, 0n);
  invariant(
    total >= 0n && sum > 0n && whole.every((weight) => weight >= 0n),
    'weights must be >= 0 with a positive sum',
  );
  const parts = whole.map((weight) => (total * weight) / sum);
  return { parts, residue: total - parts.reduce((acc, part) => acc + part, 0n) };
}
