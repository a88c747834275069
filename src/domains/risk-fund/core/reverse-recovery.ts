import { conflict, refused, type Failure } from '../../../kernel/failure.ts';
import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { addFen, formatYuan, formatYuanGrouped, minFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

/** Where the household's part of a recovery stands among the bearers' paths. */
export const HOUSEHOLD_PATH = '0';

/** What one party got of a recovery, all fen. */
export interface RecoveryPart {
  readonly path: string;
  readonly party: string;
  readonly amount_fen: Fen;
  /** Kept for a payer that still waited, by the fund that advanced for it or by the bank; else passed on. */
  readonly held: 'fund' | 'bank' | null;
  /** Not passed on, for it was passed on wrongly before: what the fund, and what the bank keeps of it. */
  readonly set_off_fund_fen: Fen;
  readonly set_off_bank_fen: Fen;
}

/** What a party got wrongly before and has not given back. */
export interface OpenBack {
  readonly party: string;
  readonly to_party: 'fund' | 'bank';
  readonly open_fen: Fen;
}

interface Got {
  readonly path: string;
  readonly party: string;
  readonly amount: Fen;
  readonly held: RecoveryPart['held'];
}

/** What each got, where one party may stand twice: what one part set off is not set off by the next. */
export function partsOfGot(got: readonly Got[], open: readonly OpenBack[]): RecoveryPart[] {
  let left = open;
  return got.map(({ held, ...share }) => {
    const part = partOf(share, held, left);
    left = left.map((back) => ({ ...back, open_fen: addFen(back.open_fen, -setOff(part, back)) }));
    return part;
  });
}

const setOff = (part: RecoveryPart, back: OpenBack): Fen => {
  if (back.party !== part.party) return ZERO_FEN;
  return back.to_party === 'fund' ? part.set_off_fund_fen : part.set_off_bank_fen;
};

/** A party's part of a recovery, less what it got wrongly before: the fund is made whole first. */
export function partOf(
  share: { readonly path: string; readonly party: string; readonly amount: Fen },
  held: RecoveryPart['held'],
  open: readonly OpenBack[],
): RecoveryPart {
  const owed = (to: OpenBack['to_party']): Fen =>
    addFen(
      ...open
        .filter((back) => back.party === share.party && back.to_party === to)
        .map((back) => back.open_fen),
    );
  const toFund = held === null ? minFen(share.amount, owed('fund')) : ZERO_FEN;
  const toBank = held === null ? minFen(addFen(share.amount, -toFund), owed('bank')) : ZERO_FEN;
  const { path, party, amount } = share;
  return { path, party, amount_fen: amount, held, set_off_fund_fen: toFund, set_off_bank_fen: toBank };
}

/** What of a part reached the fund's account beside its own share. */
export const advancedOf = (part: RecoveryPart): Fen =>
  part.held === 'fund' ? part.amount_fen : part.set_off_fund_fen;

export interface ClaimBack {
  readonly party: string;
  readonly to: 'fund' | 'bank';
  readonly amount: Fen;
}

/** How a payer of the claim stands that was waited for; by its party. */
export type PayerState = 'waiting' | 'paid' | 'refused';

/**
 * What a reversed recovery leaves to be claimed back: what was passed on, from the party to the bank; and
 * where it lowered what a payer paid meanwhile, from the payer to whom it had to pay. While the payer waits,
 * it owes so much more by itself. Throws `risk-fund.recovery-settled` when a payer refused by it: what it
 * then bears was settled by what had come back.
 */
export function claimedBack(
  parts: readonly RecoveryPart[],
  payers: ReadonlyMap<string, PayerState>,
): ClaimBack[] {
  return summed(parts.flatMap((part) => backOf(part, payers.get(part.party))));
}

function backOf(part: RecoveryPart, payer: PayerState | undefined): ClaimBack[] {
  if (part.party === 'fund' || part.party === 'bank') return [];
  if (part.held !== null) {
    if (payer === 'refused') throw recoverySettled();
    return payer === 'paid' ? [{ party: part.party, to: part.held, amount: part.amount_fen }] : [];
  }
  const passedOn = addFen(part.amount_fen, -part.set_off_fund_fen, -part.set_off_bank_fen);
  return passedOn > 0n ? [{ party: part.party, to: 'bank', amount: passedOn }] : [];
}

/** A household that is named a bearer gets a part of the loss and the rest: one claim against it. */
function summed(backs: readonly ClaimBack[]): ClaimBack[] {
  const sums = new Map<string, ClaimBack>();
  for (const back of backs) {
    const key = `${back.to} ${back.party}`;
    sums.set(key, { ...back, amount: addFen(back.amount, sums.get(key)?.amount ?? ZERO_FEN) });
  }
  return [...sums.values()];
}

/** How a later recovery is named to who wants to reverse one before it. */
interface LaterRecovery {
  readonly bank_serial: string;
  readonly received_on: PlainDate;
  readonly gross_fen: Fen;
}

export const recoveryNotLast = (later: LaterRecovery): Failure =>
  conflict({
    code: 'risk-fund.recovery-not-last',
    detail:
      `此后又确认了${formatDateZh(later.received_on)}到账的追偿 ${formatYuanGrouped(later.gross_fen)} 元` +
      `（流水号 ${later.bank_serial}），其分配以本笔为前提；请先冲正最后确认的这一笔，再冲正本笔。`,
    facts: { bank_serial: later.bank_serial, gross: formatYuan(later.gross_fen) },
  });

export const recoveryNotLastKept = (): Failure =>
  conflict({
    code: 'risk-fund.recovery-not-last',
    detail: '此后又确认了另一笔追偿，其分配以本笔为前提；请刷新后先冲正最后确认的一笔。',
  });

export const recoverySettled = (): Failure =>
  refused({
    code: 'risk-fund.recovery-settled',
    detail: '赔付方已按这笔追偿拒赔结清，各方最终分担已定，不能冲正；请凭文件与赔付方另行清算。',
  });

export const recoveryNotConfirmed = (): Failure =>
  conflict({
    code: 'risk-fund.recovery-not-confirmed',
    detail: '只有已确认的追偿可以冲正；未确认的请直接否决，已冲正的不能再次冲正。',
  });

export const recoveryUnparted = (): Failure =>
  refused({
    code: 'risk-fund.recovery-unparted',
    detail: '这笔追偿登记较早，没有留下各方分得的明细，不能冲正；请凭文件与各方另行清算。',
  });
