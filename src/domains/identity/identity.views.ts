import type { Tx } from '../../platform/db.ts';

/** The session as its holder sees it. */
export async function readSessionByHash(tx: Tx, tokenHash: string): Promise<Record<string, unknown> | null> {
  const result = await tx.raw<{ rows: Record<string, unknown>[] }>(
    `select a.id as account_id, a.username, p.id as person_id, p.name as person_name, a.role, a.scope,
            o.id as organisation_id, o.name as organisation_name, s.expires_at, s.confirmed_at
     from session s join account a on a.id = s.account_id join person p on p.id = a.person_id
       join organisation o on o.id = a.organisation_id
     where s.token_hash = ?`,
    [tokenHash],
  );
  return result.rows[0] ?? null;
}

export interface AccountFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly role?: string | undefined;
  readonly state?: string | undefined;
}

/** Accounts whose whole or partial scope lies in the reader's counties; `everywhere` for the terminal. */
export async function readAccounts(tx: Tx, filter: AccountFilter, everywhere = false): Promise<object[]> {
  const query = tx('account as a')
    .join('person as p', 'p.id', 'a.person_id')
    .join('organisation as o', 'o.id', 'a.organisation_id')
    .select('a.id', 'a.username', 'a.person_id', 'p.name as person_name', 'a.role', 'a.state', 'a.scope')
    .select('a.organisation_id', 'o.name as organisation_name', 'a.created_at')
    .orderBy('a.id')
    .limit(filter.limit);
  if (!everywhere) {
    void query.whereRaw(`(left(a.scope->>'code', 6) = any (scope_counties()) or exists (
      select from unnest(scope_counties()) c where left(c, length(a.scope->>'code')) = a.scope->>'code'))`);
  }
  if (filter.after !== undefined) void query.where('a.id', '>', String(filter.after));
  if (filter.role !== undefined) void query.where('a.role', filter.role);
  if (filter.state !== undefined) void query.where('a.state', filter.state);
  return (await query) as object[];
}
