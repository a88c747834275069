import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { QueueConfig, QueueLog } from '../../src/platform/queue/backend.ts';

export interface LoggedLine {
  readonly level: keyof QueueLog;
  readonly facts: object;
  readonly message: string;
}

/** A log that keeps its lines for the test to look at. */
export function collectingLog(): QueueLog & { readonly lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const at = (level: keyof QueueLog) => (facts: object, message: string) =>
    void lines.push({ level, facts, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A queue of its own on a shared Redis. */
export const redisQueue = (redisUrl: string): QueueConfig => ({
  redisUrl,
  databaseUrl: '',
  prefix: `test-${randomBytes(4).toString('hex')}`,
});

export async function eventually(check: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error('waited too long');
    await delay(20);
  }
}
