import { divideHalfUp, fen, type Fen } from '../../../kernel/money.ts';

const WHOLE = 1_000_000n;

/** What goes to the tax office of a line, rounded half-up to the fen (代扣; units of 0.0001 %). */
export const withheldOf = (gross: Fen, percent: number): Fen =>
  fen(divideHalfUp(gross * BigInt(percent), WHOLE));

/** A household's card as the register has it. */
export interface RegisteredCard {
  readonly account_cipher: string | null;
  readonly account_name: string | null;
  /** Whether the name on the card is a present member of the household. */
  readonly is_member: boolean;
  /** Whether another household has, or was paid on, the same account. */
  readonly is_shared: boolean;
}

export type CardFault = 'no-card' | 'not-member' | 'shared-account';

export const CARD_FAULTS: Readonly<Record<CardFault, string>> = {
  'no-card': '一卡通账号没有登记',
  'not-member': '一卡通户名不是本户现有成员',
  'shared-account': '同一账号登记在几户名下，一个账号只能收一户的钱',
};

/** Why a household cannot be paid on its card; null: it can. */
export function cardFault(card: RegisteredCard): CardFault | null {
  if (!card.account_cipher) return 'no-card';
  if (!card.is_member) return 'not-member';
  return card.is_shared ? 'shared-account' : null;
}

/** The bank's memo field (附言): four characters by default, two where the field is shorter. */
export const defaultMemo = (length: number, byShares: boolean): string =>
  length < 4 ? '分红' : byShares ? '股份分红' : '扶贫分红';
