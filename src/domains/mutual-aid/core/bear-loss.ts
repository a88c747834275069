import { addFen, fen, maxFen, minFen, type Fen } from '../../../kernel/money.ts';

/**
 * Who bears a loss, in this order: the risk reserve (风险准备金) that was put by for it, the reserve (公积金), gifts,
 * and fiscal money last. Members' contributions are theirs (南江) and welfare and running cost have their use:
 * they bear nothing.
 */
export const BEARING = ['risk', 'reserve', 'gift', 'grant'] as const;
export type Bearer = (typeof BEARING)[number];
export type Borne = Readonly<Record<Bearer, Fen>>;

/** What each bears of a loss, in fen, of what it holds; null when together they hold less than was lost. */
export function bearLoss(held: Readonly<Record<Bearer, bigint>>, amount: Fen): Borne | null {
  let left = amount;
  const parts = BEARING.map((bearer) => {
    const part = minFen(maxFen(held[bearer], 0n), left);
    left = fen(left - part);
    return [bearer, part] as const;
  });
  return left > 0n ? null : (Object.fromEntries(parts) as Borne);
}

/**
 * What came back goes to whom, after so much came back before: who bore last is made whole first, and what is
 * left stays in the risk reserve. In fen.
 */
export function restoreLoss(borne: Borne, before: Fen, amount: Fen): Omit<Borne, 'risk'> {
  const restored = (recovered: Fen) => {
    const grant = minFen(recovered, borne.grant);
    const gift = minFen(fen(recovered - grant), borne.gift);
    return { grant, gift, reserve: minFen(fen(recovered - grant - gift), borne.reserve) };
  };
  const [was, is] = [restored(before), restored(addFen(before, amount))];
  return {
    grant: fen(is.grant - was.grant),
    gift: fen(is.gift - was.gift),
    reserve: fen(is.reserve - was.reserve),
  };
}
