import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { Chance } from '../../../src/cli/demo/invented-people.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { openRuntime, prepareDatabase, type Runtime } from '../../../src/platform/runtime.ts';
import { buildProduct } from '../build-product.ts';
import { presentBy } from '../checks.ts';
import { compare } from '../compare.ts';
import { worldOptions, type Outcome, type Setting } from '../scene.ts';
import { freePort, startPostgres, startRedis } from '../servers.ts';
import { rage } from '../storm.ts';
import { Supervised } from '../supervised.ts';
import { environment } from '../world.ts';
import { CONTROL_TABLES } from './pay-out.jobs.ts';

const CLIENTS = 8;
const QUIET_MS = 12_000;
const DRAIN_MS = 120_000;

/**
 * The same storm over a service that commits and then adds without an outbox, and pays again when run again.
 * A harness that finds nothing missing here could not see a loss anywhere.
 */
export async function playControl(setting: Setting): Promise<Outcome> {
  const { home, backend, chance, acks, say } = worldOptions(setting);
  const { kills } = setting.options;
  const building = buildProduct(home);
  const database = await startPostgres(home);
  const redis = backend === 'redis' ? await startRedis(home) : null;
  const env = { ...environment(home, database, redis), PORT: String(await freePort()) };
  await prepareDatabase(database.url, readConfig(env));
  await inSession(database.url, (client) => client.query(CONTROL_TABLES));
  const runtime = await openRuntime(readConfig({ ...env, LOG_LEVEL: 'silent' }), 'chaos');
  const product = await building;
  const api = program({ home, product }, 'broken-api', /broken service http/, env);
  const workers = ['broken-worker-1', 'broken-worker-2'].map((name) =>
    program({ home, product }, name, /are running/, env),
  );
  const programs = [api, ...workers];
  await Promise.all(programs.map((one) => one.start()));
  let raging = true;
  let acknowledged = 0;
  const acknowledge = (ref: string, fen: bigint): void => {
    acks.add({ kind: 'payout', ref, fen });
    acknowledged += 1;
  };
  const clients = Array.from({ length: CLIENTS }, () =>
    payUntil(`http://127.0.0.1:${env.PORT}`, chance, () => raging, acknowledge),
  );
  const targets = [
    { program: api, weight: 4, holdable: false },
    ...workers.map((one) => ({ program: one, weight: 3, holdable: false })),
    { program: database.program, weight: 2, holdable: false },
    ...(redis ? [{ program: redis.program, weight: 2, holdable: false }] : []),
  ];
  const { killed } = await rage({
    ...{ targets, kills, chance, acknowledged: () => acknowledged, say },
    ...{ wipes: 0, wipe: () => Promise.resolve() },
  }).finally(() => (raging = false));
  await Promise.all(clients);
  const drained = await drainQueue(runtime);
  const outcome = await inSession(database.url, async (client) =>
    compare('payout', acks.read(), await presentBy(client, EFFECTS)),
  );
  await Promise.all(programs.map((one) => one.stop()));
  await runtime.close().catch(() => undefined);
  await redis?.program.stop();
  await database.program.stop('SIGINT');
  const { lost, dup, driftFen } = outcome;
  const figures = { lost, dup, drift_fen: Number(driftFen), ops: acknowledged, kills, killed, drained };
  return { good: lost > 0, figures };
}

const EFFECTS = `
  select r.key as ref, count(e.id) as times, coalesce(sum(e.fen), 0) as fen
  from chaos_request r left join chaos_effect e on e.request_id = r.id group by 1`;

const program = (
  { home, product }: { readonly home: string; readonly product: string },
  name: string,
  ready: RegExp,
  env: Readonly<Record<string, string>>,
): Supervised =>
  new Supervised({
    ...{ name, ready, env },
    command: [process.execPath, join(product, `test/chaos/control/${name.replace(/-\d$/, '')}.js`)],
    cwd: product,
    logFile: `${home}/${name}.log`,
  });

/** A client that asks again under the same key until it is told yes. */
async function payUntil(
  url: string,
  chance: Chance,
  goOn: () => boolean,
  acknowledge: (ref: string, fen: bigint) => void,
): Promise<void> {
  while (goOn()) {
    const key = randomUUID();
    const fen = BigInt(chance.between(100, 99_999));
    while (!(await send(url, JSON.stringify({ key, fen: String(fen) })))) await delay(50);
    acknowledge(key, fen);
    await delay(20);
  }
}

const send = (url: string, body: string): Promise<boolean> =>
  fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(10_000) }).then(
    (response) => response.status === 201,
    () => false,
  );

/** Nothing waits or runs for longer than a lock lasts: what is not there now never will be. */
async function drainQueue(runtime: Runtime): Promise<boolean> {
  const deadline = performance.now() + DRAIN_MS;
  let quietSince = performance.now();
  while (performance.now() < deadline) {
    const counts = Object.values(await runtime.producer.counts());
    const busy = counts.reduce((sum, one) => sum + one.waiting + one.active + one.delayed, 0);
    if (busy > 0) quietSince = performance.now();
    if (performance.now() - quietSince > QUIET_MS) return true;
    await delay(250);
  }
  return false;
}
