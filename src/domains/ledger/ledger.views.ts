import { sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';

export interface AccountBalance {
  readonly id: bigint;
  readonly code: string;
  readonly name: string;
  readonly county_code: string | null;
  readonly posted_fen: bigint;
  readonly pending_fen: bigint;
}

export interface BalanceQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
}

/** Balances of the accounts of some counties by their code, as carried with every posting. */
export async function accountBalances(
  tx: Tx,
  counties: readonly string[],
  query: BalanceQuery,
): Promise<Page<AccountBalance>> {
  const wanted = counties.filter((code) => query.county_code === undefined || code === query.county_code);
  const { rows } = await sql<AccountBalance>(
    tx,
    `select id, code, name, county_code, posted_fen, pending_fen from ledger_account
     where county_code = any(?::text[])
       and code > coalesce((select a.code from ledger_account a where a.id = ?), '')
     order by code limit ?`,
    [wanted, query.after ?? 0n, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}
