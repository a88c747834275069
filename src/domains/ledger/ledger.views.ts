import type { Tx } from '../../platform/db.ts';

export interface AccountBalance {
  readonly code: string;
  readonly name: string;
  readonly county_code: string | null;
  readonly posted_fen: bigint;
  readonly pending_fen: bigint;
}

/** Balances of the accounts of some counties, as carried with every posting. */
export async function accountBalances(tx: Tx, counties: readonly string[]): Promise<AccountBalance[]> {
  return tx<AccountBalance>('ledger_account')
    .whereIn('county_code', [...counties])
    .orderBy('code')
    .select('code', 'name', 'county_code', 'posted_fen', 'pending_fen');
}
