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

interface Asked {
  readonly key: string;
  readonly kind: string;
  readonly lines: number;
  readonly fen: string;
}

async function take({ key, kind, lines, fen }: Asked): Promise<void> {
  const fresh = await inTransaction(runtime.database.worker, async (tx) => {
    const result = await tx.raw<{ rows: { id: bigint }[] }>(
      'insert into chaos_request (key, kind, lines, fen) values (?, ?, ?, ?) on conflict (key) do nothing returning id',
      [key, kind, lines, fen],
    );
    return result.rows[0] ?? null;
  });
  if (fresh) await runtime.producer.add(payOutJob, { request_id: String(fresh.id) });
}

const server = createServer((request, response) => {
  void (async () => {
    const status = await take(JSON.parse(await text(request)) as Asked).then(
      () => 201,
      () => 500,
    );
    response.writeHead(status).end('{}');
  })();
});
const { port, host } = runtime.config;
server.listen(port, host, () => void process.stdout.write(`broken service http://${host}:${port}\n`));
