import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import { invalid } from '../../../kernel/failure.ts';
import { addFen, allocate, Exact, minFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

/** One payer of a loss that several schemes cover (赔付顺位), in the order in which they stand. */
export interface Payer {
  readonly party: string;
  /** Units of 0.0001 %; all payers sum to 100 %. */
  readonly percent: number;
  /** The most it pays; what lies above falls to the bank. */
  readonly cap: Fen | null;
  /** Pays at once for the payers that wait, and is paid back by them (先行垫付). */
  readonly advances: boolean;
  /** Whole months it waits for a recovery before it pays; 0 = pays at once. */
  readonly waitMonths: number;
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

const WHOLE = 1_000_000;
const BANK = 'bank';

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
}

/** Shares by largest remainder; what a cap leaves unpaid is the bank's, who lent. */
function finalShares(loss: Fen, payers: readonly Payer[]): Fen[] {
  const shares = allocate(
    loss,
    payers.map((payer) => new Exact(payer.percent)),
  );
  const capped = shares.map((share, index) => minFen(share, payers[index]?.cap ?? share));
  const above = addFen(loss, -addFen(...capped));
  return capped.map((share, index) => (payers[index]?.party === BANK ? addFen(share, above) : share));
}

/**
 * Who pays whom and when, of a loss claimed on a day (陇西县 2014: of the principal the fund bears 20, the bank
 * 10 and the insurer 70; the fund advances, and when nothing came back in three months the insurer pays).
 * Every other payer pays the bank after its waiting months, or pays back the one that advanced for it.
 * Nothing is paid twice: the bank receives the loss less what it bears itself, the one that advanced ends at
 * its own part.
 */
export function settleWaterfall(loss: Fen, payers: readonly Payer[], claimedOn: PlainDate): Waterfall {
  refuseBadPayers(payers);
  const shares = finalShares(loss, payers);
  const borne = payers.map((payer, index) => ({ ...payer, amount: shares[index] ?? ZERO_FEN }));
  const advancer = borne.find((payer) => payer.advances);
  const others = borne.filter((payer) => payer.party !== BANK && payer !== advancer);
  const waiting = advancer ? others.filter((payer) => payer.waitMonths > 0) : [];
  const transfers: Transfer[] = [];
  if (advancer) {
    const amount = addFen(advancer.amount, ...waiting.map((payer) => payer.amount));
    transfers.push({ from: advancer.party, to: BANK, amount, on: claimedOn });
  }
  for (const payer of others) {
    const to = waiting.includes(payer) && advancer ? advancer.party : BANK;
    const on = addMonths(claimedOn, payer.waitMonths);
    transfers.push({ from: payer.party, to, amount: payer.amount, on });
  }
  return {
    final: borne.map(({ party, amount }) => ({ party, amount })),
    transfers: transfers.filter((transfer) => transfer.amount > 0n),
  };
}
