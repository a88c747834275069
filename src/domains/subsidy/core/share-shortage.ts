import { Exact, allocate, fen, type Fen } from '../../../kernel/money.ts';

/**
 * What each line goes without when the money does not suffice for all (按比例拨付): the money is shared by what
 * the lines would pay, to the fen by largest remainder; the rest of each is cut. Amounts in the order of the
 * lines.
 */
export function cutsOf(amounts: readonly Fen[], money: Fen): Fen[] {
  const shares = allocate(
    money,
    amounts.map((amount) => new Exact(String(amount))),
  );
  return amounts.map((amount, at) => fen(amount - (shares[at] ?? 0n)));
}
