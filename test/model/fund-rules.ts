import type { Fund, FundClaim, FundRecovery } from './fund-model.ts';
import { total } from './model.ts';

/** Splits a sum by weights: whole fen first, then one each by the largest remainder, the earlier first. */
export function splitFen(sum: bigint, weights: readonly bigint[]): bigint[] {
  const whole = total(weights);
  if (whole === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (sum * weight) / whole);
  const byRemainder = weights
    .map((weight, at) => ({ at, remainder: (sum * weight) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1));
  const over = Number(sum - total(parts));
  for (const { at } of byRemainder.slice(0, over)) parts[at] = (parts[at] ?? 0n) + 1n;
  return parts;
}

const standing = ({ recoveries }: FundClaim): FundRecovery[] =>
  recoveries.filter(({ state }) => state === 'confirmed');

export const recoveredOf = (claim: FundClaim, at: number): bigint =>
  total(standing(claim).map(({ parts }) => parts[at] ?? 0n));

/** What a party got wrongly and has not had set off. */
export const openBack = (claim: FundClaim, party: string): bigint =>
  (claim.backs.get(party) ?? 0n) - total(standing(claim).map(({ setOff }) => setOff.get(party) ?? 0n));

/** Shares what came back by what each still lacks; then the bank's beside the loss, then the household's. */
export function shareOut(fund: Fund, recovery: FundRecovery): void {
  const { claim, net, setOff } = recovery;
  const lacks = claim.shares.map((share, at) => share - recoveredOf(claim, at));
  const lacking = total(lacks);
  recovery.parts = splitFen(net < lacking ? net : lacking, lacks);
  const left = net - total(recovery.parts);
  const beside = claim.beside - total(standing(claim).map(({ beyond }) => beyond));
  const owed = beside > 0n ? beside : 0n;
  recovery.beyond = left < owed ? left : owed;
  recovery.rest = left - recovery.beyond;
  for (const [party, got] of passedOn(recovery)) {
    const open = openBack(claim, party);
    setOff.set(party, got < open ? got : open);
  }
  recovery.confirmedNo = fund.confirmed += 1;
  recovery.state = 'confirmed';
}

const passedOn = ({ parts, rest }: FundRecovery) => [
  ['insurer', parts[1] ?? 0n] as const,
  ['household', rest] as const,
];

export function takeRecoveryBack(recovery: FundRecovery): void {
  const { claim, setOff } = recovery;
  for (const [party, got] of passedOn(recovery)) {
    const kept = setOff.get(party) ?? 0n;
    claim.backs.set(party, (claim.backs.get(party) ?? 0n) + got - kept);
  }
  recovery.state = 'reversed';
}

/** What speaks against taking a recovery back: it no longer counts, or another was shared after it. */
export const isLast = ({ claim, confirmedNo }: FundRecovery): boolean =>
  standing(claim).every((other) => other.confirmedNo <= confirmedNo);
