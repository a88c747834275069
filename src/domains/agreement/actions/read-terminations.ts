import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { listTerminations, type TerminationQuery } from '../agreement-end.views.ts';

export const readTerminations = (tx: Tx, context: Context, query: TerminationQuery) =>
  listTerminations(tx, context.actor.scope, query);
