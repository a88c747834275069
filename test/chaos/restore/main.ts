import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createChance } from '../../../src/cli/demo/invented-people.ts';
import { date } from '../../../src/kernel/date.ts';
import { playCountyStory } from '../../support/county-story.ts';
import { openHouse } from '../../support/house.ts';
import { Acknowledgements } from '../acknowledgements.ts';
import { repaymentsAt } from '../disk/repayments-at.ts';
import { commitNow, progress } from '../options.ts';
import { comeBack, isGood, type CameBack } from './come-back.ts';
import {
  createDatabase,
  createDebianCluster,
  debianPrograms,
  startDebianServer,
  type DebianServer,
} from './debian-postgres.ts';
import { takeBase, takeDump, takeTorn, type Backup, type Site } from './take-backups.ts';

const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    control: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

/** How long people write before a backup begins, drawn within. */
const WRITE_MS = { least: 1_000, most: 6_000 };
const SETTINGS = { LOG_LEVEL: 'warn', WORKER_LOCK_SECONDS: '10' };

/**
 * `npm run chaos:restore`: backups taken while people write come back whole; the schema migrated twice and
 * by two at once.
 */
async function main(): Promise<number> {
  const programs = debianPrograms();
  if (programs === null) {
    process.stdout.write(
      `${JSON.stringify({ skipped: 'PostgreSQL of Debian (pg_dump) is not installed' })}\n`,
    );
    return 0;
  }
  const started = performance.now();
  const home = mkdtempSync(join(tmpdir(), 'sifang-restore-'));
  // the server is another user's
  chmodSync(home, 0o755);
  const data = createDebianCluster(programs, join(home, 'first'));
  const server = await startDebianServer(programs, data, join(home, 'first.log'));
  try {
    const result = await play(programs, home, server);
    const facts = {
      seed: Number(flags.seed),
      commit: commitNow(),
      ...(flags.control ? { control: true } : {}),
    };
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stdout.write(`${JSON.stringify({ ...result, ...facts, seconds })}\n`);
    // a control that finds nothing is blind
    return result.restored.every(isGood) === flags.control ? 1 : 0;
  } finally {
    await server.program.stop('SIGINT');
    if (flags.keep) progress(`kept ${home}`);
    else rmSync(home, { recursive: true, force: true });
  }
}

async function play(programs: string, home: string, server: DebianServer) {
  await createDatabase(server);
  const house = await openHouse({ home, databaseUrl: server.url, say: () => undefined, env: SETTINGS });
  const acks = new Acknowledgements(join(home, 'acknowledgements.ndjson'));
  const site: Site = { programs, home, server, house, acks };
  try {
    await playCountyStory(house.play);
    await house.setDay(date('2016-10-10'));
    progress(`the story is told; seed ${flags.seed}`);
    const taken = await backupsOf(site);
    await house.stop();
    const restored: CameBack[] = [];
    for (const backup of taken) restored.push(await comeBack(site, backup));
    return { acknowledged: acks.read().length, restored };
  } finally {
    await house.stop();
  }
}

async function backupsOf(site: Site): Promise<Backup[]> {
  const chance = createChance(Number(flags.seed));
  const load = await repaymentsAt(site.house, site.acks, {
    ...{ prefix: 'CHR', onDate: '2016-10-10', believes503: false },
  });
  const taken: Backup[] = [];
  for (const take of flags.control ? [takeTorn] : [takeDump, takeBase]) {
    await delay(WRITE_MS.least + chance.next() * (WRITE_MS.most - WRITE_MS.least));
    taken.push(await take(site));
  }
  await load.stop();
  return taken;
}

process.exit(await main());
