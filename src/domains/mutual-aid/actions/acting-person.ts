import { invariant } from '../../../kernel/invariant.ts';
import type { PersonId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';

/** The human behind the request; seals are never the system's own. */
export function actingPerson(context: Context): PersonId {
  invariant(context.actor.personId, 'this is done by a person');
  return context.actor.personId;
}
