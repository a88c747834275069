import type { PersonId } from '../kernel/ids.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Context } from './context.ts';

/** Who acts; work of the system has no person and comes by other doors. */
export function actingPerson({ actor }: Context): PersonId {
  invariant(actor.personId, 'this is done by a person');
  return actor.personId;
}
