import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '../src/platform/log.ts';
import { restoreSchedules, type Schedule } from '../src/platform/queue/scheduler.ts';
import type { Runtime } from '../src/platform/runtime.ts';

const LOOK_MS = 60_000;

/**
 * Looks once a minute whether the schedules are still there: they live in the queue and go with it when it is
 * lost, and with them the sweeps that make up for all other work lost there.
 */
export function keepSchedules(
  { queue, log }: Runtime,
  schedules: readonly Schedule[],
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    for (;;) {
      await delay(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await restoreSchedules(queue, schedules, log).catch((error: unknown) =>
        log.warn(describeError(error), 'schedules will be looked at again'),
      );
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
