import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { appendEvent } from '../../../src/platform/outbox.ts';
import type { JobEntry } from '../../../src/platform/queue/define-job.ts';
import type { Producer } from '../../../src/platform/queue/producer.ts';
import type { Runtime } from '../../../src/platform/runtime.ts';
import { relayOnce } from '../../../workers/relay-outbox.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
const logged: object[] = [];
let runtime: Runtime;
beforeAll(() => {
  test = openTestApp(database());
  const log = { error: (what: object) => logged.push(what), warn: () => undefined };
  runtime = { database: test.database, log } as unknown as Runtime;
});
afterAll(() => test.close());

/** A queue that remembers what it was given, and may die in the middle. */
function queue(dies = false) {
  const added: JobEntry[] = [];
  const addBulk = (entries: readonly JobEntry[]): Promise<void> => {
    added.push(...entries);
    return dies ? Promise.reject(new Error('connection lost')) : Promise.resolve();
  };
  return { added, producer: { addBulk } as unknown as Producer };
}
const news = (name: string, payload: Record<string, string | number>) =>
  inTransaction(test.database.worker, (tx) => appendEvent(tx, { name, payload }));
const open = () =>
  inSession(
    database().ownerUrl,
    async (client) => (await client.query('select from outbox_event where relayed_at is null')).rowCount,
  );

describe('the relay', () => {
  it('adds a job under the same id again when it died before it could note that it had', async () => {
    await news('subsidy.portion-opened', { batch_id: '1', portion_no: 0 });
    const dying = queue(true);
    await expect(relayOnce(runtime, dying.producer)).rejects.toThrow('connection lost');
    expect(await open()).toBe(1);
    const living = queue();
    expect(await relayOnce(runtime, living.producer)).toBe(1);
    expect(living.added.map(({ options }) => options.jobId)).toEqual(
      dying.added.map(({ options }) => options.jobId),
    );
    expect(await relayOnce(runtime, living.producer)).toBe(0);
  });

  it('gives every job of one event an id of its own', async () => {
    await news('payment.instructed', { order_id: '1' });
    const { added, producer } = queue();
    await relayOnce(runtime, producer);
    expect(added).toHaveLength(2);
    expect(new Set(added.map(({ options }) => options.jobId)).size).toBe(2);
  });

  it('is not held up by news that nobody can read, and names it', async () => {
    await news('subsidy.portion-opened', { batch_id: 'none', portion_no: 0 });
    await news('subsidy.portion-opened', { batch_id: '2', portion_no: 0 });
    const { added, producer } = queue();
    expect(await relayOnce(runtime, producer)).toBe(2);
    expect(added.map(({ payload }) => payload)).toEqual([{ batch_id: '2', portion_no: 0 }]);
    expect(logged).toEqual([expect.objectContaining({ event: 'subsidy.portion-opened' })]);
  });

  it('shares the work: two relays never take the same event', async () => {
    for (let n = 0; n < 20; n += 1)
      await news('subsidy.portion-opened', { batch_id: String(100 + n), portion_no: 0 });
    const { added, producer } = queue();
    await Promise.all([
      relayOnce(runtime, producer),
      relayOnce(runtime, producer),
      relayOnce(runtime, producer),
    ]);
    expect(added.map(({ options }) => options.jobId)).toHaveLength(20);
    expect(new Set(added.map(({ options }) => options.jobId)).size).toBe(20);
    expect(await open()).toBe(0);
  });

  it('gathers papers issued together into jobs of twenty, under the ids of all', async () => {
    for (let n = 1; n <= 25; n += 1) await news('document.issued', { document_id: String(n) });
    await news('document.paper-wanted', { document_id: '26' });
    await news('document.paper-wanted', { document_id: '27' });
    const { added, producer } = queue();
    expect(await relayOnce(runtime, producer)).toBe(27);
    const papers = added.map(({ payload }) => (payload as { document_ids: string[] }).document_ids);
    expect(papers.map((ids) => ids.length)).toEqual([20, 5, 1, 1]);
    expect(papers.flat()).toEqual(Array.from({ length: 27 }, (_, at) => String(at + 1)));
    expect(new Set(added.map(({ options }) => options.jobId)).size).toBe(4);
  });

  it('names a group otherwise when more news has joined it since the relay died', async () => {
    await news('document.issued', { document_id: '41' });
    const dying = queue(true);
    await expect(relayOnce(runtime, dying.producer)).rejects.toThrow('connection lost');
    await news('document.issued', { document_id: '42' });
    const living = queue();
    expect(await relayOnce(runtime, living.producer)).toBe(2);
    // the queue knows the first id and would pass over a job that comes under it again
    const known = new Set(dying.added.map(({ options }) => options.jobId));
    const added = living.added.filter(({ options }) => !known.has(options.jobId));
    expect(added.flatMap(({ payload }) => (payload as { document_ids: string[] }).document_ids)).toContain(
      '42',
    );
  });

  it('prints the others of a group in which one event cannot be read', async () => {
    for (const id of ['31', 'none', '33']) await news('document.issued', { document_id: id });
    const { added, producer } = queue();
    expect(await relayOnce(runtime, producer)).toBe(3);
    expect(added.map(({ payload }) => payload)).toEqual([{ document_ids: ['31'] }, { document_ids: ['33'] }]);
    expect(new Set(added.map(({ options }) => options.jobId)).size).toBe(2);
  });
});
