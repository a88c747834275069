import { importLedgers } from '../../src/cli/demo/act-import.ts';
import { allocateQuotas, registerSingly } from '../../src/cli/demo/act-register.ts';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { addDays, date } from '../../src/kernel/date.ts';
import { readAnchors } from '../../src/platform/anchors.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { sweepPapersJob } from '../../src/domains/subsidy/index.ts';
import { checkEffects } from './checks.ts';
import { drain } from './drain.ts';
import type { ChaosOptions } from './options.ts';
import { claimUntil } from './load-claims.ts';
import { printUntil } from './load-papers.ts';
import { openCounters, repayUntil } from './load-repayments.ts';
import { fingerprint, replayOutbox } from './replay.ts';
import { flushAll } from './servers.ts';
import { rage, type Target } from './storm.ts';
import type { World } from './world.ts';

export interface Outcome {
  readonly lost: number;
  readonly dup: number;
  readonly drift_fen: number;
  readonly ops: number;
  readonly killed: Readonly<Record<string, number>>;
  readonly drained: boolean;
  readonly [more: string]: unknown;
}

const DRAIN_MS = 360_000;

/** The product under load while its processes die; afterwards what it says of itself. */
export async function playProduct(
  world: World,
  blows: Pick<ChaosOptions, 'kills' | 'flushes' | 'replays'>,
  say: (line: string) => void,
): Promise<Outcome> {
  say('setting the stage: quotas, households, loans, ledgers');
  await world.advance(date('2016-04-05'));
  await allocateQuotas(world.play);
  const registered = await registerSingly(world.play, date('2016-04-05'));
  await world.advance(date('2016-05-31'));
  await importLedgers(world.play);
  await world.advance(date('2016-06-12'));
  const counters = await openCounters(world);
  const counted = { ops: 0 };
  let raging = true;
  const goOn = (): boolean => raging;
  const acknowledged = (): number => counted.ops;
  say(`the storm: ${blows.kills} kills, ${blows.flushes} flushes under load`);
  const storm = rage({
    ...{ targets: targetsOf(world), chance: world.chance, acknowledged, say },
    ...{ kills: blows.kills, wipes: blows.flushes, wipe: () => flushAll(world.redis) },
  });
  const claims = claimUntil({ world, counters, goOn, counted });
  const papers = printUntil(world, registered.led, goOn, counted);
  const repayments = repayUntil(world, counters, goOn, counted);
  const load = Promise.all([claims, papers, repayments]);
  const killed = await Promise.race([storm, load.then(() => storm)]).finally(() => (raging = false));
  say('the storm is over; the load finishes what it began');
  const stuck = await load.then(
    () => null,
    (error: unknown) => String(error),
  );
  say(`draining${stuck === null ? '' : `; a load gave up: ${stuck}`}`);
  if (blows.flushes > 0) await passNight(world);
  const { seconds: drainSeconds } = await drain(world.database.url, world.runtime, DRAIN_MS);
  const replayed = await replay(world, blows.replays, say);
  return {
    ...(await judge(world, say)),
    ...replayed,
    drain_seconds: drainSeconds,
    ops: counted.ops,
    killed,
    ...(stuck ? { stuck } : {}),
  };
}

/** What the night's schedule makes up for: papers of days before whose jobs were lost. */
async function passNight(world: World): Promise<void> {
  await world.advance(addDays(world.day(), 1));
  await world.runtime.producer.add(sweepPapersJob, {});
}

/** The whole outbox is delivered again and again; afterwards not one figure may have changed. */
async function replay(world: World, times: number, say: (line: string) => void) {
  if (times === 0) return {};
  const { database, runtime } = world;
  const before = await fingerprint(database.url);
  let jobs = 0;
  for (let turn = 1; turn <= times; turn += 1) {
    jobs += await replayOutbox(database.url, runtime);
    const { drained } = await drain(database.url, runtime, DRAIN_MS);
    say(`  replay ${turn}/${times}: ${jobs} jobs, drained ${drained}`);
  }
  const after = await fingerprint(database.url);
  if (after !== before) say(`before ${before}\nafter  ${after}`);
  return { replayed_jobs: jobs, replay_changed: after !== before };
}

async function judge(world: World, say: (line: string) => void) {
  const { database, runtime } = world;
  const drained = await drain(database.url, runtime, DRAIN_MS);
  say(`drained: ${drained.drained} after ${drained.seconds} s ${JSON.stringify(drained.open)}`);
  const checked = await checkEffects(database.url, world.acks.read());
  for (const sample of checked.samples) say(`  ${sample}`);
  const anchors = await readAnchors(runtime.config.home);
  const { storage, cipher } = runtime;
  const report = await inTransaction(runtime.database.worker, (tx) =>
    verifyBooks(tx, { storage, anchors, cipher }),
  );
  const broken = report.invariants.filter(({ violations }) => violations > 0);
  for (const { id, name, violations, samples } of broken)
    say(`  invariant ${id} ${name}: ${violations} ${JSON.stringify(samples)}`);
  return {
    lost: checked.lost,
    dup: checked.dup,
    drift_fen: Number(checked.driftFen),
    drained: drained.drained,
    failed_jobs: drained.failedJobs,
    verify: report.ok,
    own_ends: Object.fromEntries(
      [...world.apis, ...world.workers]
        .filter((one) => one.ownEnds > 0)
        .map((one) => [one.name, one.ownEnds]),
    ),
    ...(drained.drained ? {} : { open: drained.open }),
    ...(Object.keys(checked.driftsBy).length > 0 ? { drifts: checked.driftsBy } : {}),
    ...(broken.length > 0 ? { broken: broken.map(({ id }) => id) } : {}),
  };
}

const targetsOf = (world: World): Target[] => [
  ...world.apis.map((program) => ({ program, weight: 3, holdable: false })),
  ...world.workers.map((program) => ({ program, weight: 4, holdable: true })),
  { program: world.database.program, weight: 2, holdable: false },
  ...(world.redis ? [{ program: world.redis.program, weight: 2, holdable: false }] : []),
];
