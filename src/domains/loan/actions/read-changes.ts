import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { changeMissing } from '../core/change-failures.ts';
import type { ChangeId } from '../core/loan-change.ts';
import { readChange, readChanges, type ChangeFilter, type ChangeView } from '../loan-change.views.ts';
import { pageOf } from './read-loans.ts';

export async function listChanges(tx: Tx, context: Context, filter: ChangeFilter) {
  return pageOf(await readChanges(tx, context.actor.scope, filter), filter.limit);
}

export async function showChange(tx: Tx, id: ChangeId): Promise<ChangeView> {
  const change = await readChange(tx, id);
  if (!change) throw changeMissing();
  return change;
}
