import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { verifyWhole } from '../../../src/cli/demo/verify-whole.ts';
import { date } from '../../../src/kernel/date.ts';
import { playCountyStory } from '../../support/county-story.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Acknowledgements } from '../acknowledgements.ts';
import { checkEffects } from '../checks.ts';
import { drain } from '../drain.ts';
import { commitNow, progress } from '../options.ts';
import { startPostgres, type Server } from '../servers.ts';
import { fillFiles, type FilesHeard } from './full-files.ts';
import { repaymentsAt } from './repayments-at.ts';
import { mountDisk, type SmallDisk } from './small-disk.ts';

const DATABASE_MB = 420;
const FILES_MB = 64;
/** Free when a round begins: a few seconds of writing. */
const LEAVE_MB = 6;
/** How long writing goes on against a full disk. */
const FULL_MS = 6_000;
const FILLS_WITHIN_MS = 120_000;
const RECOVERS_WITHIN_MS = 120_000;

const { values: flags } = parseArgs({
  options: {
    times: { type: 'string', default: '3' },
    control: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

interface Stand {
  readonly house: House;
  readonly database: Server;
  readonly disk: SmallDisk;
  readonly acks: Acknowledgements;
}

/** `npm run chaos:disk`: the disk under the database fills while people write, and is freed again. */
async function main(): Promise<number> {
  const started = performance.now();
  const home = mkdtempSync(join(tmpdir(), 'sifang-disk-'));
  const disk = mountDisk(join(home, 'postgres'), DATABASE_MB);
  const files = mountDisk(join(home, 'files'), FILES_MB);
  if (!disk || !files) {
    process.stdout.write(`${JSON.stringify({ skipped: 'this machine does not let us mount a tmpfs' })}\n`);
    return 0;
  }
  const database = await startPostgres(home);
  const house = await openHouse({
    ...{ home, databaseUrl: database.url, say: () => undefined },
    // work of workers that lost their database is taken over within the round
    env: { LOG_LEVEL: 'warn', TMPDIR: files.folder, WORKER_LOCK_SECONDS: '10' },
  });
  try {
    await playCountyStory(house.play);
    await house.setDay(date('2016-10-10'));
    progress(`the story is told after ${Math.round((performance.now() - started) / 1000)} s`);
    const acks = new Acknowledgements(join(home, 'acknowledgements.ndjson'));
    const result = await play({ house, database, disk, acks }, files);
    process.stdout.write(
      `${JSON.stringify({
        ...result,
        ...(flags.control ? { control: true } : {}),
        // nothing is drawn: a disk fills when it fills
        ...{ seed: 0, commit: commitNow(), seconds: Math.round((performance.now() - started) / 1000) },
      })}\n`,
    );
    return flags.control ? Number(result.lost === 0) : Number(!isGood(result));
  } finally {
    await house.stop();
    await database.program.stop('SIGINT');
    disk.unmount();
    files.unmount();
    if (flags.keep) progress(`kept ${home}`);
    else rmSync(home, { recursive: true, force: true });
  }
}

async function play(stand: Stand, files: SmallDisk) {
  const rounds: Round[] = [];
  for (let number = 1; number <= Number(flags.times); number += 1) rounds.push(await round(stand, number));
  const handedIn: FilesHeard = flags.control
    ? { unavailable: 0, wrong: [], accepted: true }
    : await fillFiles(stand.house, files);
  const { house, database, acks } = stand;
  const drained = await drain(database.url, house.runtime, RECOVERS_WITHIN_MS);
  const { lost, dup, driftFen, driftsBy, samples } = await checkEffects(database.url, acks.read());
  const sum = (of: (round: Round) => number): number => rounds.reduce((total, one) => total + of(one), 0);
  return {
    times: rounds.length,
    acknowledged: sum((one) => one.acknowledged),
    unavailable_503: sum((one) => one.unavailable),
    cut: sum((one) => one.cut),
    wrong: Object.assign({}, ...rounds.map((one) => one.wrong)) as Record<string, number>,
    seconds_to_recover: rounds.map((one) => one.secondsToRecover),
    database_restarts: database.program.ownEnds,
    ...{ crashes: house.api.ownEnds + house.worker.ownEnds, files: handedIn },
    ...{ lost, dup, drift_fen: Number(driftFen), drifts: driftsBy, samples },
    ...{ drained: drained.drained, open: drained.open, failed_jobs: drained.failedJobs },
    verify: await isWhole(house),
  };
}

const isGood = (result: Awaited<ReturnType<typeof play>>): boolean =>
  result.lost + result.dup + result.drift_fen + result.crashes === 0 &&
  Object.keys(result.wrong).length === 0 &&
  result.unavailable_503 > 0 &&
  result.files.unavailable > 0 &&
  result.files.wrong.length === 0 &&
  result.files.accepted &&
  result.drained &&
  result.verify;

interface Round {
  readonly acknowledged: number;
  readonly unavailable: number;
  readonly cut: number;
  readonly wrong: Readonly<Record<string, number>>;
  readonly secondsToRecover: number;
}

/** Fills the disk under load, lets clients knock for a while, frees it and waits until all are served. */
async function round({ house, disk, acks }: Stand, number: number): Promise<Round> {
  const load = await repaymentsAt(house, acks, {
    ...{ prefix: `CHD${number}`, onDate: '2016-10-10', believes503: flags.control },
  });
  disk.fill(LEAVE_MB);
  await until(FILLS_WITHIN_MS, 'the disk to be full', () => load.heard.unavailable > 0);
  progress(`round ${number}: full after ${load.heard.acknowledged} repayments`);
  await delay(FULL_MS);
  const before = load.heard.acknowledged;
  disk.free();
  const freed = performance.now();
  await until(
    RECOVERS_WITHIN_MS,
    'a repayment after the space is free',
    async () => (await isReady(house.url)) && load.heard.acknowledged > before + 10,
  );
  const secondsToRecover = Math.round((performance.now() - freed) / 100) / 10;
  await load.stop();
  const { acknowledged, unavailable, cut, wrong } = load.heard;
  progress(
    `round ${number}: ${unavailable} × 503, served again ${secondsToRecover} s after the space was free`,
  );
  return { acknowledged, unavailable, cut, wrong: Object.fromEntries(wrong), secondsToRecover };
}

async function until(within: number, what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + within;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited too long for ${what}`);
    await delay(100);
  }
}

const isReady = async (url: string): Promise<boolean> =>
  (await fetch(`${url}/readyz`).catch(() => null))?.status === 200;

async function isWhole(house: House): Promise<boolean> {
  try {
    return await verifyWhole(house.play);
  } catch (error) {
    progress(`verify: ${String(error).slice(0, 1_000)}`);
    return false;
  }
}

process.exit(await main());
