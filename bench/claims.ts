import { parseArgs } from 'node:util';
import type pg from 'pg';
import { openBatchesJob } from '../src/domains/subsidy/index.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { claimFloor } from './claims-floor.ts';
import { playClaim } from './claims-run.ts';
import { buildClaimCounty } from './claims-world.ts';
import { inRuntime } from './in-runtime.ts';
import { startChild, stopWorker, waitFor } from './processes.ts';
import { generateProvince, provinceOf } from './province.ts';
import { prepareReference } from './reference.ts';
import { computedSeconds } from './server-cpu.ts';
import { round } from './timed-play.ts';

const progress = (text: string): void => console.error(text);
const SETTLEMENT_DAY = '2016-12-21';

/**
 * One county's claim from the drafted list to the confirmed payments, by the people of the offices through
 * the API and by a worker process, against the same rows written by bare set-based statements.
 */
export async function benchClaims(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: { lines: { type: 'string', default: '30000' }, loans: { type: 'string', default: '0' } },
  });
  const size = { lines: Number(values.lines), loans: Number(values.loans) };
  return inRuntime((runtime, client) => measure(runtime, client, size));
}

interface Size {
  readonly lines: number;
  readonly loans: number;
}

async function measure(runtime: Runtime, client: pg.Client, size: Size): Promise<Record<string, unknown>> {
  await prepareReference(runtime);
  if (size.loans > 0) {
    progress(`generating ${size.loans} loans of the other counties`);
    await generateProvince(runtime, client, provinceOf(size.loans));
  }
  progress(`entering a county of ${size.lines} loans`);
  const bank = await buildClaimCounty(runtime, client, size.lines);
  await client.query(`insert into business_day_override (day) values ($1)`, [SETTLEMENT_DAY]);
  const worker = await startChild(runtime, 'worker-child', ['schedules']);
  const batch = await draftedBatch(runtime, client, bank);
  const api = await startChild(runtime, 'api-child');
  await client.query('checkpoint');
  const cpu = (): number | null => computedSeconds(runtime, api.child.pid ?? 0);
  const measured = await playClaim({ client, api, worker, cpu, folder: runtime.config.home }, batch);
  api.child.disconnect();
  await stopWorker(worker);
  progress('floor: the same rows by bare set-based statements');
  const floor = await claimFloor(client, batch);
  const ours = measured.claim_seconds + measured.receipt_seconds;
  return {
    bench: 'claims',
    lines: size.lines,
    loans: size.loans + size.lines,
    ...measured,
    floor_seconds: round(floor),
    ratio: round(ours / floor),
    backend: runtime.config.redisUrl ? 'redis' : 'postgresql',
  };
}

async function draftedBatch(runtime: Runtime, client: pg.Client, bank: bigint): Promise<string> {
  progress('accruing');
  await runtime.producer.add(openBatchesJob, {});
  const batch = await waitFor('the drafted batch', async () => {
    const { rows } = await client.query<{ id: string; open: boolean }>(
      `select id::text, exists (select from subsidy_batch x where x.state = 'accruing') as open
       from subsidy_batch where bank_id = $1 and state = 'drafted'`,
      [String(bank)],
    );
    return rows[0] && !rows[0].open ? rows[0].id : null;
  });
  await client.query('analyze subsidy_line');
  return batch;
}
