import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { sitDown, type Desk } from '../src/cli/demo/desk.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { inRuntime } from './in-runtime.ts';
import { largeTables, openPlanLog, readsWhole } from './lists-plans.ts';
import { listRequests, type ListRequest } from './lists-requests.ts';
import { READERS, buildListsWorld, usernameOf, type Reader } from './lists-world.ts';
import { startChild } from './processes.ts';
import { readProcess } from './resource-use.ts';
import { serverCpuSeconds } from './server-cpu.ts';

/** What a person does not notice: the aim for the slowest twentieth of every list. */
const AIM_MS = 50;
const WORST_SHOWN = 10;

interface Options {
  readonly loans: number;
  readonly times: number;
  readonly plans: boolean;
  readonly only: string | null;
}

/**
 * Every list page as every post opens it, through the API with a province's rows behind it: median and 95th
 * percentile of each, and the worst of all. `--plans` prints how the database reads each, as the API's role
 * with the reader's scope, and names what it reads whole. `--home` keeps the data for the next run.
 */
export async function benchLists(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      loans: { type: 'string', default: '100000' },
      times: { type: 'string', default: '40' },
      plans: { type: 'boolean', default: false },
      only: { type: 'string' },
      home: { type: 'string' },
    },
  });
  const { plans, only = null } = values;
  const options: Options = { loans: Number(values.loans), times: Number(values.times), plans, only };
  return inRuntime((runtime, client) => measure(runtime, client, options), { home: values.home });
}

async function measure(
  runtime: Runtime,
  client: pg.Client,
  options: Options,
): Promise<Record<string, unknown>> {
  console.error('building what stands behind the lists');
  const county = await buildListsWorld(runtime, client, options.loans);
  const all = await listRequests(client, county);
  const wanted = all.filter(({ path }) => options.only === null || path.includes(options.only));
  console.error(`${wanted.length} lists, ${options.times} times each`);
  const timed = await withDesks(runtime, (desks, cpu) => timeLists({ desks, cpu }, wanted, options.times));
  requireSeen(wanted, timed);
  const whole = options.plans ? { read_whole: await showPlans(runtime, client, wanted) } : {};
  const sorted = [...timed].sort((a, b) => b.p95_ms - a.p95_ms);
  const { rows } = await client.query<{ loans: number }>('select count(*)::int as loans from loan');
  return {
    bench: 'lists',
    loans: rows[0]?.loans,
    lists: timed.length,
    aim_ms: AIM_MS,
    worst_cpu_ms: Math.max(...timed.map(({ cpu_ms: cpu }) => cpu ?? 0)),
    over_aim: sorted.filter(({ p95_ms: p95 }) => p95 > AIM_MS).length,
    worst_p95_ms: sorted[0]?.p95_ms,
    ...whole,
    worst: sorted.slice(0, WORST_SHOWN),
    all: timed,
  };
}

/** A list out of everybody's sight is not fast but gone. */
function requireSeen(wanted: readonly ListRequest[], timed: readonly Timed[]): void {
  const names = new Set(timed.map(({ list }) => list));
  const seen = new Set(wanted.filter((request) => names.has(nameOf(request))).map(({ path }) => path));
  const gone = new Set(wanted.map(({ path }) => path).filter((path) => !seen.has(path)));
  if (gone.size > 0 || wanted.length === 0)
    throw new Error(`nobody sees ${[...gone].join(', ') || 'a list'}`);
}

type Desks = Readonly<Record<Reader, Desk>>;
/** Seconds that API and database have computed so far. */
type Cpu = () => number | null;

/** Logs everybody in at an API process of its own. */
async function withDesks<T>(runtime: Runtime, work: (desks: Desks, cpu: Cpu) => Promise<T>): Promise<T> {
  const api = await startChild(runtime, 'api-child');
  try {
    const entries: (readonly [string, Desk])[] = [];
    for (const reader of Object.keys(READERS) as Reader[])
      entries.push([reader, await sitDown(api.greeting as string, usernameOf(reader))]);
    const cpu: Cpu = () => {
      const [database, server] = [serverCpuSeconds(runtime), readProcess(api.child.pid ?? 0)];
      return database === null || server === null ? null : database + server.cpuSeconds;
    };
    return await work(Object.fromEntries(entries) as unknown as Desks, cpu);
  } finally {
    api.child.disconnect();
  }
}

interface Timed {
  readonly list: string;
  readonly items: number;
  /** The fastest answer: what it takes when nobody else wants the machine. */
  readonly best_ms: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  /** What API and database computed for one answer, whoever else used the machine; null where unknown. */
  readonly cpu_ms: number | null;
}

const nameOf = ({ reader, path, filter }: ListRequest): string =>
  `${READERS[reader]} ${path}${filter === '' ? '' : `?${decodeURIComponent(filter)}`}`;

const urlOf = ({ path, filter }: ListRequest): string => (filter === '' ? path : `${path}?${filter}`);

async function timeLists(
  { desks, cpu }: { readonly desks: Desks; readonly cpu: Cpu },
  wanted: readonly ListRequest[],
  times: number,
): Promise<Timed[]> {
  const timed: Timed[] = [];
  for (const request of wanted) {
    const desk = desks[request.reader];
    // the first answer opens connections and warms caches that are warm on any other morning
    const first = await inSight(desk.get<{ items?: unknown[] }>(urlOf(request)));
    if (!first) continue;
    const taken: number[] = [];
    const before = cpu();
    for (let time = 0; time < times; time += 1) {
      const started = performance.now();
      await desk.get(urlOf(request));
      taken.push(performance.now() - started);
    }
    const after = cpu();
    taken.sort((a, b) => a - b);
    const at = (share: number): number => round(taken[Math.ceil((taken.length - 1) * share)] ?? 0);
    const result = {
      ...{ list: nameOf(request), items: first.items?.length ?? 1 },
      ...{ best_ms: at(0), p50_ms: at(0.5), p95_ms: at(0.95) },
      cpu_ms: before === null || after === null ? null : round(((after - before) * 1000) / times),
    };
    if (result.p95_ms > AIM_MS) console.error(`  ${result.p95_ms} ms  ${result.list}`);
    timed.push(result);
  }
  return timed;
}

/** What lies out of a reader's sight answers 404; null then. */
async function inSight<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && / 404 /.test(error.message)) return null;
    throw error;
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Opens each list once more where the database writes down how it reads; answers what it reads whole. */
async function showPlans(
  runtime: Runtime,
  client: pg.Client,
  wanted: readonly ListRequest[],
): Promise<string[]> {
  const log = await openPlanLog(runtime, client);
  const large = await largeTables(client);
  const whole: string[] = [];
  try {
    await withDesks(runtime, async (desks) => {
      for (const request of wanted) {
        if (!(await inSight(desks[request.reader].get(urlOf(request))))) continue;
        const plan = await log.slowestOf(() => desks[request.reader].get(urlOf(request)));
        console.error(`\n## ${nameOf(request)}\n${plan}`);
        whole.push(...readsWhole(plan, large).map((what) => `${nameOf(request)}: ${what}`));
      }
    });
    return whole;
  } finally {
    await log.close();
  }
}
