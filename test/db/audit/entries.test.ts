import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries, type EntryFilter } from '../../../src/domains/audit/audit.views.ts';
import { inTransaction, setScope } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
/** Entries by the hour of Shanghai; the first was written down last. */
const HOURS = ['2016-06-02T00:00', '2016-05-31T23:59', '2016-06-01T00:00', '2016-06-01T23:59'];

beforeAll(async () => {
  test = openTestApp(database());
  await inSession(database().ownerUrl, async (client) => {
    for (const hour of HOURS)
      await client.query(
        `insert into audit_entry (at, request_id, role, county_code, act, subject_kind, subject_id)
         values ($1::timestamp at time zone 'Asia/Shanghai', $2, 'system', '620102', 'loan.registered', 'loan', '1')`,
        [hour, hour],
      );
  });
});
afterAll(() => test.close());

const hours = async (filter: Partial<EntryFilter>, counties = ['620102', '620103']): Promise<unknown[]> =>
  inTransaction(test.database.app, async (tx) => {
    const scope = { counties, bank: null, enterprise: null, township: null };
    await setScope(tx, scope);
    const rows = await readEntries(tx, scope, { limit: 10, subject_kind: 'loan', ...filter });
    return rows.map((row) => row['request_id']);
  });

describe('entries of a span of days', () => {
  it('are those of whole days in Shanghai, whatever zone the session keeps', async () => {
    const day = { from: '2016-06-01', until: '2016-06-02' };
    expect(await hours(day)).toEqual(['2016-06-01T23:59', '2016-06-01T00:00']);
    expect(await hours({ until: '2016-06-01' })).toEqual(['2016-05-31T23:59']);
    expect(await hours(day, ['620103'])).toEqual([]);
  });

  it('come newest first and page by page', async () => {
    const all = ['2016-06-02T00:00', '2016-06-01T23:59', '2016-06-01T00:00', '2016-05-31T23:59'];
    expect(await hours({ from: '2016-05-01' })).toEqual(all);
    const ids = await inSession(database().ownerUrl, (client) =>
      client.query<{ id: string }>(`select id::text from audit_entry where request_id = '2016-06-01T23:59'`),
    );
    const after = BigInt(ids.rows[0]!.id);
    expect(await hours({ from: '2016-05-01', after })).toEqual(all.slice(2));
    expect(await hours({ after })).toEqual(['2016-06-01T00:00', '2016-05-31T23:59', '2016-06-02T00:00']);
  });
});
