import { inSession } from './database-session.ts';

export interface DatabaseHealth {
  readonly version: string;
  /** What is wrong with the two lower roles; empty when nothing is. */
  readonly roleFaults: readonly string[];
  /** Tables with a county whose rows are open to everybody although they are not reference rows. */
  readonly openTables: readonly string[];
  readonly scopedTables: number;
}

/** Rows that everybody may read: divisions, organisations and published terms. */
const REFERENCE = ['organisation', 'programme_terms', 'quota', 'region'];

const ROLES = `
  select r.rolname as name, r.rolsuper as super, r.rolbypassrls as bypasses,
    (select count(*)::int from pg_class c where c.relowner = r.oid) as owned
  from pg_roles r where r.rolname in ('sifang_app', 'sifang_worker')`;

const TABLES = `
  select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'county_code' and not a.attisdropped
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`;

interface RoleRow {
  readonly name: string;
  readonly super: boolean;
  readonly bypasses: boolean;
  readonly owned: number;
}

/** Looks whether the database keeps the counties apart as it should. */
export const databaseHealth = (url: string): Promise<DatabaseHealth> =>
  inSession(url, async (client) => {
    const version = await client.query<{ server_version: string }>('show server_version');
    const roles = await client.query<RoleRow>(ROLES);
    const tables = await client.query<{ name: string; forced: boolean }>(TABLES);
    const scoped = tables.rows.filter((table) => !REFERENCE.includes(table.name));
    return {
      version: version.rows[0]?.server_version ?? '?',
      roleFaults: roleFaults(roles.rows),
      openTables: scoped.filter((table) => !table.forced).map((table) => table.name),
      scopedTables: scoped.length,
    };
  });

function roleFaults(rows: readonly RoleRow[]): string[] {
  const faults = ['sifang_app', 'sifang_worker']
    .filter((name) => !rows.some((row) => row.name === name))
    .map((name) => `${name} does not exist`);
  for (const row of rows) {
    if (row.super) faults.push(`${row.name} is superuser`);
    if (row.owned > 0) faults.push(`${row.name} owns tables`);
    if (row.name === 'sifang_app' && row.bypasses) faults.push('sifang_app bypasses row-level security');
  }
  return faults;
}
