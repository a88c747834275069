import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate } from '../../../src/domains/identity/index.ts';
import { inTransaction, setScope } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
beforeAll(async () => {
  test = openTestApp(database());
  for (const countyCode of ['620102', '620103', '620201', '630102']) {
    await enterOrganisation(database(), { countyCode, kind: 'government' });
  }
});
afterAll(() => test.close());

const organisationIn = (countyCode: string): Promise<string> =>
  inSession(database().ownerUrl, async (client) => {
    const found = await client.query<{ id: string }>(
      'select id::text from organisation where county_code = $1',
      [countyCode],
    );
    return found.rows[0]!.id;
  });
const countiesFor = async (username: string): Promise<readonly string[]> => {
  const token = await logIn(test, username);
  const { actor } = await inTransaction(test.database.app, (tx) => authenticate(tx, token));
  return [...(actor?.scope.counties ?? [])].sort();
};

describe('the counties of a scope', () => {
  it.each([
    ['province', '62', ['620102', '620103', '620201']],
    ['city', '6201', ['620102', '620103']],
    ['county', '620102', ['620102']],
  ] as const)('%s %s', async (level, code, counties) => {
    await openAccount(test, {
      username: `reader-${code}`,
      role: 'auditor',
      organisationId: await organisationIn('620102'),
      scope: { level, code },
    });
    expect(await countiesFor(`reader-${code}`)).toEqual(counties);
  });

  it('never follow from a mere beginning of a code', async () => {
    await inSession(database().ownerUrl, (client) =>
      client.query(
        `update account set scope = '{"level":"city","code":"62010"}' where username = 'reader-6201'`,
      ),
    );
    expect(await countiesFor('reader-6201')).toEqual([]);
  });

  it('follow a township to its county and narrow to it', async () => {
    await openAccount(test, {
      username: 'township',
      role: 'township_clerk',
      organisationId: await organisationIn('620103'),
      scope: { level: 'township', code: '620103101' },
    });
    const token = await logIn(test, 'township');
    const { actor } = await inTransaction(test.database.app, (tx) => authenticate(tx, token));
    expect(actor?.scope).toEqual({
      counties: ['620103'],
      bank: null,
      enterprise: null,
      township: '620103101',
    });
  });
});

describe('a token', () => {
  it('is worth nothing when absent, unknown, expired or revoked', async () => {
    const actorOf = (token: string | null) =>
      inTransaction(test.database.app, async (tx) => (await authenticate(tx, token)).actor);
    const token = await logIn(test, 'reader-62');
    expect(await actorOf(token)).not.toBeNull();
    expect(await actorOf(null)).toBeNull();
    expect(await actorOf(token.slice(1))).toBeNull();
    await inSession(database().ownerUrl, (client) =>
      client.query(
        `update session set created_at = now() - interval '9 h', expires_at = now() - interval '1 h'`,
      ),
    );
    expect(await actorOf(token)).toBeNull();
  });
});

describe('row-level security', () => {
  const scoped = (): Promise<{ name: string; forced: boolean }[]> =>
    inSession(database().ownerUrl, async (client) => {
      const found = await client.query<{ name: string; forced: boolean }>(
        `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'county_code' and not a.attisdropped
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`,
      );
      return found.rows;
    });
  /** Reference rows that everybody may know. */
  const OPEN = ['organisation', 'programme_terms', 'quota', 'region'];

  it('is forced on every table that carries a county', async () => {
    const bare = (await scoped()).filter((table) => !table.forced && !OPEN.includes(table.name));
    expect(bare).toEqual([]);
  });

  it('shows no row of any scoped table without a scope', async () => {
    const names = (await scoped()).map((table) => table.name).filter((name) => !OPEN.includes(name));
    expect(names.length).toBeGreaterThan(10);
    await inTransaction(test.database.app, async (tx) => {
      for (const name of names) expect([name, (await tx(name).limit(1)).length]).toEqual([name, 0]);
    });
  });

  it('forgets a scope with its transaction', async () => {
    const scope = { counties: ['620102'], bank: null, enterprise: null, township: null };
    const seen = await inTransaction(test.database.app, async (tx) => {
      await setScope(tx, scope);
      return tx.raw<{ rows: object[] }>(`select scope_counties() as counties`);
    });
    expect(seen.rows).toEqual([{ counties: ['620102'] }]);
    for (let again = 0; again < 5; again += 1) {
      const later = await test.database.app.raw<{ rows: object[] }>('select scope_counties() as counties');
      expect(later.rows).toEqual([{ counties: null }]);
    }
  });

  it('binds the role of the API, which owns nothing', async () => {
    const found = await inSession(database().appUrl, (client) =>
      client.query(`select current_user as name, rolsuper, rolbypassrls,
        (select count(*)::int from pg_class where relowner = current_user::regrole) as owned
        from pg_roles where rolname = current_user`),
    );
    expect(found.rows).toEqual([{ name: 'sifang_app', rolsuper: false, rolbypassrls: false, owned: 0 }]);
  });
});
