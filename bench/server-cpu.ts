import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../src/platform/runtime.ts';
import { readProcess } from './resource-use.ts';

/** Clock ticks a second of /proc; fixed by Linux for user space. */
const TICKS = 100;

/**
 * Seconds the embedded database has computed so far, its living and its ended processes together; null where
 * the database is somebody else's or there is no /proc.
 */
export function serverCpuSeconds(runtime: Runtime): number | null {
  const file = join(runtime.config.home, 'postgres', 'data', 'postmaster.pid');
  if (!runtime.embedded || !existsSync(file) || !existsSync('/proc/self/stat')) return null;
  const postmaster = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const own = statOf(postmaster);
  if (!own) return null;
  const living = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === postmaster);
  const ticks = living.reduce((sum, stat) => sum + (stat?.own ?? 0), own.own + own.ended);
  return ticks / TICKS;
}

function statOf(pid: number): { parent: number; own: number; ended: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name in parentheses may hold spaces; what follows it starts with field 3
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
      (at) => fields[at],
    );
    return { parent, own: user + system, ended: endedUser + endedSystem };
  } catch {
    return null;
  }
}

/** What the embedded database and one process of the product have computed so far; null where unknown. */
export function computedSeconds(runtime: Runtime, pid: number): number | null {
  const [database, server] = [serverCpuSeconds(runtime), readProcess(pid)];
  return database === null || server === null ? null : database + server.cpuSeconds;
}
