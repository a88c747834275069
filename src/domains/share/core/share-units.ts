import { Exact } from '../../../kernel/money.ts';

export { formatUnits as formatShares, parseUnits as parseShares } from '../../../kernel/units.ts';

/** How many whole units a sum buys at a par value; null when it is no whole number. Amounts in fen. */
export function unitsOf(total: bigint, par: bigint, places: number): bigint | null {
  const units = new Exact(total.toString()).mul(new Exact(10).pow(places)).div(par.toString());
  return units.isInteger() ? BigInt(units.toFixed(0)) : null;
}
