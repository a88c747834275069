import type { Reply } from '../api/call.ts';
import { fenOf } from '../parts/fen.ts';

type Funding = Reply<'readSubsidyFunding'>;

/** A part of the year's money, and how wide it is drawn. */
export interface Share {
  readonly name: 'spent' | 'reserved' | 'ahead' | 'here' | 'free' | 'missing';
  readonly fen: bigint;
  readonly percent: number;
}

const orNothing = (fen: bigint): bigint => (fen > 0n ? fen : 0n);

/**
 * Parts of the year's money, this batch among them, of which so much is paid; what lacks is named beside
 * them.
 */
export function sharesOf(funding: Funding, paidYuan: string): Share[] {
  const own = fenOf(funding.subsidy);
  const paid = fenOf(paidYuan);
  // its own reservation shrinks as it is paid
  const kept = funding.funding === 'reserved' ? orNothing(own - paid) : 0n;
  const remains = fenOf(funding.remains);
  const lacks = orNothing(-remains);
  const parts = [
    ['spent', orNothing(fenOf(funding.spent) - paid)],
    ['reserved', orNothing(fenOf(funding.reserved) - kept)],
    ['ahead', fenOf(funding.ahead)],
    ['here', own],
    ['free', orNothing(remains)],
  ] as const;
  const whole = parts.reduce((sum, [, fen]) => sum + fen, 0n);
  const percent = (fen: bigint): number => (whole === 0n ? 0 : Number((fen * 10_000n) / whole) / 100);
  const shares: Share[] = parts.map(([name, fen]) => ({ name, fen, percent: percent(fen) }));
  return lacks === 0n ? shares : [...shares, { name: 'missing', fen: lacks, percent: 0 }];
}
