import { expect, it } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { tell } from './report.ts';
import { runModel } from './run-model.ts';
import { prepareWorld } from './world.ts';

/** The short form of `npm run model`; another seed every time, unless one is given. */
const SEED = Number(process.env['MODEL_SEED'] ?? Date.now() % 0x7fff_ffff);
const RUNS = 12;
const COMMANDS = 50;

it(`agrees with the model about ${RUNS} random plays (MODEL_SEED=${SEED})`, async () => {
  const say = (line: string): void => void process.stderr.write(`model, seed ${SEED}: ${line}\n`);
  const template = await createTestDatabase();
  const world = await prepareWorld(template);
  try {
    const options = { seed: SEED, runs: RUNS, commands: COMMANDS, path: null, shrinkSeconds: 240 };
    const { counterexample, steps } = await runModel(world, options, say);
    expect(counterexample, counterexample ? tell(counterexample, COMMANDS) : '').toBeNull();
    expect(steps).toBeGreaterThan(RUNS);
  } finally {
    await world.database.drop();
    await template.drop();
  }
});
