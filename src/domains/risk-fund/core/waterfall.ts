import { addDays, addMonths, type PlainDate } from '../../../kernel/date.ts';
import { invalid } from '../../../kernel/failure.ts';
import {
  addFen,
  allocate,
  Exact,
  fen,
  maxFen,
  minFen,
  roundHalfUp,
  toExact,
  ZERO_FEN,
  type Fen,
} from '../../../kernel/money.ts';
import type { LossBasis } from './share-loss.ts';

/**
 * Stop-loss above a loss ratio (超赔): what a payer's claims of a year exceed `abovePercent` of its premiums
 * by is borne by `payer` to `percent`, the rest stays its own. 云南: above 120 %, the province pays 80 % of
 * it. Percents in units of 0.0001 %.
 */
export interface ExcessLayer {
  readonly abovePercent: number;
  readonly percent: number;
  readonly payer: string;
}

/** One payer of a loss that several schemes cover (赔付顺位), in the order in which they stand. */
export interface Payer {
  readonly party: string;
  /** Units of 0.0001 %; all payers sum to 100 %. */
  readonly percent: number;
  /** What its percentage is of; interest that a payer does not cover is the bank's. */
  readonly basis: LossBasis;
  /** The most it pays; what lies above falls to the bank. */
  readonly cap: Fen | null;
  /** Pays at once for the payers that wait, and is paid back by them (先行垫付). */
  readonly advances: boolean;
  /** What it waits for a recovery before it pays, months first; nothing = pays at once. */
  readonly waitMonths: number;
  readonly waitDays: number;
  readonly layer: ExcessLayer | null;
}

/** The loss that is shared, fen: what is left of the principal, and the contract interest that counts. */
export interface WaterfallLoss {
  readonly principal: Fen;
  readonly interest: Fen;
}

/** A payer's year so far, fen: premiums earned and claims borne before this one. */
export interface LossYear {
  readonly premiums: Fen;
  readonly claims: Fen;
}

export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly amount: Fen;
  readonly on: PlainDate;
}

export interface Waterfall {
  /** What each bears in the end, in the order of the payers; sums to the loss. */
  readonly final: readonly { readonly party: string; readonly amount: Fen }[];
  readonly transfers: readonly Transfer[];
}

/** What a payer bears of a loss; `gross` before a layer moved some of it. */
export type BearingPayer = Payer & { readonly amount: Fen; readonly gross: Fen };

const WHOLE = 1_000_000;
export const BANK = 'bank';

function refuseBadPayers(payers: readonly Payer[]): void {
  const refuse = (code: string, detail: string): never => {
    throw invalid({ code, detail, errors: [{ pointer: '/payers', code, detail }] });
  };
  if (payers.reduce((sum, payer) => sum + payer.percent, 0) !== WHOLE)
    refuse('risk-fund.shares-not-whole', '赔付顺位的分担比例之和须等于 100%');
  if (payers.filter((payer) => payer.advances).length > 1)
    refuse('risk-fund.two-advances', '至多由一方先行垫付');
  if (payers.filter((payer) => payer.party === BANK).length !== 1)
    refuse('risk-fund.bank-not-named', '赔付顺位中须列明银行自担的比例');
  if (payers.filter((payer) => payer.layer).length > 1)
    refuse('risk-fund.two-layers', '至多对一方约定超赔分担');
  if (payers.some(({ layer }) => layer && !payers.some(({ party }) => party === layer.payer)))
    refuse('risk-fund.layer-payer-unknown', '承担超赔的一方须列在赔付顺位中');
}

/**
 * Largest remainder over principal, and over interest among those who cover it; the bank takes what is cut
 * off.
 */
function sharesOf(loss: WaterfallLoss, payers: readonly Payer[]): Fen[] {
  const weights = payers.map((payer) => new Exact(payer.percent));
  const principal = allocate(loss.principal, weights);
  const interest = allocate(loss.interest, weights);
  const own = payers.map((payer, index) => {
    const covered = payer.basis === 'principal' ? ZERO_FEN : (interest[index] ?? ZERO_FEN);
    const share = addFen(principal[index] ?? ZERO_FEN, covered);
    return minFen(share, payer.cap ?? share);
  });
  const left = addFen(loss.principal, loss.interest, -addFen(...own));
  return own.map((share, index) => (payers[index]?.party === BANK ? addFen(share, left) : share));
}

/** Of a payer's share, what lies above the ratio and another bears; half a fen is rounded up. */
function aboveRatio(share: Fen, layer: ExcessLayer, year: LossYear): Fen {
  const level = toExact(year.premiums).mul(layer.abovePercent).div(WHOLE).floor();
  const room = maxFen(ZERO_FEN, fen(BigInt(level.toFixed(0)) - year.claims));
  const above = maxFen(ZERO_FEN, addFen(share, -room));
  return roundHalfUp(toExact(above).mul(layer.percent).div(WHOLE));
}

/**
 * What each payer bears, to the fen, in the order of the payers: percentages of its basis, caps, then the
 * excess-of-loss layer by the year of the payer it protects (none known = its premiums and claims are zero).
 */
export function bearLoss(
  loss: WaterfallLoss,
  payers: readonly Payer[],
  year: LossYear = { premiums: ZERO_FEN, claims: ZERO_FEN },
): readonly BearingPayer[] {
  refuseBadPayers(payers);
  const shares = sharesOf(loss, payers);
  const bearing = payers.map((payer, index) => {
    const amount = shares[index] ?? ZERO_FEN;
    return { ...payer, amount, gross: amount };
  });
  const ceded = bearing.find((payer) => payer.layer);
  if (!ceded?.layer) return bearing;
  const { payer: to } = ceded.layer;
  const moved = aboveRatio(ceded.amount, ceded.layer, year);
  return bearing.map((payer) => ({
    ...payer,
    amount: addFen(payer.amount, payer.party === to ? moved : 0n, payer === ceded ? -moved : 0n),
  }));
}

const waits = (payer: Payer): boolean => payer.waitMonths > 0 || payer.waitDays > 0;

/** What the one that advances pays for others, beside its own part. */
export function advancedFor(payers: readonly BearingPayer[]): readonly BearingPayer[] {
  const advancer = payers.find((payer) => payer.advances);
  if (!advancer) return [];
  return payers.filter((payer) => payer.party !== BANK && payer !== advancer && waits(payer));
}

/**
 * Who pays whom what after the day of the first payment: a payer that waits pays when its time is over, to
 * the one that advanced for it, else to the bank.
 */
export function laterTransfers(payers: readonly BearingPayer[], on: PlainDate): Transfer[] {
  const advancer = payers.find((payer) => payer.advances);
  const waiting = advancedFor(payers);
  return payers
    .filter((payer) => payer.party !== BANK && payer !== advancer && payer.amount > 0n)
    .map((payer) => ({
      from: payer.party,
      to: advancer && waiting.includes(payer) ? advancer.party : BANK,
      amount: payer.amount,
      on: addDays(addMonths(on, payer.waitMonths), payer.waitDays),
    }));
}

/**
 * Who pays whom and when, of a loss claimed on a day (陇西县 2014: of the principal the fund bears 20, the bank
 * 10 and the insurer 70; the fund advances, and when nothing came back in three months the insurer pays).
 * Nothing is paid twice: the bank receives the loss less what it bears itself, the one that advanced ends at
 * its own part.
 */
export function settleWaterfall(
  loss: WaterfallLoss,
  payers: readonly Payer[],
  claimedOn: PlainDate,
  year?: LossYear,
): Waterfall {
  const bearing = bearLoss(loss, payers, year);
  const advancer = bearing.find((payer) => payer.advances);
  const advanced = advancedFor(bearing).map((payer) => payer.amount);
  const first = advancer
    ? [{ from: advancer.party, to: BANK, amount: addFen(advancer.amount, ...advanced), on: claimedOn }]
    : [];
  return {
    final: bearing.map(({ party, amount }) => ({ party, amount })),
    transfers: [...first.filter(({ amount }) => amount > 0n), ...laterTransfers(bearing, claimedOn)],
  };
}
