import express from 'express';
import knex from 'knex';
import { readConfig } from '../src/platform/config.ts';

/**
 * The floor of registering as a process of a benchmark: an express application whose POST begins, inserts one
 * row and commits, over a pool of knex as large as the product's.
 */
const config = readConfig(process.env);
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
process.once('disconnect', () => process.exit(0));
