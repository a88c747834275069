import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildOnce } from './processes.ts';

/** Every figure of the README and docs/performance.md, in the order in which they stand there. */
const RUNS: readonly string[] = [
  'subsidy --loans 100000',
  'subsidy --loans 850000',
  'subsidy --loans 2500000',
  'subsidy --loans 100000 --quarters 12',
  'scaling --loans 200000',
  'claims --lines 30000',
  'dividends --lines 30000',
  'lists --loans 850000',
  'agreements --count 2000',
  'agreements --count 10000',
  'register',
  'import',
];

/** Each benchmark at a size that says nothing about speed: whether it still runs to its end. */
const SMALL_RUNS: readonly string[] = [
  'subsidy --loans 2000 --quarters 2',
  'scaling --loans 2000',
  'claims --lines 200',
  'dividends --lines 200',
  'lists --loans 1000 --times 1',
  'agreements --count 20 --warm 5',
  'register --loans 2000 --households 3000 --seconds 1 --rounds 1 --concurrency 4',
  'import --rows 200',
];

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Runs one benchmark after the other, each in a process of its own; answers how the worst of them ended. */
export async function benchAll(): Promise<number> {
  buildOnce();
  let worst = 0;
  for (const [index, run] of RUNS.entries()) {
    console.error(`${index + 1}/${RUNS.length}: ${run}`);
    worst = Math.max(worst, (await runOne(run)).code);
  }
  return worst;
}

/** Every benchmark once, as small as can be; one that ends badly or prints no figures is named. */
export async function benchSmoke(): Promise<number> {
  buildOnce();
  const broken: string[] = [];
  for (const run of SMALL_RUNS) {
    const began = performance.now();
    const { code, printed } = await runOne(run);
    const fault = code === 0 ? faultOf(run, printed) : `ended with ${code}`;
    if (fault !== null) broken.push(`${run}: ${fault}`);
    console.error(`${run}: ${fault ?? 'runs'}, ${Math.round((performance.now() - began) / 1000)} s`);
  }
  console.log(JSON.stringify({ bench: 'smoke', runs: SMALL_RUNS.length, broken }));
  return broken.length === 0 ? 0 : 1;
}

/** Lists are held against an aim, everything else against a floor of its own run. */
function faultOf(run: string, printed: string): string | null {
  const line = printed.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) return 'printed no line of JSON';
  const result = JSON.parse(line) as Record<string, unknown>;
  if (result['bench'] !== run.split(' ')[0]) return 'printed the line of another benchmark';
  const figure = result[result['bench'] === 'lists' ? 'worst_p95_ms' : 'ratio'];
  return typeof figure === 'number' && figure > 0 ? null : 'printed no figure to compare';
}

const runOne = (run: string): Promise<{ code: number; printed: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...run.split(' ')], {
      stdio: ['inherit', 'pipe', 'inherit'],
      env: { ...process.env, BENCH_BUILT: '1' },
    });
    let printed = '';
    child.stdout.on('data', (bytes: Buffer) => {
      printed += bytes.toString('utf8');
      process.stdout.write(bytes);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, printed }));
  });
