import { parseArgs } from 'node:util';
import { startTestServers } from '../support/test-servers.ts';
import { urlForRole } from '../support/urls.ts';
import { tell } from './report.ts';
import { runModel, type ModelOptions } from './run-model.ts';
import { prepareWorld } from './world.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} is a whole number, not ${text}`);
  return value;
}

function readOptions(args: readonly string[]): ModelOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '50' },
      commands: { type: 'string', default: '60' },
      seed: { type: 'string', default: String((Date.now() & 0x7fff_ffff) >>> 0) },
      path: { type: 'string' },
      focus: { type: 'string', default: '' },
      'shrink-seconds': { type: 'string', default: '600' },
    },
  });
  return {
    runs: wholeNumber('--runs', values.runs),
    commands: wholeNumber('--commands', values.commands),
    seed: wholeNumber('--seed', values.seed),
    path: values.path ?? null,
    focus: values.focus.split(',').filter((word) => word !== ''),
    shrinkSeconds: wholeNumber('--shrink-seconds', values['shrink-seconds']),
  };
}

/** `npm run model`: random commands over the whole money path, against the product and a model of it. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const { seed } = options;
  const started = performance.now();
  say(`seed ${seed}`);
  const servers = await startTestServers();
  const { templateUrl } = servers;
  try {
    const world = await prepareWorld({
      name: new URL(templateUrl).pathname.slice(1),
      ownerUrl: templateUrl,
      appUrl: urlForRole(templateUrl, 'sifang_app'),
      workerUrl: urlForRole(templateUrl, 'sifang_worker'),
      drop: () => Promise.resolve(),
    });
    const { runs, commands, steps, refused, byCommand, byRefusal, counterexample } = await runModel(
      ...([world, options, say] as const),
    );
    if (counterexample) say(tell(counterexample, options.commands));
    const seconds = Math.round((performance.now() - started) / 1000);
    const counts = { runs, commands, steps, by_command: byCommand, refused, by_refusal: byRefusal };
    process.stdout.write(
      `${JSON.stringify({ harness: 'model', seed, ...counts, counterexample, seconds })}\n`,
    );
    return counterexample ? 1 : 0;
  } finally {
    await servers.stop();
  }
}

process.exit(await main());
