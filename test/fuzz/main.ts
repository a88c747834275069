import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { playCountyStory } from '../support/county-story.ts';
import { openHouse, type House } from '../support/house.ts';
import { commitNow, progress } from '../chaos/options.ts';
import { startPostgres } from '../chaos/servers.ts';
import { checkAfterwards, type Afterwards } from './afterwards.ts';
import { Canaries } from './canaries.ts';
import { readFuzzOptions, type FuzzOptions } from './fuzz-options.ts';
import { readMemory, watchMemory } from './memory.ts';
import { readOperations } from './operations.ts';
import { Range } from './range.ts';
import { storm } from './storm.ts';
import { readShot, Tally } from './tally.ts';
import { tour } from './tour.ts';

const BROKEN_API = ['test/fuzz/control/broken-api.ts'];

/** `npm run fuzz`: any bytes in, no 5xx out. */
async function main(): Promise<number> {
  const options = readFuzzOptions(process.argv.slice(2));
  const home = mkdtempSync(join(tmpdir(), 'sifang-fuzz-'));
  progress(`seed ${options.seed}, ${options.requests} requests, ${home}`);
  const started = performance.now();
  const database = await startPostgres(home);
  const house = await openHouse({
    ...{ home, databaseUrl: database.url, say: progress },
    ...(options.control ? { apiProgram: BROKEN_API } : {}),
  });
  const peek = new pg.Pool({ connectionString: database.url, max: options.lanes });
  try {
    await playCountyStory(house.play);
    progress(`the story is told after ${Math.round((performance.now() - started) / 1000)} s`);
    const result = await run(options, { home, house, peek });
    process.stdout.write(
      `${JSON.stringify({ ...result, ...setting(options), seconds: Math.round((performance.now() - started) / 1000) })}\n`,
    );
    const kept = options.keep || !result.good;
    if (!kept) rmSync(join(home, 'faults'), { recursive: true });
    return exitCode(options, result);
  } finally {
    await peek.end();
    await house.stop();
    await database.program.stop('SIGINT');
    const { keep } = options;
    if (keep || existsSync(join(home, 'faults'))) progress(`kept ${home}`);
    else rmSync(home, { recursive: true, force: true });
  }
}

/** 0: nothing found. 1: faults. 2: the service broken on purpose was not seen to be. */
function exitCode(options: FuzzOptions, result: ReturnType<typeof summary>): number {
  if (!options.control) return result.good ? 0 : 1;
  const seen = [result['5xx'], result.hang_ups, result.problem_shape, result.leaks, result.traces];
  return seen.every((times) => times > 0) ? 1 : 2;
}

const setting = (options: FuzzOptions) => ({
  ...(options.control ? { control: true } : {}),
  seed: options.seed,
  commit: commitNow(),
});

interface Given {
  readonly home: string;
  readonly house: House;
  readonly peek: pg.Pool;
}

async function run(options: FuzzOptions, { home, house, peek }: Given) {
  const operations = readOperations();
  const ids = operations.map(({ id }) => id);
  const tally = new Tally(join(home, 'faults'), ids);
  const canaries = new Canaries();
  const range = new Range({ house, database: peek, canaries, tally, seed: options.seed, say: progress });
  await range.prepare();
  const before = await readMemory(house.url);
  const watch = watchMemory(house.url);
  await tour(range, operations);
  progress(
    `the tour: ${tally.sent} requests, ${tally.succeeded.length} of ${ids.length} operations with success`,
  );
  if (options.replay) await replay(range, options.replay);
  else await storm(range, operations, { ...options, say: progress });
  const peak = watch.stop();
  const after = await checkAfterwards(house, canaries);
  return summary({ tally, ids, after, memory: { before, peak } });
}

async function replay(range: Range, file: string): Promise<void> {
  const shot = readShot(readFileSync(file, 'utf8'));
  const operation = readOperations().find(({ id }) => id === shot.operation);
  if (!operation) throw new Error(`no operation ${shot.operation}`);
  const reply = await range.fire(operation, shot);
  progress(`${reply.status} ${reply.fault ?? ''} ${reply.body.toString('utf8').slice(0, 2_000)}`);
}

interface Told {
  readonly tally: Tally;
  readonly ids: readonly string[];
  readonly after: Afterwards;
  readonly memory: { readonly before: unknown; readonly peak: { readonly resident: number } };
}

/** Past this the API would not fit beside its database on a county's machine. */
const MOST_MEGABYTES = 700;

/** Of the operations, how many must have been done with success. */
const ENOUGH = 0.99;

function summary({ tally, ids, after, memory }: Told) {
  const faults = tally.report();
  const good =
    tally.faults === 0 &&
    after.alive &&
    after.crashes === 0 &&
    after.verified &&
    after.leaks === 0 &&
    Object.keys(after.failedJobs).length === 0 &&
    // an operation that nothing succeeds at is fuzzed at its door only; chance may leave a few nothing to
    // work on
    tally.succeeded.length >= ids.length * ENOUGH &&
    // 0 is what is read where nothing is told
    memory.peak.resident > 0 &&
    memory.peak.resident <= MOST_MEGABYTES;
  return {
    good,
    requests: tally.sent,
    status: Object.fromEntries([...tally.classes].sort()),
    refused_by_parser: tally.parserRefused,
    operations: ids.length,
    reached: tally.reached,
    succeeded: tally.succeeded.length,
    not_succeeded: tally.unsucceeded(),
    '5xx': tally.timesOf('5xx'),
    hang_ups: tally.timesOf('hang-up'),
    problem_shape: tally.timesOf('problem'),
    leaks: tally.timesOf('leak') + after.leaks,
    traces: tally.timesOf('trace'),
    faults,
    memory_mb: { ...memory, after: after.memory },
    ...{
      alive: after.alive,
      crashes: after.crashes,
      failed_jobs: after.failedJobs,
      verified: after.verified,
    },
  };
}

process.exit(await main());
