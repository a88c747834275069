import { createWriteStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DEMO_PASSWORD } from '../src/cli/demo/cast.ts';
import { waitFor } from './processes.ts';
import { timed, type Measures, type Play } from './timed-play.ts';

export interface Order {
  readonly id: string;
  readonly order_no: string;
  readonly line_count: number;
}

/** Waits for the worker's file, then streams it to disk like a payer's browser does. */
export async function takeBankFile<Staff extends string>(
  play: Play<Staff>,
  payer: Staff,
  order: Order,
): Promise<string> {
  const desk = await play.desk(payer);
  await timed(play, 'bank_file_seconds', () =>
    waitFor('the bank file', async () => {
      const seen = await desk.get<{ bank_file_ready: boolean }>(`/payment-orders/${order.id}`);
      return seen.bank_file_ready || null;
    }),
  );
  const path = join(play.folder, `${order.order_no}.csv`);
  await timed(play, 'download_seconds', () =>
    streamTo(play, payer, { from: `/payment-orders/${order.id}/bank-file`, path }),
  );
  return path;
}

/** Streams an answer of the API to a file. */
export async function streamTo<Staff extends string>(
  play: Play<Staff>,
  staff: Staff,
  { from, path }: { readonly from: string; readonly path: string },
): Promise<void> {
  const token = await tokenOf(play, staff);
  const reply = await fetch(`${play.url}/api/v1${from}`, { headers: { authorization: `Bearer ${token}` } });
  if (!reply.ok || !reply.body) throw new Error(`${from} answered ${reply.status}`);
  await pipeline(Readable.fromWeb(reply.body), createWriteStream(path));
}

async function tokenOf<Staff extends string>(play: Play<Staff>, staff: Staff): Promise<string> {
  const reply = await fetch(`${play.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: play.usernameOf(staff), password: DEMO_PASSWORD }),
  });
  return ((await reply.json()) as { token: string }).token;
}

/** Plays the bank, which pays every line, and books its answer. */
export async function bookAnswer<Staff extends string>(
  play: Play<Staff>,
  staff: Staff,
  { order, bankFile }: { readonly order: Order; readonly bankFile: string },
): Promise<void> {
  const answer = await answerTo(play, order, bankFile);
  const desk = await play.desk(staff);
  const booked = await timed(play, 'receipt', () =>
    desk.upload<{ paid_count: number; order_state: string }>(`/payment-orders/${order.id}/receipts`, answer),
  );
  if (booked.paid_count !== order.line_count || booked.order_state !== 'settled')
    throw new Error(`booked ${booked.paid_count} of ${order.line_count}, order ${booked.order_state}`);
}

async function answerTo(play: Measures, order: Order, bankFile: string): Promise<string> {
  const [head = '', ...rows] = (await readFile(bankFile, 'utf8')).trim().split('\r\n');
  if (rows.length !== order.line_count) throw new Error(`the bank file holds ${rows.length} payments`);
  const { rows: days } = await play.client.query<{ day: string }>('select business_day()::text as day');
  const answered = rows.map((row, index) =>
    [...row.split(',').slice(0, 8), '成功', `FK${order.id}-${index + 1}`, days[0]?.day, ''].join(','),
  );
  const path = join(play.folder, `${order.order_no}-answer.csv`);
  await writeFile(path, [head, ...answered, ''].join('\r\n'));
  play.peaks['bank_file_bytes'] = (await stat(bankFile)).size;
  return path;
}
