import { IDENTIFIER_FAULTS, checkResidentId } from '../../../kernel/identifiers.ts';
import type { AccountId, PersonId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { hashPassword } from '../../../platform/passwords.ts';
import { record } from '../../audit/index.ts';
import { findOrInsertPerson, insertAccount } from '../account.store.ts';
import { otherName, ownAccount, passwordRefused, residentIdRefused } from '../core/failures.ts';
import { passwordFault } from '../core/password-rules.ts';
import { checkPost, type PostInput } from './check-post.ts';

export interface NewAccountInput extends PostInput {
  readonly name: string;
  readonly id_no: string;
  readonly username: string;
  readonly password: string;
}

export interface CreatedAccount {
  readonly id: AccountId;
  readonly person_id: PersonId;
  readonly username: string;
}

/** Opens an account for a person; a second account of one human is found to be his by his resident ID. */
export async function createAccount(
  tx: Tx,
  context: Context,
  input: NewAccountInput,
): Promise<CreatedAccount> {
  const { normalised, fault } = checkResidentId(input.id_no, context.today);
  if (fault) throw residentIdRefused(IDENTIFIER_FAULTS[fault]);
  const weak = passwordFault(input.password, input.username);
  if (weak) throw passwordRefused(weak, '/password');
  await checkPost(tx, context, input);
  const index = context.cipher.blindIndex(normalised, 'person.id_no');
  const person = await findOrInsertPerson(tx, input.name, index);
  if (person.id === context.actor.personId) throw ownAccount();
  if (person.name !== input.name) throw otherName();
  const { username, role, organisation_id, scope } = input;
  const password_hash = await hashPassword(input.password);
  const account = { person_id: person.id, username, password_hash, role, organisation_id, scope };
  const id = await insertAccount(tx, account);
  const after = { person_id: person.id, username, role, organisation_id, scope };
  await record(tx, context, { act: 'account.created', subjectKind: 'account', subjectId: id, after });
  return { id, person_id: person.id, username };
}
