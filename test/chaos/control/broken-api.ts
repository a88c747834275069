import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { readConfig } from '../../../src/platform/config.ts';
import { inTransaction } from '../../../src/platform/db.ts';
import { openRuntime } from '../../../src/platform/runtime.ts';
import { payOutJob } from './pay-out.jobs.ts';

/**
 * Commits first and adds to the queue afterwards, without an outbox: whoever dies in between has taken the
 * request and lost its work. A retry finds its key and is told that all is well.
 */
const runtime = await openRuntime(readConfig(process.env), 'chaos-control');

async function take(key: string, fen: string): Promise<void> {
  const fresh = await inTransaction(runtime.database.worker, async (tx) => {
    const result = await tx.raw<{ rows: { id: bigint }[] }>(
      'insert into chaos_request (key, fen) values (?, ?) on conflict (key) do nothing returning id',
      [key, fen],
    );
    return result.rows[0] ?? null;
  });
  if (fresh) await runtime.producer.add(payOutJob, { request_id: String(fresh.id) });
}

const server = createServer((request, response) => {
  void (async () => {
    const { key, fen } = JSON.parse(await text(request)) as { key: string; fen: string };
    const status = await take(key, fen).then(
      () => 201,
      () => 500,
    );
    response.writeHead(status).end('{}');
  })();
});
const { port, host } = runtime.config;
server.listen(port, host, () => void process.stdout.write(`broken service http://${host}:${port}\n`));
