import { addDays, type PlainDate } from '../../src/kernel/date.ts';
import type { Fund, FundClaim, FundRecovery, Measures, Transfer } from './fund-model.ts';
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

/** What each bears of a loss when it is claimed; what lies above a cap is the bank's, which stands last. */
export function bear({ bearers }: Measures, loss: bigint): bigint[] {
  const parts = splitFen(
    loss,
    bearers.map(({ percent }) => percent),
  );
  const capped = parts.map((part, at) => {
    const cap = bearers[at]?.cap ?? part;
    return part < cap ? part : cap;
  });
  return capped.map((part, at) => (at === parts.length - 1 ? part + loss - total(capped) : part));
}

/** What the fund pays at once: its own part, and those that are paid back to it. */
export const paysNow = ({ measures, shares }: FundClaim): bigint =>
  total(
    shares.filter((_, at) => {
      const bearer = measures.bearers[at];
      return bearer?.party === 'fund' || bearer?.pays?.to === 'fund';
    }),
  );

const standing = ({ recoveries }: FundClaim): FundRecovery[] =>
  recoveries.filter(({ state }) => state === 'confirmed');

export const recoveredOf = (claim: FundClaim, at: number): bigint =>
  total(standing(claim).map(({ parts }) => parts[at] ?? 0n));

/** What each still lacks of what it bears. */
export const lacksOf = (claim: FundClaim): bigint[] =>
  (claim.final ?? claim.shares).map((borne, at) => borne - recoveredOf(claim, at));

const partyAt = ({ measures }: FundClaim, party: string): number =>
  measures.bearers.findIndex((bearer) => bearer.party === party);

/** What of a transfer still has to be paid. */
export const owedOf = (claim: FundClaim, { from, amount }: Transfer): bigint =>
  from === 'bank' ? amount : amount - recoveredOf(claim, partyAt(claim, from));

export const keyOf = (party: string, to: 'fund' | 'bank'): string => `${party} ${to}`;

/** What a party got wrongly and has not had set off. */
export const openBack = (claim: FundClaim, key: string): bigint =>
  (claim.backs.get(key) ?? 0n) - total(standing(claim).map(({ setOff }) => setOff.get(key) ?? 0n));

/** Shares what came back by what each still lacks; then the bank's beside the loss, then the household's. */
export function shareOut(fund: Fund, recovery: FundRecovery, today: PlainDate): void {
  const { claim, net } = recovery;
  const lacks = lacksOf(claim);
  const lacking = total(lacks);
  recovery.parts = splitFen(net < lacking ? net : lacking, lacks);
  const left = net - total(recovery.parts);
  const beside = claim.beside - total(standing(claim).map(({ beyond }) => beyond));
  const owed = beside > 0n ? beside : 0n;
  recovery.beyond = left < owed ? left : owed;
  recovery.rest = left - recovery.beyond;
  for (const { from, to, state } of claim.transfers)
    if (state === 'waiting' && from !== 'bank') recovery.held.set(from, to);
  for (const [party, got] of passedOn(recovery)) setOffOf(recovery, party, got);
  recovery.confirmedNo = fund.confirmed += 1;
  recovery.state = 'confirmed';
  settlePayers(claim, today);
}

/** What others than fund and bank got to keep. */
const passedOn = ({ claim, parts, rest, held }: FundRecovery) =>
  [
    ...claim.measures.bearers.map(({ party }, at) => [party as string, parts[at] ?? 0n] as const),
    ['household', rest] as const,
  ].filter(([party, got]) => party !== 'fund' && party !== 'bank' && got > 0n && !held.has(party));

/** The fund is given back first. */
function setOffOf({ claim, setOff }: FundRecovery, party: string, got: bigint): void {
  let left = got;
  for (const to of ['fund', 'bank'] as const) {
    const open = openBack(claim, keyOf(party, to));
    const kept = left < open ? left : open;
    if (kept > 0n) setOff.set(keyOf(party, to), kept);
    left -= kept;
  }
}

/** Of a recovery, what reached the fund beside its own part. */
export const advancedBy = ({ claim, parts, held, setOff }: FundRecovery): bigint =>
  total([
    ...claim.measures.bearers.map(({ party }, at) => (held.get(party) === 'fund' ? (parts[at] ?? 0n) : 0n)),
    ...[...setOff].filter(([key]) => key.endsWith(' fund')).map(([, amount]) => amount),
  ]);

/** Who was done only because its part had come back, which now is taken back. */
const owingAgain = (recovery: FundRecovery): Transfer[] =>
  recovery.claim.transfers.filter(({ from, state, paid }) => {
    const part = recovery.parts[partyAt(recovery.claim, from)] ?? 0n;
    return state === 'paid' && paid === 0n && from !== 'bank' && part > 0n;
  });

/** A payer refused by what had come back: its part was settled for good. */
export function isSettled(recovery: FundRecovery): boolean {
  const refused = recovery.claim.transfers.filter(({ state }) => state === 'refused');
  const held = refused.some(
    ({ from }) => recovery.held.has(from) && (recovery.parts[partyAt(recovery.claim, from)] ?? 0n) > 0n,
  );
  return held || (refused.length > 0 && owingAgain(recovery).length > 0);
}

export function takeRecoveryBack(recovery: FundRecovery): void {
  const { claim, setOff, held, parts } = recovery;
  const again = owingAgain(recovery);
  for (const transfer of again) Object.assign(transfer, { state: 'waiting', offset: 0n });
  if (again.length > 0) claim.final = null;
  const owe = (key: string, amount: bigint): void => {
    if (amount > 0n) claim.backs.set(key, (claim.backs.get(key) ?? 0n) + amount);
  };
  for (const [party, got] of passedOn(recovery)) {
    const kept = (['fund', 'bank'] as const).map((to) => setOff.get(keyOf(party, to)) ?? 0n);
    owe(keyOf(party, 'bank'), got - total(kept));
  }
  for (const [party, to] of held) {
    const paid = claim.transfers.some(({ from, state }) => from === party && state === 'paid');
    if (paid) owe(keyOf(party, to), parts[partyAt(claim, party)] ?? 0n);
  }
  recovery.state = 'reversed';
}

/** What speaks against taking a recovery back: it no longer counts, or another was shared after it. */
export const isLast = ({ claim, confirmedNo }: FundRecovery): boolean =>
  standing(claim).every((other) => other.confirmedNo <= confirmedNo);

/** A write-off said what was lacked; without this recovery more would be. */
export function isWrittenOff(recovery: FundRecovery): boolean {
  const { claim, parts } = recovery;
  const after = lacksOf(claim).map((lack, at) => lack + (parts[at] ?? 0n));
  const [fund = 0n, ...others] = after;
  return claim.writeOffs.some(
    ({ state, fundLacks, othersLack }) =>
      state === 'confirmed' && (fund > fundLacks || total(others) > othersLack),
  );
}

/** The fund has paid: from now on the others owe their parts. */
export function awaitPayers(claim: FundClaim, today: PlainDate): void {
  const { measures, shares, arrivedOn } = claim;
  if (!measures.waterfall || arrivedOn === null) return;
  for (const [at, { party, pays }] of measures.bearers.entries()) {
    const amount = shares[at] ?? 0n;
    if (pays && amount > 0n)
      claim.transfers.push({
        ...{ from: party, to: pays.to, amount, dueOn: addDays(arrivedOn, pays.days) },
        ...{ state: 'waiting', offset: 0n, paid: 0n },
      });
  }
  settlePayers(claim, today);
}

export function closeTransfer(claim: FundClaim, transfer: Transfer, state: 'paid' | 'refused'): void {
  const owed = owedOf(claim, transfer);
  Object.assign(transfer, {
    ...{ state, offset: transfer.amount - owed, paid: state === 'paid' ? owed : 0n },
  });
}

/**
 * Settled for good when nobody is waited for: what a payer refused is the bank's, which first gives back
 * what the fund had advanced of it.
 */
export function settlePayers(claim: FundClaim, today: PlainDate): void {
  const { measures, shares, transfers } = claim;
  if (!measures.waterfall || claim.final) return;
  for (const transfer of transfers)
    if (transfer.state === 'waiting' && owedOf(claim, transfer) === 0n)
      closeTransfer(claim, transfer, 'paid');
  if (transfers.some(({ state }) => state === 'waiting')) return;
  const refused = transfers.filter(({ state }) => state === 'refused');
  const advanced = refused.filter(({ to }) => to === 'fund');
  if (advanced.length > 0 && !transfers.some(({ from }) => from === 'bank')) {
    const amount = total(advanced.map((each) => each.amount - each.offset));
    transfers.push({
      ...{ from: 'bank', to: 'fund', amount, dueOn: today, state: 'waiting', offset: 0n, paid: 0n },
    });
    return;
  }
  const moved = total(refused.map((each) => each.amount - each.offset));
  claim.final = shares.map((share, at) => {
    const { party } = measures.bearers[at] ?? { party: '' };
    const own = refused.find(({ from }) => from === party);
    if (own) return own.offset;
    return party === 'bank' ? share + moved : share;
  });
}
