import type { LoanId } from '../../kernel/ids.ts';
import { sql, type Tx } from '../../platform/db.ts';

/**
 * Holds loans with all that share a cap of subsidy with them (共用贴息本金上限), and what they pay out, over all
 * banks and in one order. Called before any of them is held alone, by whoever changes what one owes.
 */
export async function holdSharedCap(tx: Tx, loans: readonly LoanId[]): Promise<void> {
  const ids = loans.map(String);
  await sql(
    tx,
    `select hold_shared_cap(array(select id from loan where id = any(?::bigint[])
       union select renews_loan_id from loan where id = any(?::bigint[]) and pays_out_renewed))`,
    [ids, ids],
  );
}
