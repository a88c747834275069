import { setTimeout as delay } from 'node:timers/promises';
import { readConfig } from '../../../src/platform/config.ts';
import { inTransaction } from '../../../src/platform/db.ts';
import { createConsumer } from '../../../src/platform/queue/consumer.ts';
import { handle } from '../../../src/platform/queue/define-job.ts';
import { openRuntime } from '../../../src/platform/runtime.ts';
import { payOutJob } from './pay-out.jobs.ts';

const LOCK_MS = 4_000;
const BETWEEN_EFFECT_AND_END_MS = 5;

/** Pays without asking whether it has paid before: a job delivered twice pays twice. */
const runtime = await openRuntime(readConfig(process.env), 'chaos-control');
const consumer = createConsumer({
  config: runtime.queue,
  concurrency: 4,
  log: runtime.log,
  lockMs: LOCK_MS,
  handlers: [
    handle(payOutJob, async ({ request_id: id }) => {
      await inTransaction(runtime.database.worker, (tx) =>
        tx.raw(
          `insert into chaos_effect (request_id, line, fen)
           select r.id, n, r.fen from chaos_request r, generate_series(1, r.lines) n where r.id = ?`,
          [id],
        ),
      );
      await delay(BETWEEN_EFFECT_AND_END_MS);
    }),
  ],
});
await consumer.start();
process.stdout.write('workers are running\n');
