import {
  allocate,
  divideHalfUp,
  Exact,
  fen,
  maxFen,
  minFen,
  ZERO_FEN,
  type Fen,
} from '../../../kernel/money.ts';

/** One holder frozen at the record date. */
export interface ShareHolder {
  readonly household_id: bigint | null;
  readonly share_class: 'preferred' | 'ordinary';
  readonly units: bigint;
}

/** What the terms of the issue say of a year's return; percentages in units of 0.0001 %. */
export interface ShareReturn {
  readonly par_fen: Fen;
  /** Decimal places of a share: a unit is 10^-places of one. */
  readonly share_places: number;
  /** Floor of preferred shares on their par value; null: none. */
  readonly preferred_percent: number | null;
  /** What of the profit beyond the floors is shared out. */
  readonly participating_percent: number;
  readonly ratio_mode: 'exact' | 'rounded';
  /** The most a share brings in a year, of its par value; null: no cap. */
  readonly cap_percent: number | null;
  readonly income_split: readonly {
    readonly party: string;
    readonly holders: boolean;
    readonly percent: number;
  }[];
}

export interface ShareDividendLine extends ShareHolder {
  readonly floor_fen: Fen;
  readonly participating_fen: Fen;
  readonly due_fen: Fen;
}

export interface ShareDividend {
  readonly shared_fen: Fen;
  readonly parts: readonly { readonly party: string; readonly holders: boolean; readonly amount: Fen }[];
  readonly floor_fen: Fen;
  readonly participating_fen: Fen;
  /** Above the cap, or left over by published fractions: stays in the project. */
  readonly retained_fen: Fen;
  readonly due_fen: Fen;
  readonly lines: readonly ShareDividendLine[];
}

/** 100 % in units of 0.0001 %. */
const WHOLE = 1_000_000n;
/** Published fractions have two decimals: 0.01 % is 100 of those units. */
const PUBLISHED = 100n;

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** A yearly percentage of the par value of some units, rounded half-up to the fen. */
function ofPar(units: bigint, percent: number, terms: ShareReturn): Fen {
  const denominator = WHOLE * 10n ** BigInt(terms.share_places);
  return fen(divideHalfUp(units * terms.par_fen * BigInt(percent), denominator));
}

/** A fraction in 0.01 %, rounded half-up as it is published (高县 股权证). */
const published = (units: bigint, total: bigint): bigint =>
  divideHalfUp(units * WHOLE, total * PUBLISHED) * PUBLISHED;

function participation(pot: Fen, holders: readonly ShareHolder[], terms: ShareReturn): readonly Fen[] {
  const units = holders.map((holder) => holder.units);
  if (terms.ratio_mode === 'exact')
    return allocate(
      pot,
      units.map((own) => new Exact(own.toString())),
    );
  const total = sum(units);
  return units.map((own) => fen(divideHalfUp(pot * published(own, total), WHOLE)));
}

/**
 * What a year brings each holder (优先股保底加参与分红): preferred shares their floor whatever the profit; of what the
 * profit leaves beyond the floors the participating part is split by the income table, and the holders' part
 * by shares, by exact fractions (largest remainder) or published ones. With a cap nobody gets more than it
 * leaves beside the floor. null when the published fractions would give out more than there is. Amounts in
 * fen.
 */
export function shareDividend(
  profit: bigint,
  holders: readonly ShareHolder[],
  terms: ShareReturn,
): ShareDividend | null {
  const floors = holders.map((holder) =>
    holder.share_class === 'preferred' ? ofPar(holder.units, terms.preferred_percent ?? 0, terms) : ZERO_FEN,
  );
  const floor = fen(sum(floors));
  const beyond = maxFen(ZERO_FEN, profit - floor);
  const shared = fen(divideHalfUp(beyond * BigInt(terms.participating_percent), WHOLE));
  const amounts = allocate(
    shared,
    terms.income_split.map((part) => new Exact(part.percent)),
  );
  const parts = terms.income_split.map(({ party, holders: theirs }, index) => ({
    ...{ party, holders: theirs },
    amount: amounts[index] ?? ZERO_FEN,
  }));
  const pot = fen(sum(parts.filter((part) => part.holders).map((part) => part.amount)));
  const shares = participation(pot, holders, terms);
  if (sum(shares) > pot) return null;
  const lines = holders.map((holder, index): ShareDividendLine => {
    const own = floors[index] ?? ZERO_FEN;
    const share = shares[index] ?? ZERO_FEN;
    const { cap_percent: cap } = terms;
    const room = cap === null ? share : maxFen(ZERO_FEN, ofPar(holder.units, cap, terms) - own);
    const participating_fen = minFen(share, room);
    return { ...holder, floor_fen: own, participating_fen, due_fen: fen(own + participating_fen) };
  });
  const participating = fen(sum(lines.map((line) => line.participating_fen)));
  return {
    ...{ shared_fen: shared, parts, floor_fen: floor, participating_fen: participating, lines },
    retained_fen: fen(pot - participating),
    due_fen: fen(floor + participating),
  };
}
