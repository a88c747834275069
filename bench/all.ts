import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Every figure of the README and docs/performance.md, in the order in which they stand there. */
const RUNS: readonly string[] = [
  'subsidy --loans 100000',
  'subsidy --loans 850000',
  'subsidy --loans 2500000',
  'subsidy --loans 100000 --quarters 12',
  'scaling --loans 200000',
  'claims --lines 30000',
  'lists --loans 850000',
  'agreements --count 2000',
  'agreements --count 10000',
  'register',
  'import',
];

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Runs one benchmark after the other, each in a process of its own; answers how the worst of them ended. */
export async function benchAll(): Promise<number> {
  let worst = 0;
  for (const [index, run] of RUNS.entries()) {
    console.error(`${index + 1}/${RUNS.length}: ${run}`);
    const code = await runOne(run.split(' '));
    worst = Math.max(worst, code);
  }
  return worst;
}

const runOne = (args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
