import type { Tx } from './db.ts';

/**
 * Lets the connection plan its statements anew. A connection keeps the plans of its foreign keys; one made
 * while the table referred to had a few rows reads that table whole for every row that follows, and no
 * statistics of others end that within one transaction. Called where many rows are about to be entered with
 * what refers to them.
 */
export async function forgetPlans(tx: Tx): Promise<void> {
  await tx.raw('discard plans');
}
