import type fc from 'fast-check';
import { databaseFigures, differences, modelFigures } from './figures.ts';
import type { Model } from './model.ts';
import { done, type Reply, type Stage } from './stage.ts';

/** One thing that somebody does, planned on the model as it stands. */
export interface Step {
  /** What is done, in words that a person can replay. */
  readonly said: string;
  /** Every code with which it would rightly be refused; empty: it must be done. */
  readonly refusals: readonly string[];
  readonly perform: (stage: Stage) => Promise<Reply>;
  /** What changes in the model when it was done. */
  readonly book?: (reply: Reply) => void;
  /** Done again: nothing may change. */
  readonly changesNothing?: boolean;
}

/**
 * A kind of command. Its steps are planned one by one, each when its turn comes; none when there is nothing
 * to act on.
 */
export interface Move<Args> {
  readonly name: string;
  readonly weight: number;
  readonly args: fc.Arbitrary<Args>;
  readonly steps: (model: Model, args: Args) => Iterable<Step>;
}

/** What was counted over all runs. */
export interface Tally {
  commands: number;
  steps: number;
  refused: number;
  readonly byCommand: Record<string, number>;
  readonly byRefusal: Record<string, number>;
}

export const emptyTally = (): Tally => ({ commands: 0, steps: 0, refused: 0, byCommand: {}, byRefusal: {} });

export interface Playing {
  readonly stage: Stage;
  readonly tally: Tally;
  /** What was done so far, a line for each command. */
  readonly told: string[];
}

export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

class MoveCommand<Args> implements fc.AsyncCommand<Model, Playing> {
  private readonly move: Move<Args>;
  private readonly args: Args;

  constructor(move: Move<Args>, args: Args) {
    this.move = move;
    this.args = args;
  }

  check(model: Readonly<Model>): boolean {
    return !this.move.steps(model, this.args)[Symbol.iterator]().next().done;
  }

  async run(model: Model, playing: Playing): Promise<void> {
    const { told } = playing;
    const said: string[] = [];
    const line = told.push(this.move.name) - 1;
    playing.tally.commands += 1;
    playing.tally.byCommand[this.move.name] = (playing.tally.byCommand[this.move.name] ?? 0) + 1;
    for (const step of this.move.steps(model, this.args)) {
      said.push(step.said);
      told[line] = `${this.move.name}: ${said.join('; then ')}`;
      await take(step, model, playing);
    }
    await inspect(playing.stage);
  }

  toString(): string {
    return `${this.move.name} ${JSON.stringify(this.args)}`;
  }
}

export const commandOf = <Args>(move: Move<Args>): fc.WeightedArbitrary<fc.AsyncCommand<Model, Playing>> => ({
  weight: move.weight,
  arbitrary: move.args.map((args) => new MoveCommand(move, args)),
});

/** Does one step and holds the books against the model. */
export async function take(step: Step, model: Model, { stage, tally }: Playing): Promise<void> {
  tally.steps += 1;
  const mayNotChange = step.changesNothing === true || step.refusals.length > 0;
  const before = mayNotChange ? await stage.fingerprint() : '';
  const reply = await step.perform(stage);
  judge(step, reply);
  if (mayNotChange) {
    const changed = linesThatDiffer(before, await stage.fingerprint());
    if (changed.length > 0) throw new Disagreement(`${step.said} changed ${changed.join(', ')}`);
  }
  if (step.refusals.length > 0) {
    tally.refused += 1;
    tally.byRefusal[reply.code ?? ''] = (tally.byRefusal[reply.code ?? ''] ?? 0) + 1;
  } else {
    step.book?.(reply);
    if (reply.sent && !reply.replayed) model.sent.push(reply.sent);
  }
  model.queue.push(...(await stage.relay()));
  const wrong = differences(modelFigures(model), await databaseFigures(stage.owner));
  if (wrong.length > 0) throw new Disagreement(wrong.join('\n'));
}

function judge(step: Step, reply: Reply): void {
  const { status, code, text } = reply;
  const answered = `answered ${status} ${code ?? ''} ${status < 300 ? '' : text.slice(0, 600)}`;
  if (status >= 500) throw new Disagreement(`${step.said}: ${answered}`);
  if (step.refusals.length === 0 && status >= 300)
    throw new Disagreement(`${step.said}: should be done, ${answered}`);
  if (step.refusals.length > 0 && !step.refusals.includes(code ?? ''))
    throw new Disagreement(`${step.said}: should be refused as ${step.refusals.join(' or ')}, ${answered}`);
}

function linesThatDiffer(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return now.filter((line, at) => line !== old[at]).map((line) => line.split(' ')[0] ?? line);
}

/** Asks every numbered invariant of the database, as `sifang verify` does. */
export async function inspect(stage: Stage): Promise<void> {
  const broken = await stage.brokenInvariants();
  if (broken.length > 0) throw new Disagreement(broken.join('\n'));
}

/** A step of the system or of nobody: it is never refused. */
export const always = (
  said: string,
  perform: (stage: Stage) => Promise<Reply | void>,
  book?: (reply: Reply) => void,
): Step => ({
  ...{ said, refusals: [] },
  perform: async (stage) => (await perform(stage)) ?? done(),
  ...(book ? { book } : {}),
});

/** The rules that speak against something: those whose condition holds. */
export const reasons = (rules: Readonly<Record<string, boolean>>): string[] =>
  Object.keys(rules).filter((code) => rules[code]);

/** One of several, so that any number means something. */
export const pick = <T>(list: readonly T[], number: number): T | undefined =>
  list.length === 0 ? undefined : list[number % list.length];
