import { writeFileSync } from 'node:fs';
import { inSession } from '../../../src/platform/database-session.ts';

interface Instant {
  /** UTC, as libfaketime reads it. */
  readonly at: string;
  readonly day: string;
}

/** Midnight at Lanzhou, which knows no summer time: the day turns at 16:00 of UTC. */
const INSTANTS: readonly Instant[] = [
  { at: '@2016-06-20 15:59:00', day: '2016-06-20' },
  { at: '@2016-06-20 16:00:01', day: '2016-06-21' },
  { at: '@2016-12-31 15:59:00', day: '2016-12-31' },
  { at: '@2016-12-31 16:00:01', day: '2017-01-01' },
  // the hour that Newfoundland skips and the one it has twice
  { at: '@2016-03-13 05:45:00', day: '2016-03-13' },
  { at: '@2016-11-06 04:15:00', day: '2016-11-06' },
];
const ZONES = ['UTC', 'Asia/Shanghai', 'America/St_Johns'];

/** Asks a database that lives by the clock in `file` which business day it is, in sessions of every zone. */
export async function askAroundMidnight(url: string, file: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const { at, day } of INSTANTS) {
    writeFileSync(file, at);
    for (const zone of ZONES) {
      const found = await inSession(url, async (client) => {
        await client.query(`set time zone '${zone}'`);
        const { rows } = await client.query<{ day: string }>('select business_day()::text as day');
        return rows[0]?.day;
      });
      if (found !== day) wrong.push(`${at} in ${zone}: ${found}, not ${day}`);
    }
  }
  return wrong;
}
