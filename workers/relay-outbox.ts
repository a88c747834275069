import { setTimeout as delay } from 'node:timers/promises';
import { inTransaction } from '../src/platform/db.ts';
import { markRelayed, takeOpenEvents, type OpenEvent } from '../src/platform/outbox.ts';
import { MalformedPayload, type JobEntry } from '../src/platform/queue/define-job.ts';
import type { Producer } from '../src/platform/queue/producer.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { describeError, type Log } from '../src/platform/log.ts';
import { groupsOf, jobsForGroup } from './subscriptions.ts';

const EVENTS_A_TURN = 500;
const POLL_MS = 100;

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
    await producer.addBulk(groupsOf(events).flatMap((group) => entriesOf(group, runtime.log)));
    await markRelayed(
      tx,
      events.map((event) => event.id),
    );
    return events.length;
  });
}

/**
 * News whose payload is malformed is our own bug: it is named and passed over, lest it hold up all the
 * others.
 */
function entriesOf(group: Group, log: Log): JobEntry[] {
  // of all of them: after a crash between add and mark the same news may come in another group, and a job
  // under an id that the queue knows would not be added
  const name = `o-${group.map(({ id }) => id).join('.')}`;
  return readJobs(group, log).map((entry, index) => ({
    ...entry,
    options: { ...entry.options, jobId: entry.options.jobId ?? (index === 0 ? name : `${name}-${index}`) },
  }));
}

type Group = readonly [OpenEvent, ...OpenEvent[]];

function readJobs(group: Group, log: Log): JobEntry[] {
  const [first] = group;
  try {
    return jobsForGroup(group);
  } catch (error) {
    if (!(error instanceof MalformedPayload)) throw error;
    // one of them: each is read by itself
    if (group.length > 1) return group.flatMap((event) => entriesOf([event], log));
    log.error(
      { event_id: String(first.id), event: first.name, ...describeError(error) },
      'news nobody can read',
    );
    return [];
  }
}

/** Looks ten times a second, and again at once while there is more than one turn's worth. */
export function startRelay(runtime: Runtime, producer: Producer): Relay {
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const moved = await relayOnce(runtime, producer).catch((error: unknown) => {
        runtime.log.warn(describeError(error), 'outbox relay will try again');
        return 0;
      });
      if (moved === EVENTS_A_TURN) continue;
      // aborting ends the wait early; the loop's condition then ends the loop
      await delay(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
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
