import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { readEntries, type EntryFilter } from '../audit.views.ts';

export async function listEntries(tx: Tx, context: Context, filter: EntryFilter): Promise<unknown> {
  const items = await readEntries(tx, context.actor.scope, filter);
  return { items, next: items.length < filter.limit ? null : items[items.length - 1]?.['id'] };
}
