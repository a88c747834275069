import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { seekHouseholds } from '../household.views.ts';

/**
 * Households in scope with this number, or whose head or a present member has a name that begins so; null
 * when they are more than a list can name.
 */
export const householdsCalled = (tx: Tx, context: Context, text: string): Promise<bigint[] | null> =>
  seekHouseholds(tx, context.actor.scope.counties, { name: text, number: text, part: false });
