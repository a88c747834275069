import { cpSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sealAudit } from '../../../src/domains/audit/index.ts';
import { appendAnchor } from '../../../src/platform/anchors.ts';
import { inTransaction } from '../../../src/platform/db.ts';
import type { House } from '../../support/house.ts';
import type { Acknowledgement, Acknowledgements } from '../acknowledgements.ts';
import { progress } from '../options.ts';
import { baseBackup, dumpAsOfOneMoment, dumpTorn, restoreDump, type Told } from './backups.ts';
import { createDebianCluster, startDebianServer, type DebianServer } from './debian-postgres.ts';

/** Between the two halves of a torn dump. */
const TORN_MS = 3_000;

export interface Site {
  readonly programs: string;
  readonly home: string;
  readonly server: DebianServer;
  readonly house: House;
  readonly acks: Acknowledgements;
}

export interface Backup {
  readonly method: string;
  /** What clients had been told before it began: all of it must be in there. */
  readonly before: readonly Acknowledgement[];
  /** Acknowledged while it was taken. */
  readonly during: number;
  readonly seconds: number;
  readonly megabytes: number | null;
  /** What the books were in its moment; null where it has none of its own. */
  readonly told: Told | null;
  /** The rest of what belongs to it, as a home of the product. */
  readonly files: string;
  /** Brings up a server with it. */
  readonly bringUp: (folder: string) => Promise<DebianServer>;
}

/** One moment of the whole database, while people write. */
export async function takeDump(site: Site): Promise<Backup> {
  const { programs, home, server } = site;
  const file = join(home, 'sifang.dump');
  const taken = await withFiles(site, 'pg_dump', () => dumpAsOfOneMoment(programs, server, file));
  return { ...taken, told: taken.result, megabytes: megabytesOf(file), bringUp: fromDumps(site, [file]) };
}

/** The control: two moments that do not fit. */
export async function takeTorn(site: Site): Promise<Backup> {
  const { programs, home, server } = site;
  const files = [join(home, 'most.dump'), join(home, 'rest.dump')] as const;
  const taken = await withFiles(site, 'torn', () => dumpTorn(programs, server, files, () => delay(TORN_MS)));
  const megabytes = megabytesOf(files[0]) + megabytesOf(files[1]);
  return { ...taken, told: null, megabytes, bringUp: fromDumps(site, files) };
}

/** The whole cluster with the log that was written meanwhile: as of the end of the copy. */
export async function takeBase(site: Site): Promise<Backup> {
  const { programs, home, server } = site;
  const taken = await withFiles(site, 'pg_basebackup', () =>
    baseBackup(programs, server, join(home, 'base')),
  );
  const bringUp = (): Promise<DebianServer> =>
    startDebianServer(programs, taken.result, join(home, 'base.log'));
  return { ...taken, told: null, megabytes: null, bringUp };
}

/**
 * The anchors before the database, which must not be younger than it: an anchor that the chain does not reach
 * looks like a cut tail. The files after it: it names none that is not there yet.
 */
async function withFiles<T>(site: Site, method: string, take: () => Promise<T>) {
  const from = join(site.home, 'files');
  const files = join(site.home, `files-${method}`);
  const anchors = join(from, 'anchors');
  if (existsSync(anchors)) cpSync(anchors, join(files, 'anchors'), { recursive: true });
  const before = site.acks.read();
  const started = performance.now();
  const result = await take();
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  // the trail goes on in just this moment, as it does once a minute
  await seal(site.house);
  cpSync(from, files, { recursive: true, filter: (path) => !path.startsWith(anchors) });
  const during = site.acks.read().length - before.length;
  if (before.length === 0 || during <= 0) throw new Error(`${method}: nobody wrote before it and during it`);
  progress(`${method}: ${seconds} s, ${during} answers meanwhile`);
  return { method, before, during, seconds, files, result };
}

async function seal({ runtime }: House): Promise<void> {
  const { sealed, head } = await inTransaction(runtime.database.worker, sealAudit);
  if (sealed > 0 && head) await appendAnchor(runtime.config.home, head);
}

const fromDumps =
  ({ programs, home }: Site, files: readonly string[]) =>
  async (folder: string): Promise<DebianServer> => {
    const data = createDebianCluster(programs, folder);
    const server = await startDebianServer(programs, data, join(home, 'second.log'));
    await restoreDump(programs, server, files);
    return server;
  };

const megabytesOf = (file: string): number => Math.round((statSync(file).size / 1024 / 1024) * 10) / 10;
