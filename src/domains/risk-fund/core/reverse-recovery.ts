import { conflict, refused, type Failure } from '../../../kernel/failure.ts';
import { addFen, minFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

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
  return parts.flatMap((part): ClaimBack[] => {
    if (part.party === 'fund' || part.party === 'bank') return [];
    const payer = payers.get(part.party);
    if (part.held !== null) {
      if (payer === 'refused') throw recoverySettled();
      return payer === 'paid' ? [{ party: part.party, to: part.held, amount: part.amount_fen }] : [];
    }
    const passedOn = addFen(part.amount_fen, -part.set_off_fund_fen, -part.set_off_bank_fen);
    return passedOn > 0n ? [{ party: part.party, to: 'bank', amount: passedOn }] : [];
  });
}

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
