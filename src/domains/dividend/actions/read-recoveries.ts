import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { listRecoveries, type RecoveryQuery } from '../dividend-cure.views.ts';

export const readRecoveries = (tx: Tx, context: Context, query: RecoveryQuery) =>
  listRecoveries(tx, context.actor.scope, query);
