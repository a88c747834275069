import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { readAnchors } from '../../src/platform/anchors.ts';
import { inTransaction } from '../../src/platform/db.ts';
import { checkEffects } from './checks.ts';
import { drain } from './drain.ts';
import type { World } from './world.ts';

export const DRAIN_MS = 360_000;

/** What the system says of itself when it has come to rest. */
export type Verdict = Awaited<ReturnType<typeof judge>>;

/** Nothing lost, nothing twice, not a fen astray, at rest by itself, and the books whole. */
export const isSound = ({ lost, dup, drift_fen: drift, drained, verify }: Verdict): boolean =>
  lost + dup + drift === 0 && drained && verify;

/** Waits until the system has come to rest, then holds it against what was acknowledged. */
export async function judge(world: World, say: (line: string) => void) {
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
    acknowledged: world.acks.counts(),
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
