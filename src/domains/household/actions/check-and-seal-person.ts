import type { FieldError } from '../../../kernel/failure.ts';
import type { Context } from '../../../platform/context.ts';
import { checkMember } from '../core/check-members.ts';
import type { SealedMember } from '../member.store.ts';
import { sealMember } from './seal-person.ts';

/** A person who need not belong to any household, kept as members are. */
export type SealedPerson = Omit<SealedMember, 'relation' | 'sex'>;

/** The number checked by GB 11643 and sealed as the register seals it: the same person has the same index. */
export function checkAndSealPerson(
  context: Context,
  given: { readonly name: string; readonly idNo: string },
  pointer: string,
): { readonly person: SealedPerson | null; readonly errors: readonly FieldError[] } {
  const asMember = { name: given.name, id_no: given.idNo, relation: 'other' } as const;
  const { members, errors } = checkMember(asMember, context.today, pointer);
  const [member] = members;
  if (!member) return { person: null, errors };
  const { name, id_no_cipher, id_no_index, id_no_masked, birth_date } = sealMember(context.cipher, member);
  return { person: { name, id_no_cipher, id_no_index, id_no_masked, birth_date }, errors };
}
