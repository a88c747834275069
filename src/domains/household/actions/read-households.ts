import { checkResidentId } from '../../../kernel/identifiers.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { householdNotFound, searchNumberRefused } from '../core/failures.ts';
import { BINDINGS } from '../core/sealing.ts';
import {
  readHelpers,
  readHousehold,
  readHouseholds,
  readStatusHistory,
  type HouseholdFilter,
} from '../household.views.ts';
import { readFactHistory } from '../fact.store.ts';
import { findMembers } from '../member.store.ts';

interface Page {
  readonly items: readonly Record<string, unknown>[];
  readonly next: unknown;
}

export async function listHouseholds(
  tx: Tx,
  context: Context,
  filter: Omit<HouseholdFilter, 'on' | 'id_no_index'>,
): Promise<Page> {
  const items = await readHouseholds(tx, context.actor.scope, { ...filter, on: context.today });
  return { items, next: items.length === filter.limit ? (items.at(-1)?.id ?? null) : null };
}

/**
 * Households to which the person with this number belongs now. The number comes in the body, never in an
 * address.
 */
export async function searchByNumber(
  tx: Tx,
  context: Context,
  input: { readonly id_no: string },
): Promise<Page> {
  const check = checkResidentId(input.id_no);
  if (check.fault !== null) throw searchNumberRefused(check.fault);
  const index = context.cipher.blindIndex(check.normalised, BINDINGS.idNo);
  const items = await readHouseholds(tx, context.actor.scope, {
    id_no_index: index,
    limit: 50,
    on: context.today,
  });
  return { items, next: null };
}

/** A household with members, helpers, status history and facts; all numbers masked. */
export async function showHousehold(
  tx: Tx,
  context: Context,
  id: HouseholdId,
): Promise<Record<string, unknown>> {
  const household = await readHousehold(tx, id, context.today);
  if (!household) throw householdNotFound();
  return {
    ...household,
    members: await findMembers(tx, id),
    statuses: await readStatusHistory(tx, id),
    facts: await readFactHistory(tx, id),
    helpers: await readHelpers(tx, id),
  };
}
