import { maskResidentId } from '../../../kernel/identifiers.ts';
import type { Cipher } from '../../../platform/crypto.ts';
import type { CheckedCard, CheckedMember } from '../core/check-members.ts';
import { BINDINGS } from '../core/sealing.ts';
import type { CardColumns } from '../household.store.ts';
import type { SealedMember } from '../member.store.ts';

/**
 * A checked person as the register keeps him: number encrypted, findable by blind index, masked for screens.
 */
export function sealMember(cipher: Cipher, member: CheckedMember): SealedMember {
  return {
    name: member.name,
    id_no_cipher: cipher.seal(member.idNo, BINDINGS.idNo),
    id_no_index: cipher.blindIndex(member.idNo, BINDINGS.idNo),
    id_no_masked: maskResidentId(member.idNo),
    birth_date: member.birthDate,
    sex: member.sex,
    relation: member.relation,
  };
}

export function sealCard(cipher: Cipher, card: CheckedCard): CardColumns {
  return {
    card_account_cipher: cipher.seal(card.accountNo, BINDINGS.card),
    card_account_index: cipher.blindIndex(card.accountNo, BINDINGS.card),
    card_account_last4: card.accountNo.slice(-4),
    card_account_name: card.accountName,
    card_bank_name: card.bankName,
  };
}
