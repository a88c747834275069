import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../src/platform/database-session.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { askById, OPERATIONS_BY_ID, openAskers, type Askers } from '../support/ask-by-id.ts';
import { useTestDatabase } from '../support/database.ts';
import { NOT_FOUND_CODES } from '../support/not-found-codes.ts';
import { openStory, playStory, STORY_REGISTER } from '../support/whole-story.ts';

const database = useTestDatabase();
let test: TestApp;
let askers: Askers;

/** All that can happen has happened in one county; whoever asks belongs to its neighbour. */
beforeAll(async () => {
  await inSession(database().ownerUrl, (client) => client.query(STORY_REGISTER));
  test = openTestApp(database());
  const story = openStory(database(), test.home);
  await playStory(story);
  await story.database.close();
  askers = await openAskers(test, database(), '620103');
});
afterAll(() => test.close());

const codes = new Map(
  Object.entries(NOT_FOUND_CODES).flatMap(([code, operations]) =>
    operations
      .trim()
      .split(/\s+/)
      .map((operation): [string, string] => [operation, code]),
  ),
);

/** What no county keeps for itself: the versions of a programme, the units that counties deal with. */
const KNOWN_TO_ALL = new Set([
  ...['showTerms', 'readEnterprisePlacement', 'recordEnterpriseMeans', 'changeStanding'],
  ...['issueDividendRecourse'],
]);

/** Rows of a table by number, whoever may see them. */
const rowsWith = async (id: string): Promise<number> => {
  const tables = `select table_name from information_schema.columns
    where column_name = 'id' and data_type = 'bigint' and table_schema = 'public'`;
  return inSession(database().ownerUrl, async (client) => {
    const named = await client.query<{ table_name: string }>(tables);
    const counts = named.rows.map(
      ({ table_name: table }) => `(select count(*) from ${table} where id = ${id} limit 1)`,
    );
    const found = await client.query<{ rows: string }>(`select ${counts.join(' + ')} as rows`);
    return Number(found.rows[0]!.rows);
  });
};

describe('an operation with an id in its address', () => {
  it('is written down with the code of what it does not find', () => {
    const operations = OPERATIONS_BY_ID.map(({ id }) => id);
    expect([...codes.keys()].sort()).toEqual(operations.sort());
  });

  it('answers an id that nobody knows with 404, that code, and a sentence', async () => {
    for (const operation of OPERATIONS_BY_ID) {
      const reply = await askById(askers, operation, '987654321');
      const { code, detail } = reply.body as { code: string; detail: string };
      expect([operation.id, reply.status, code]).toEqual([operation.id, 404, codes.get(operation.id)]);
      expect(detail).toMatch(/^[\u4e00-\u9fff].*没有|^没有/);
    }
  });

  it.each(['1', '2'])('answers what stands under number %s in another county in the same way', async (id) => {
    expect(await rowsWith(id)).toBeGreaterThan(30);
    for (const operation of OPERATIONS_BY_ID.filter(({ id: name }) => !KNOWN_TO_ALL.has(name))) {
      const reply = await askById(askers, operation, id);
      const { code } = reply.body as { code: string };
      expect([operation.id, reply.status, code]).toEqual([operation.id, 404, codes.get(operation.id)]);
    }
  });
});
