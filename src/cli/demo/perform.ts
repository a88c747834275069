import { startServer } from '../../app/main.ts';
import { inTransaction } from '../../platform/db.ts';
import { inSession } from '../../platform/database-session.ts';
import type { Runtime } from '../../platform/runtime.ts';
import { startWorkers } from '../../../workers/main.ts';
import { systemContext } from '../system-context.ts';
import { sitDown, type Desk } from './desk.ts';
import type { Play } from './play.ts';
import { openAccounts, setStage } from './stage.ts';
import { playStory } from './story.ts';

export type Summary = Awaited<ReturnType<typeof playStory>>;

/**
 * Plays the whole story over an empty, migrated database: a server and workers of its own, real calls, real
 * jobs.
 */
export async function perform(runtime: Runtime, out: string, say: (line: string) => void): Promise<Summary> {
  const { app, worker } = runtime.database;
  const stage = await inTransaction(worker, async (tx) => setStage(tx, await systemContext(runtime, tx)));
  await inTransaction(app, async (tx) => openAccounts(tx, await systemContext(runtime, tx), stage));
  const server = await startServer({ ...runtime, config: { ...runtime.config, host: '127.0.0.1', port: 0 } });
  const workers = await startWorkers(runtime);
  const desks = new Map<string, Promise<Desk>>();
  const play: Play = {
    url: server.url,
    runtime,
    stage,
    out,
    desk: (username) => {
      const known = desks.get(username) ?? sitDown(server.url, username);
      desks.set(username, known);
      return known;
    },
    setDay: (day) => setBusinessDay(runtime, day),
    say,
  };
  try {
    return await playStory(play);
  } finally {
    await server.close();
    await workers.stop();
  }
}

async function setBusinessDay(runtime: Runtime, day: string): Promise<void> {
  if (runtime.ownerUrl === null) throw new Error('the demonstration needs DATABASE_URL of the owner');
  await inSession(runtime.ownerUrl, (client) =>
    client.query(
      'insert into business_day_override (day) values ($1) on conflict (only_row) do update set day = excluded.day',
      [day],
    ),
  );
}
