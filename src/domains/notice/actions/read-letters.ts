import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { listLetters, type LetterQuery } from '../notice-letter.store.ts';

/** Letters from the public about posted lists, in scope. */
export const readLetters = (tx: Tx, context: Context, query: LetterQuery) =>
  listLetters(tx, context.actor.scope, query);
