import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import { notABank } from '../core/failures.ts';

export { actingPerson as personOf } from '../../../platform/acting-person.ts';

/** The bank a person lends for; throws `loan.not-a-bank`. */
export function bankOf(context: Context): OrganisationId {
  const { bank } = context.actor.scope;
  if (bank === null) throw notABank();
  return bank;
}
