import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { inSession } from '../src/platform/database-session.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { importFloor } from './import-floor.ts';
import {
  AS_OF,
  buildImportWorld,
  COUNTY,
  OFFICER,
  REVIEWER,
  writeBenchLedger,
  type MadeFile,
} from './import-world.ts';
import { inRuntime } from './in-runtime.ts';
import { startChild, stopWorker, waitFor } from './processes.ts';
import { childrenOf, commandOf, readProcess, type Reading } from './resource-use.ts';
import { serverCpuSeconds } from './server-cpu.ts';

const progress = (text: string): void => console.error(text);
const round = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * A county's ledger by HTTP through API and worker: uploaded, checked, marked, confirmed, brought in; against
 * reading the workbook and inserting the same rows set by set, in the same run.
 */
export async function benchImport(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '20000' }, seed: { type: 'string', default: '2016' } },
  });
  const [rows, seed] = [Number(values.rows), Number(values.seed)];
  return inRuntime(async (runtime) => {
    progress(`writing a ledger of ${rows} rows, seed ${seed}`);
    const file = await writeBenchLedger(runtime.config.home, rows, seed);
    await buildImportWorld(runtime);
    return { bench: 'import', seed, ...(await measure(runtime, file, rows)) };
  });
}

async function measure(runtime: Runtime, file: MadeFile, rows: number): Promise<Record<string, unknown>> {
  const { child: api, greeting } = await startChild(runtime, 'api-child');
  const { child: worker } = await startChild(runtime, 'worker-child', ['schedules']);
  const idle = Math.round(readProcess(worker.pid ?? 0)?.rssMb ?? 0);
  const meter = watch(runtime, { api: api.pid ?? 0, worker: worker.pid ?? 0 });
  try {
    const steps = await bringIn(String(greeting), worker.pid ?? 0, file);
    if (steps.rejected !== file.faults || steps.accepted + steps.rejected !== rows)
      throw new Error(`${steps.accepted} rows accepted, ${steps.rejected} rejected, ${file.faults} faulty`);
    const used = meter.tell();
    progress('floor: reading the workbook, inserting the same rows');
    const floor = await inSession(runtime.ownerUrl ?? '', (client) =>
      importFloor(client, file.path, () => serverCpuSeconds(runtime)),
    );
    const total = steps.upload + steps.check + steps.confirm + steps.bringIn;
    const floorSeconds = floor.readSeconds + floor.insertSeconds;
    return {
      rows,
      columns: 76,
      file_bytes: file.bytes,
      accepted: steps.accepted,
      rejected: steps.rejected,
      seconds: round(total),
      rows_per_second: Math.round(rows / total),
      upload_seconds: round(steps.upload),
      check_and_mark_seconds: round(steps.check),
      confirm_seconds: round(steps.confirm),
      bring_in_seconds: round(steps.bringIn),
      floor_seconds: round(floorSeconds),
      floor_read_seconds: round(floor.readSeconds),
      floor_insert_seconds: round(floor.insertSeconds),
      floor_inserted_rows: floor.rows,
      ratio: round(total / floorSeconds),
      floor_cpu_seconds: floor.cpuSeconds === null ? null : round(floor.cpuSeconds),
      cpu_ratio: cpuRatio(used, floor.cpuSeconds),
      worker_idle_mb: idle,
      worker_peak_checked_mb: steps.checkedPeak,
      ...used,
    };
  } finally {
    meter.stop();
    await stopWorker({ child: worker });
    api.disconnect();
  }
}

/** Computing of all processes against that of the floor: what is left of the ratio on a busy machine. */
function cpuRatio(used: Told, floor: number | null): number | null {
  const parts = [used.node_cpu_seconds, used.reader_cpu_seconds, used.server_cpu_seconds];
  if (floor === null || parts.includes(null)) return null;
  return round(parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) / floor);
}

/** A person's browser looks more seldom; more often would compete with the work. */
const LOOK_MS = 200;

interface Steps {
  readonly upload: number;
  readonly check: number;
  readonly confirm: number;
  readonly bringIn: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Highest memory of the worker until then, in MB. */
  readonly checkedPeak: number;
}

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly accepted: number;
  readonly balance: string;
  readonly rejected: number;
  readonly refusal: { readonly detail: string } | null;
}

async function bringIn(url: string, worker: number, file: MadeFile): Promise<Steps> {
  const call = await loggedIn(url, OFFICER);
  const review = await loggedIn(url, REVIEWER);
  const form = new FormData();
  const fields = { county_code: COUNTY, unit: '万元', as_of: AS_OF, settled_through: '2016-03-21' };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([await readFile(file.path)]), 'ledger.xlsx');
  progress('uploading');
  const [upload, received] = await timed(() => call<Seen>('POST', '/loan-imports', form));
  const reached = (state: string) =>
    waitFor(state, async () => {
      const seen = await call<Seen>('GET', `/loan-imports/${received.id}`);
      if (seen.state !== state) await delay(LOOK_MS);
      if (seen.refusal) throw new Error(`refused: ${seen.refusal.detail}`);
      return seen.state === state ? seen : null;
    });
  progress('checked and marked');
  const [check, checked] = await timed(() => reached('checked'));
  const checkedPeak = Math.round(readProcess(worker)?.peakRssMb ?? 0);
  const stated = JSON.stringify({ count: checked.accepted, total: checked.balance });
  const [confirm] = await timed(() =>
    review<Seen>('POST', `/loan-imports/${received.id}/commitments`, stated),
  );
  progress('brought in');
  const [brought] = await timed(() => reached('imported'));
  return {
    upload,
    check,
    confirm,
    bringIn: brought,
    accepted: checked.accepted,
    rejected: checked.rejected,
    checkedPeak,
  };
}

async function timed<T>(work: () => Promise<T>): Promise<[seconds: number, result: T]> {
  const started = performance.now();
  const result = await work();
  return [(performance.now() - started) / 1000, result];
}

async function loggedIn(url: string, person: typeof OFFICER) {
  const json = { 'content-type': 'application/json' };
  const opened = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(person),
  });
  const { token } = (await opened.json()) as { token: string };
  return async <T>(method: 'GET' | 'POST', path: string, body?: FormData | string): Promise<T> => {
    const reply = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(typeof body === 'string' ? json : {}),
      },
      ...(body === undefined ? {} : { body }),
    });
    const answer = (await reply.json()) as T & { detail?: string };
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${answer.detail}`);
    return answer;
  };
}

const SAMPLE_MS = 20;

interface Told {
  readonly api_peak_mb: number;
  readonly worker_peak_mb: number;
  readonly reader_peak_mb: number;
  readonly node_cpu_seconds: number;
  readonly reader_cpu_seconds: number;
  readonly server_cpu_seconds: number | null;
}

type Use = Pick<Reading, 'cpuSeconds' | 'peakRssMb'>;

/**
 * Follows memory and computing of both processes, of the children that read foreign files and of the server.
 */
function watch(runtime: Runtime, pids: { readonly api: number; readonly worker: number }) {
  const cpu = (): number =>
    (readProcess(pids.worker)?.cpuSeconds ?? 0) + (readProcess(pids.api)?.cpuSeconds ?? 0);
  const [cpuBefore, serverBefore] = [cpu(), serverCpuSeconds(runtime)];
  const readers = new Map<number, Use>();
  const timer = setInterval(() => {
    for (const child of [...childrenOf(pids.worker), ...childrenOf(pids.api)]) {
      const use = commandOf(child).includes('spreadsheet') ? readProcess(child) : null;
      if (use) readers.set(child, use);
    }
  }, SAMPLE_MS);
  const stop = (): void => clearInterval(timer);
  const tell = (): Told => {
    stop();
    const used = [...readers.values()];
    const server = serverCpuSeconds(runtime);
    return {
      api_peak_mb: Math.round(readProcess(pids.api)?.peakRssMb ?? 0),
      worker_peak_mb: Math.round(readProcess(pids.worker)?.peakRssMb ?? 0),
      reader_peak_mb: Math.round(Math.max(...used.map(({ peakRssMb }) => peakRssMb))),
      node_cpu_seconds: round(cpu() - cpuBefore),
      reader_cpu_seconds: round(used.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)),
      server_cpu_seconds: server === null || serverBefore === null ? null : round(server - serverBefore),
    };
  };
  return { stop, tell };
}
