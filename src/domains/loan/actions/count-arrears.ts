import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import {
  loansWithoutInstalments,
  moveLastInstalment,
  recountArrears,
  writeArrearsDay,
} from '../loan-arrears.store.ts';
import { keepInstalments } from './keep-instalments.ts';

/** Loans whose instalments are made up for in one round. */
const AT_A_TIME = 1_000;

/**
 * Counts what is overdue over the whole book as of today, in a few statements whatever its size, and writes
 * the day's figures by bank and bucket. Doing it again gives the same. Answers how many rows changed.
 */
export async function countArrears(tx: Tx, context: Context): Promise<number> {
  await makeUpInstalments(tx);
  const changed = await recountArrears(tx, context.today);
  await writeArrearsDay(tx, context.today);
  return changed;
}

/** Loans lent before due dates were kept get theirs, the last one where the maturity now stands. */
async function makeUpInstalments(tx: Tx): Promise<void> {
  for (;;) {
    const loans = await loansWithoutInstalments(tx, AT_A_TIME);
    for (const loan of loans) {
      await keepInstalments(tx, loan);
      if (loan.matures_on !== null && loan.matures_on !== loan.contract_matures_on)
        await moveLastInstalment(tx, loan.id, loan.matures_on);
    }
    if (loans.length < AT_A_TIME) return;
  }
}
