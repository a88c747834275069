import { inTransaction } from '../src/platform/db.ts';
import { markRelayed, takeOpenEvents, type OpenEvent } from '../src/platform/outbox.ts';
import type { JobEntry } from '../src/platform/queue/define-job.ts';
import type { Producer } from '../src/platform/queue/producer.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { describeError } from '../src/platform/log.ts';
import { listen, type Listener } from '../src/platform/database-listen.ts';
import { jobsFor } from './subscriptions.ts';

const EVENTS_A_TURN = 500;
const POLL_MS = 1_000;

/** Moves events from the outbox to the queue until stopped. */
export interface Relay {
  stop(): Promise<void>;
}

/**
 * Takes a share of the open events, adds the jobs that listen to them and marks them relayed, in that order:
 * a crash in between adds a job twice under one id, never loses one. Answers how many events it moved.
 */
export async function relayOnce(runtime: Runtime, producer: Producer): Promise<number> {
  return inTransaction(runtime.database.worker, async (tx) => {
    const events = await takeOpenEvents(tx, EVENTS_A_TURN);
    if (events.length === 0) return 0;
    await producer.addBulk(events.flatMap(entriesOf));
    await markRelayed(
      tx,
      events.map((event) => event.id),
    );
    return events.length;
  });
}

function entriesOf(event: OpenEvent): JobEntry[] {
  return jobsFor(event).map((entry, index) => ({
    ...entry,
    options: { ...entry.options, jobId: index === 0 ? `o-${event.id}` : `o-${event.id}-${index}` },
  }));
}

/** Relays on every NOTIFY and at least once a second. */
export function startRelay(runtime: Runtime, producer: Producer): Relay {
  let stopped = false;
  let wake: (() => void) | null = null;
  let rung = false;
  const ring = (): void => {
    rung = true;
    wake?.();
  };
  const listener: Listener = listen(runtime.database, 'outbox_event', ring, runtime.log);
  const loop = async (): Promise<void> => {
    while (!stopped) {
      rung = false;
      const moved = await relayOnce(runtime, producer).catch((error: unknown) => {
        runtime.log.warn(describeError(error), 'outbox relay will try again');
        return 0;
      });
      if (moved === EVENTS_A_TURN || rung || stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = null;
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopped = true;
      ring();
      await running;
      await listener.close();
    },
  };
}
