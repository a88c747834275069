import type { OrganisationId, PersonId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import { notABank } from '../core/failures.ts';

/** The person behind the account; only requests of logged-in people reach these actions. */
export function personOf(context: Context): PersonId {
  invariant(context.actor.personId !== null, 'this act needs a person');
  return context.actor.personId;
}

/** The bank a person lends for; throws `loan.not-a-bank`. */
export function bankOf(context: Context): OrganisationId {
  const { bank } = context.actor.scope;
  if (bank === null) throw notABank();
  return bank;
}
