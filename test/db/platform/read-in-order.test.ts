import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/platform/context.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { inTransaction, setScope, sql, type Tx } from '../../../src/platform/db.ts';
import { pageOfIds, readInOrder } from '../../../src/platform/scoped-page.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
const STATES = ['open', 'busy', 'done', 'gone'];
/** Of many counties in scope only two have rows, as in the first months of a province. */
const SCOPE: Scope = {
  ...{ bank: null, enterprise: null, township: null },
  counties: Array.from({ length: 80 }, (_, at) => `62${String(1001 + at)}`),
};

beforeAll(async () => {
  test = openTestApp(database());
  await inSession(database().ownerUrl, async (client) => {
    await client.query(
      `create table listed (id bigint primary key, county_code text not null, bank_id bigint not null,
         enterprise_id bigint, state text not null, said text not null);
       insert into listed select id, '62100' || 1 + id / 10001, id % 5, id % 9, (array['open', 'busy', 'done'])[1 + id % 3],
         repeat('x', 200) from generate_series(1, 20000) id;
       create index listed_county_state on listed (county_code, state, id);
       alter table listed enable row level security;
       create policy listed_scope on listed using (county_code = any ((select scope_counties())::text[])
         and ((select scope_bank()) is null or bank_id = (select scope_bank()))
         and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())));
       grant select on listed to sifang_app`,
    );
    await client.query('analyze listed');
  });
});
afterAll(() => test.close());

const PAGE = pageOfIds({ name: 'listed', spread: { column: 'state', values: STATES } }, SCOPE, {
  ...{ after: 8_000n, limit: 50, conditions: [] },
});

const inScope = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(test.database.app, async (tx) => {
    await setScope(tx, SCOPE);
    return work(tx);
  });

const WALK = 'Index Scan using listed_county_state';
const planOf = (rows: readonly { 'QUERY PLAN': string }[]): string =>
  rows.map((row) => row['QUERY PLAN']).join('\n');

describe('a page in order', () => {
  it('is read by the index of counties, where the planner left alone would sort or read all by the key', async () => {
    const text = `explain ${PAGE.text}`;
    const alone = await inScope((tx) => sql<{ 'QUERY PLAN': string }>(tx, text, PAGE.values));
    expect(planOf(alone.rows)).not.toContain(WALK);
    const told = await inScope((tx) => readInOrder<{ 'QUERY PLAN': string }>(tx, text, PAGE.values));
    expect(planOf(told)).toContain(WALK);
  });

  it('leaves the planner as it was', async () => {
    const settings = (tx: Tx) =>
      sql(tx, `select current_setting('enable_sort'), current_setting('random_page_cost')`);
    const before = await inScope(settings);
    const after = await inScope(async (tx) => {
      const rows = await readInOrder<{ id: bigint }>(tx, PAGE.text, PAGE.values);
      expect(rows).toHaveLength(50);
      return settings(tx);
    });
    expect(after.rows).toEqual(before.rows);
  });
});
