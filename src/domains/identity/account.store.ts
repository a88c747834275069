import type { AccountId, PersonId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db.ts';
import type { AccountScope } from './core/account-scope.ts';

export interface PersonRow {
  readonly id: PersonId;
  readonly name: string;
}

/**
 * The human with this resident ID, entered now or long known: one human is one person, however many accounts.
 */
export async function findOrInsertPerson(tx: Tx, name: string, idNoIndex: string): Promise<PersonRow> {
  await tx.raw('insert into person (name, id_no_index) values (?, ?) on conflict (id_no_index) do nothing', [
    name,
    idNoIndex,
  ]);
  const result = await tx.raw<{ rows: PersonRow[] }>('select id, name from person where id_no_index = ?', [
    idNoIndex,
  ]);
  return result.rows[0] as PersonRow;
}

export interface NewAccount {
  readonly person_id: PersonId;
  readonly username: string;
  readonly password_hash: string;
  readonly role: string;
  readonly organisation_id: bigint;
  readonly scope: AccountScope;
}

export async function insertAccount(tx: Tx, account: NewAccount): Promise<AccountId> {
  const result = await tx.raw<{ rows: { id: AccountId }[] }>(
    `insert into account (person_id, username, password_hash, role, organisation_id, scope)
     values (?, ?, ?, ?, ?, ?::jsonb) returning id`,
    [
      String(account.person_id),
      account.username,
      account.password_hash,
      account.role,
      String(account.organisation_id),
      JSON.stringify(account.scope),
    ],
  );
  return (result.rows[0] as { id: AccountId }).id;
}

/** False when the account was not active. */
export async function disableActiveAccount(tx: Tx, id: AccountId): Promise<boolean> {
  const result = await tx.raw<{ rowCount: number }>(
    `update account set state = 'disabled' where id = ? and state = 'active'`,
    [String(id)],
  );
  return result.rowCount > 0;
}

export interface Post {
  readonly role: string;
  readonly organisation_id: bigint;
  readonly scope: AccountScope;
}

/** Whether an active account of one of the roles is a bank's in a county. */
export async function hasActiveOfBank(
  tx: Tx,
  roles: readonly string[],
  { bankId, countyCode }: { readonly bankId: bigint; readonly countyCode: string },
): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: { held: boolean }[] }>(
    `select exists (select from account a where a.state = 'active' and a.role = any (?::text[])
       and a.scope ->> 'bank_id' = ? and starts_with(?, a.scope ->> 'code')) as held`,
    [[...roles], String(bankId), countyCode],
  );
  return rows[0]?.held ?? false;
}

export async function updatePost(tx: Tx, id: AccountId, post: Post): Promise<void> {
  await tx.raw('update account set role = ?, organisation_id = ?, scope = ?::jsonb where id = ?', [
    post.role,
    String(post.organisation_id),
    JSON.stringify(post.scope),
    String(id),
  ]);
}

export async function updatePassword(tx: Tx, id: AccountId, passwordHash: string): Promise<void> {
  await tx.raw('update account set password_hash = ?, failed_logins = 0, locked_until = null where id = ?', [
    passwordHash,
    String(id),
  ]);
}

export interface OrganisationFacts {
  readonly kind: string;
  readonly county_code: string | null;
}

export async function findOrganisationFacts(tx: Tx, id: bigint): Promise<OrganisationFacts | null> {
  const result = await tx.raw<{ rows: OrganisationFacts[] }>(
    'select kind, county_code from organisation where id = ?',
    [String(id)],
  );
  return result.rows[0] ?? null;
}
