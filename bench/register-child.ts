import express from 'express';
import knex from 'knex';
import { startServer } from '../src/app/main.ts';
import { readConfig } from '../src/platform/config.ts';
import { openRuntime } from '../src/platform/runtime.ts';

/**
 * A server process of the benchmark: the product's API, or the floor, an express application whose POST
 * begins, inserts one row and commits. Both have the same pool and log nothing.
 */
const config = readConfig({ ...process.env, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' });

if (process.argv[2] === 'floor') {
  const pool = knex({
    client: 'pg',
    connection: config.databaseUrl ?? '',
    pool: { min: 0, max: config.appPool },
  });
  const app = express();
  app.use(express.json());
  app.post('/rows', async (request, response) => {
    await pool.transaction((trx) => trx('floor_row').insert({ body: JSON.stringify(request.body) }));
    response.status(201).json({ done: true });
  });
  const server = app.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '');
  });
} else {
  const server = await startServer(await openRuntime(config, 'bench-api'));
  process.send?.(server.url);
}
process.once('disconnect', () => process.exit(0));
