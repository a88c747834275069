import { renderSheet } from '../src/platform/pdf/pdf.ts';
import { readConfig } from '../src/platform/config.ts';
import { inSession } from '../src/platform/database-session.ts';
import { paperSettings } from '../src/platform/paper-settings.ts';
import type { Sheet } from '../src/kernel/sheet.ts';

/**
 * The floor of the papers: the same sheets through the same printer in one process, without storage, queue or
 * database. Told the ids of the papers; answers seconds of wall and CPU and the pages it printed.
 */
const config = readConfig(process.env);
const { fonts } = paperSettings(config);
const SHARE = 200;

async function read(ids: readonly string[]): Promise<Sheet[]> {
  return inSession(config.databaseUrl ?? '', async (client) => {
    const text = 'select sheet from document where id = any($1::bigint[]) order by id';
    const { rows } = await client.query<{ sheet: Sheet }>(text, [ids]);
    return rows.map(({ sheet }) => sheet);
  });
}

interface Order {
  readonly warm: readonly string[];
  readonly timed: readonly string[];
}

async function print({ warm, timed }: Order): Promise<void> {
  for (const sheet of await read(warm)) await renderSheet(sheet, fonts());
  let [seconds, cpuSeconds, bytes] = [0, 0, 0];
  for (let at = 0; at < timed.length; at += SHARE) {
    const sheets = await read(timed.slice(at, at + SHARE));
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    for (const sheet of sheets) bytes += (await renderSheet(sheet, fonts())).length;
    seconds += (performance.now() - started) / 1000;
    const used = process.cpuUsage(cpu);
    cpuSeconds += (used.user + used.system) / 1e6;
  }
  process.send?.({ seconds, cpuSeconds, bytes });
  process.disconnect();
}

process.once('message', (order) => void print(order as Order));
