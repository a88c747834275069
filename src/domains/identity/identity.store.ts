import type { AccountId, OrganisationId, PersonId } from '../../kernel/ids.ts';
import type { PlainDate } from '../../kernel/date.ts';
import { one, sqlPrepared, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { AccountScope } from './core/account-scope.ts';
import { onePostPerPerson, unknownOrganisation, usernameTaken } from './core/failures.ts';

export const identityConstraintFailures: ConstraintFailures = {
  account_username_key: usernameTaken,
  account_society_one_post: onePostPerPerson,
  account_organisation_id_fkey: () => unknownOrganisation('/organisation_id'),
};

export interface AccountRow {
  readonly id: AccountId;
  readonly person_id: PersonId;
  readonly username: string;
  readonly password_hash: string;
  readonly role: string;
  readonly state: 'active' | 'disabled';
  readonly scope: AccountScope;
  /** Whether the delay after wrong passwords still runs. */
  readonly delayed: boolean;
  readonly failed_logins: number;
}

const ACCOUNT = `a.id, a.person_id, a.username, a.password_hash, a.role, a.state, a.scope, a.failed_logins,
  coalesce(a.locked_until > clock_timestamp(), false) as delayed`;

export async function findAccountByUsername(tx: Tx, username: string): Promise<AccountRow | null> {
  const result = await tx.raw<{ rows: AccountRow[] }>(
    `select ${ACCOUNT} from account a where a.username = ?`,
    [username],
  );
  return result.rows[0] ?? null;
}

export async function lockAccount(tx: Tx, id: AccountId): Promise<AccountRow | null> {
  const result = await tx.raw<{ rows: AccountRow[] }>(
    `select ${ACCOUNT} from account a where a.id = ? for update`,
    [String(id)],
  );
  return result.rows[0] ?? null;
}

/** Counts one more wrong password and returns how many in a row that makes. */
export async function countFailedLogin(tx: Tx, id: AccountId): Promise<number> {
  const result = await tx.raw<{ rows: { failed_logins: number }[] }>(
    'update account set failed_logins = failed_logins + 1 where id = ? returning failed_logins',
    [String(id)],
  );
  return result.rows[0]?.failed_logins ?? 0;
}

export async function delayLogins(tx: Tx, id: AccountId, seconds: number): Promise<void> {
  await tx.raw(
    'update account set locked_until = clock_timestamp() + make_interval(secs => ?) where id = ?',
    [seconds, String(id)],
  );
}

export async function clearFailedLogins(tx: Tx, id: AccountId): Promise<void> {
  await tx.raw(
    'update account set failed_logins = 0, locked_until = null where id = ? and failed_logins > 0',
    [String(id)],
  );
}

export interface PresenceRow {
  readonly today: PlainDate;
  readonly account_id: AccountId | null;
  readonly person_id: PersonId;
  readonly person_name: string;
  readonly role: string;
  readonly organisation_id: OrganisationId;
  readonly scope: AccountScope;
  readonly counties: string[] | null;
}

/** Counties of a scope: fixed-length segments are compared whole, so that 6201 never reaches 62010. */
const COUNTIES = `case when f.scope->>'level' in ('province', 'city')
  then counties_under(f.scope->>'level', f.scope->>'code') else array[left(f.scope->>'code', 6)] end`;

/** The business day, and who is behind the token, in one question. */
export async function findPresence(tx: Tx, tokenHash: string | null): Promise<PresenceRow> {
  const { rows } = await sqlPrepared<PresenceRow>(
    tx,
    `select business_day() as today, f.*, ${COUNTIES} as counties
     from (select) as always left join (
       select a.id as account_id, a.person_id, p.name as person_name, a.role, a.organisation_id, a.scope
       from session s join account a on a.id = s.account_id join person p on p.id = a.person_id
       where s.token_hash = ? and s.revoked_at is null and s.expires_at > clock_timestamp() and a.state = 'active'
     ) f on true`,
    [tokenHash],
  );
  return one(rows);
}

export async function findCounties(tx: Tx, scope: AccountScope): Promise<string[]> {
  const result = await tx.raw<{ rows: { counties: string[] | null }[] }>(
    `select ${COUNTIES} as counties from (select ?::jsonb as scope) f`,
    [JSON.stringify(scope)],
  );
  return result.rows[0]?.counties ?? [];
}

export interface NewSession {
  readonly tokenHash: string;
  readonly accountId: AccountId;
  readonly hours: number;
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.raw(
    `insert into session (token_hash, account_id, expires_at) values (?, ?, now() + make_interval(hours => ?))`,
    [session.tokenHash, String(session.accountId), session.hours],
  );
}

export async function revokeSession(tx: Tx, tokenHash: string): Promise<void> {
  await tx.raw('update session set revoked_at = now() where token_hash = ? and revoked_at is null', [
    tokenHash,
  ]);
}

/** Ends the sessions of an account, except one when it is named. */
export async function revokeSessions(tx: Tx, accountId: AccountId, except: string | null): Promise<void> {
  await tx.raw(
    `update session set revoked_at = now()
     where account_id = ? and revoked_at is null and token_hash is distinct from ?::text`,
    [String(accountId), except],
  );
}

export async function confirmSession(tx: Tx, tokenHash: string): Promise<void> {
  await tx.raw('update session set confirmed_at = clock_timestamp() where token_hash = ?', [tokenHash]);
}

export async function isSessionFresh(tx: Tx, tokenHash: string, minutes: number): Promise<boolean> {
  const result = await tx.raw<{ rows: { fresh: boolean }[] }>(
    `select confirmed_at > clock_timestamp() - make_interval(mins => ?) as fresh from session where token_hash = ?`,
    [minutes, tokenHash],
  );
  return result.rows[0]?.fresh ?? false;
}
