import fc from 'fast-check';
import { cloneDatabase } from '../support/clone-database.ts';
import { weightedCommands } from './moves/index.ts';
import { deliverAll } from './moves/days.ts';
import { Stage } from './stage.ts';
import { emptyTally, inspect, take, type Playing, type Tally } from './step.ts';
import type { World } from './world.ts';

export interface ModelOptions {
  readonly seed: number;
  readonly runs: number;
  /** Most commands of a run; a command may be several steps. */
  readonly commands: number;
  /** Kinds of command that come oftener, by how their names begin. */
  readonly focus?: readonly string[];
  /** Replays one run of a seed, as a report names it. */
  readonly path: string | null;
  /** After this many seconds the smallest counterexample so far has to do. */
  readonly shrinkSeconds: number;
}

export interface Counterexample {
  /** What was done, a line for each command; the last one shows the fault. */
  readonly commands: readonly string[];
  readonly fault: string;
  readonly seed: number;
  readonly path: string;
  readonly shrinks: number;
}

export interface ModelResult extends Tally {
  readonly runs: number;
  readonly counterexample: Counterexample | null;
}

type Say = (line: string) => void;
type Failed = Pick<Counterexample, 'commands' | 'fault'>;

/** Plays random commands against the product and the model until they disagree, then looks for fewer. */
export async function runModel(world: World, options: ModelOptions, say: Say): Promise<ModelResult> {
  const { seed, runs } = options;
  const [path = '', replayPath = ''] = options.path?.split('@') ?? [];
  const tally = emptyTally();
  let failed: Failed | null = null;
  let [played, failures, stopAt] = [0, 0, Number.POSITIVE_INFINITY];
  const commands = fc.commands([fc.oneof(...weightedCommands(options.focus))], {
    ...{ maxCommands: options.commands, size: 'max', ...(replayPath ? { replayPath } : {}) },
  });
  const property = fc.asyncProperty(commands, async (chosen) => {
    if (performance.now() > stopAt) return;
    const outcome = await playOnce(world, chosen, failed ? emptyTally() : tally);
    if (!failed) say(`run ${(played += 1)}/${runs}: ${tally.commands} commands, ${tally.steps} steps`);
    if (!outcome) return;
    failures += 1;
    if (failures === 1) stopAt = performance.now() + options.shrinkSeconds * 1000;
    failed = outcome;
    say(`${failures === 1 ? 'disagreement' : 'smaller'}: ${outcome.commands.length} commands`);
    throw new Error(outcome.fault);
  });
  const details = await fc.check(property, { seed, numRuns: path ? 1 : runs, ...(path ? { path } : {}) });
  const last = failed as Failed | null;
  // a play that could not even begin is no counterexample, and no success either
  if (details.failed && !last) throw details.errorInstance;
  const replay = /replayPath="([^"]*)"/.exec(fc.stringify(details.counterexample?.[0]))?.[1] ?? '';
  const counterexample = last && {
    ...{ ...last, seed, path: `${details.counterexamplePath ?? ''}@${replay}`, shrinks: details.numShrinks },
  };
  return { ...tally, runs: played, counterexample };
}

/** One run on a database of its own; at its end everything that waits is done and nothing may be stale. */
async function playOnce(
  world: World,
  chosen: Parameters<typeof fc.asyncModelRun>[1],
  tally: Tally,
): Promise<Failed | null> {
  const database = await cloneDatabase(world.database);
  const stage = await Stage.open(database, world.tokens);
  const model = structuredClone(world.beginning);
  const playing: Playing = { stage, tally, told: [] };
  try {
    await fc.asyncModelRun(() => ({ model, real: playing }), chosen as never);
    playing.told.push('at last everything that waits is done');
    for (const step of deliverAll(model)) await take(step, model, playing);
    await inspect(stage);
    return null;
  } catch (error) {
    return { commands: playing.told, fault: error instanceof Error ? error.message : String(error) };
  } finally {
    await stage.close();
    await database.drop();
  }
}
