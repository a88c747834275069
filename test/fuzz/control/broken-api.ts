import express from 'express';
import { createServer } from 'node:http';
import { createApp } from '../../../src/app/create-app.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { openRuntime } from '../../../src/platform/runtime.ts';

/**
 * The product with four handlers broken on purpose: what an unguarded door looks like. The fuzzer must report
 * each.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const runtime = await openRuntime(config, 'broken');
  const product = createApp(runtime);
  const app = express();
  app.get('/api/v1/working-days', (request, response, next) => {
    // a number that is believed
    if (Number(request.query['days']) <= 30) return next();
    response.status(500).json({ error: 'TypeError: x is not a function' });
  });
  app.get('/api/v1/loans/:id/events', (request, response, next) => {
    if (/^[0-9]{1,9}$/.test(String(request.params.id))) next();
    else response.socket?.destroy();
  });
  app.get('/api/v1/organisations/:id', (request, response, next) => {
    if (/^\d+$/.test(String(request.params.id))) return next();
    response.status(404).type('application/problem+json');
    response.send(JSON.stringify({ detail: 'no row in relation "organisation"' }));
  });
  app.post('/api/v1/household-searches', express.json(), (request, response, next) => {
    const body = request.body as { id_no?: unknown } | undefined;
    if (typeof body?.id_no !== 'string' || Object.keys(body).length !== 1) return next();
    response.status(404).type('application/problem+json');
    response.send(JSON.stringify({ detail: `没有 ${body.id_no}`, code: 'household.unknown', status: 404 }));
  });
  app.use(product);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(config.port, config.host, resolve));
  process.stdout.write(`Sifang http://${config.host}:${config.port}\n`);
  process.once('SIGTERM', () => void runtime.close().finally(() => process.exit(0)));
}

await main();
