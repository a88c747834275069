import type { PersonId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import { personNeeded } from '../core/failures.ts';

/** The human behind the account; who proposes and who confirms is a person, not an account. */
export function actingPerson(context: Context): PersonId {
  const { personId } = context.actor;
  if (personId === null) throw personNeeded();
  return personId;
}
