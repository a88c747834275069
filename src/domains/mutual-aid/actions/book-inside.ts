import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { decidedAlready } from '../core/loan-failures.ts';
import { decideEntry, insertEntry, type NewEntry } from '../mutual-loan.store.ts';
import { bookEntry } from './book-entry.ts';

/**
 * Books a movement inside the books that follows from a decision: entered by who prepared it, confirmed by
 * who decides now, in one step.
 */
export async function bookInside(
  tx: Tx,
  context: Context,
  entry: Omit<NewEntry, 'entered_on'>,
): Promise<void> {
  const row = await insertEntry(tx, { ...entry, entered_on: context.today });
  const by = { person: actingPerson(context), role: context.actor.role, on: context.today };
  if (!(await decideEntry(tx, row.id, { state: 'confirmed', ...by }))) throw decidedAlready();
  await bookEntry(tx, row);
}
