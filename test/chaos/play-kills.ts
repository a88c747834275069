import { setTimeout as delay } from 'node:timers/promises';
import { addDays } from '../../src/kernel/date.ts';
import { sweepPapersJob } from '../../src/domains/subsidy/index.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { drain } from './drain.ts';
import { DRAIN_MS, isSound, judge } from './judge.ts';
import type { Counted } from './load-repayments.ts';
import { setTheStage, startLoad } from './load.ts';
import type { ChaosOptions } from './options.ts';
import { fingerprint, replayOutbox } from './replay.ts';
import { worldOptions, type Outcome, type Setting } from './scene.ts';
import { flushAll } from './servers.ts';
import { rage, type InFlight, type Struck, type Target } from './storm.ts';
import { openWorld, patiently, type World } from './world.ts';

const FEWEST_ANSWERS = 5;
const KILLS_PER_ANSWER = 10;
const A_GLANCE_MS = 150;

/** The product under load while its processes die; afterwards what it says of itself. */
export async function playKills(setting: Setting): Promise<Outcome> {
  const world = await openWorld(worldOptions(setting));
  try {
    return await play(world, setting);
  } finally {
    await world.stop();
  }
}

async function play(world: World, { options, say }: Setting): Promise<Outcome> {
  say('setting the stage: quotas, households, loans, ledgers');
  const led = await setTheStage(world);
  const { raged, dryKills, counted, stuck } = await underLoad(world, led, { options, say });
  say(`draining${stuck === null ? '' : `; a load gave up: ${stuck}`}`);
  if (options.flushes > 0) await passNight(world);
  const { seconds: drainSeconds } = await drain(world.database.url, world.runtime, DRAIN_MS);
  const replayed = await replay(world, options.replays, say);
  const verdict = await judge(world, say);
  const { killed, struck } = raged;
  return {
    good: isSound(verdict) && stuck === null && fellOnWork(options, struck, counted) && isHarmless(replayed),
    figures: {
      ...{ ...verdict, ...replayed, drain_seconds: drainSeconds, ...counted },
      kills: Object.entries(killed).reduce(
        (sum, [name, times]) => sum + (name === 'held' || name === 'wiped' ? 0 : times),
        0,
      ),
      ...{ killed, struck, dry_kills: dryKills },
      ...(stuck === null ? {} : { stuck }),
    },
  };
}

/** A storm that found nobody at work would find nothing else either. */
const fellOnWork = (
  { kills }: ChaosOptions,
  { requests, jobs }: Struck,
  { ops, lists, compensations }: Counted,
): boolean => ops > 0 && lists > 0 && compensations > 0 && (kills === 0 || requests + jobs > 0);

/** Kills while people work; when the last one has fallen they finish what they began. */
async function underLoad(
  world: World,
  led: readonly string[],
  { options, say }: Pick<Setting, 'options' | 'say'>,
) {
  let raging = true;
  const answersPerOrder = Math.max(FEWEST_ANSWERS, Math.ceil(options.kills / KILLS_PER_ANSWER));
  const load = await startLoad(world, { led, answersPerOrder, goOn: () => raging });
  const ended = load.ended.then(
    () => null,
    (error: unknown) => String(error),
  );
  say(`the storm: ${options.kills} kills, ${options.flushes} flushes under load`);
  let dryKills = 0;
  const raged = await rage({
    ...{ targets: targetsOf(world), chance: world.chance, acknowledged: () => load.counted.ops, say },
    inFlight: () => {
      if (load.claimsEnded()) dryKills += 1;
      return inFlight(world);
    },
    ...{ kills: options.kills, wipes: options.flushes, wipe: () => flushAll(world.redis) },
  }).finally(() => (raging = false));
  say('the storm is over; the load finishes what it began');
  if (options.flushes > 0) await letFiveMinutesPass(world);
  const stuck = await ended;
  return { raged, dryKills, counted: load.counted, stuck };
}

/** Requests and jobs under way; a queue that does not answer at once has been killed just now. */
async function inFlight({ traffic, runtime }: World): Promise<InFlight> {
  const counts = await Promise.race([
    runtime.producer.counts().catch(() => null),
    delay(A_GLANCE_MS, null, { ref: false }),
  ]);
  const jobs = Object.values(counts ?? {}).reduce((sum, queue) => sum + queue.active, 0);
  return { requests: traffic.waiting, jobs };
}

/**
 * The sweeps ring again for what has waited five minutes. The clock is put forward for what waits now, as
 * they read it; that they ring at all, from schedules that went with the queue, is left to the product.
 */
const letFiveMinutesPass = ({ database }: World): Promise<unknown> =>
  patiently(() =>
    inSession(database.url, async (client) => {
      for (const table of ['document', 'print_job', 'subsidy_portion'])
        await client.query(`update ${table} set rung_at = rung_at - interval '5 minutes'`);
    }),
  );

/** What the night's schedule makes up for: papers of days before whose jobs were lost. */
async function passNight(world: World): Promise<void> {
  await world.advance(addDays(world.day(), 1));
  await world.runtime.producer.add(sweepPapersJob, {});
}

interface Replayed {
  readonly replayed_jobs: number;
  readonly replay_drained: boolean;
  readonly replay_changed: boolean;
}

/** The whole outbox is delivered again and again; afterwards not one figure may have changed. */
async function replay(world: World, times: number, say: (line: string) => void): Promise<Replayed | null> {
  if (times === 0) return null;
  const { database, runtime } = world;
  const before = await fingerprint(database.url);
  let [jobs, done] = [0, true];
  for (let turn = 1; turn <= times; turn += 1) {
    jobs += await replayOutbox(database.url, runtime);
    const { drained } = await drain(database.url, runtime, DRAIN_MS);
    done &&= drained;
    say(`  replay ${turn}/${times}: ${jobs} jobs, drained ${drained}`);
  }
  const after = await fingerprint(database.url);
  if (after !== before) say(`before ${before}\nafter  ${after}`);
  return { replayed_jobs: jobs, replay_drained: done, replay_changed: after !== before };
}

const isHarmless = (replayed: Replayed | null): boolean =>
  replayed === null || (replayed.replayed_jobs > 0 && replayed.replay_drained && !replayed.replay_changed);

const targetsOf = (world: World): Target[] => [
  ...world.apis.map((program) => ({ program, weight: 3, holdable: false })),
  ...world.workers.map((program) => ({ program, weight: 4, holdable: true })),
  { program: world.database.program, weight: 2, holdable: false },
  ...(world.redis ? [{ program: world.redis.program, weight: 2, holdable: false }] : []),
];
