import { createWriteStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { DEMO_PASSWORD } from '../src/cli/demo/cast.ts';
import { sitDown, type Desk } from '../src/cli/demo/desk.ts';
import { COUNTY, usernameOf, type Staff } from './claims-world.ts';
import { forgetPeak, peakMemory } from './peak-memory.ts';
import { waitFor, type ChildOfBench } from './processes.ts';

export interface Stage {
  readonly client: pg.Client;
  readonly api: ChildOfBench;
  readonly worker: ChildOfBench;
  readonly batch: string;
  /** Seconds that API and database have computed so far; null where unknown. */
  readonly cpu: () => number | null;
  /** Where files that pass between bank and office are kept meanwhile. */
  readonly folder: string;
}

interface Order {
  readonly id: string;
  readonly order_no: string;
  readonly line_count: number;
}

interface Claim extends Stage {
  readonly url: string;
  readonly desk: (staff: Staff) => Promise<Desk>;
  readonly seconds: Record<string, number>;
  /** What API and database computed for each step, whoever else used the machine. */
  readonly computed: Record<string, number | null>;
  readonly peaks: Record<string, number | null>;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Plays one batch through all its hands; answers seconds of each step and the memory it took. */
export async function playClaim(stage: Stage) {
  const url = stage.api.greeting as string;
  const desks = new Map<Staff, Promise<Desk>>();
  const desk = (staff: Staff): Promise<Desk> => {
    const known = desks.get(staff) ?? sitDown(url, usernameOf(staff));
    desks.set(staff, known);
    return known;
  };
  const claim: Claim = { ...stage, url, desk, seconds: {}, computed: {}, peaks: {} };
  await Promise.all((['officer', 'office', 'examiner', 'approver', 'payer'] as const).map(desk));
  await grantMoney(claim);
  const hash = await claimAndApprove(claim);
  const order = await instruct(claim, hash);
  const bankFile = await takeBankFile(claim, order);
  const pages = await timed(claim, 'list_printed_seconds', () => papersPrinted(claim, 'payment_list', 1));
  await bookAnswer(claim, order, bankFile);
  const { submit, review, post, approve, pay, receipt, ...others } = claim.seconds;
  const steps = { submit, review, post, approve, pay };
  const claimSeconds = Object.values(steps).reduce<number>((sum, step) => sum + (step ?? 0), 0);
  return {
    claim_seconds: round(claimSeconds),
    steps,
    receipt_seconds: receipt ?? 0,
    cpu_seconds: claim.computed,
    ...others,
    list_pages: pages,
    peak_mb: claim.peaks,
  };
}

/** Runs one step against the clock and keeps what memory it took in both processes. */
async function timed<T>(claim: Claim, name: string, work: () => Promise<T>): Promise<T> {
  const { api, worker } = claim;
  for (const { child } of [api, worker]) forgetPeak(child.pid);
  const before = claim.cpu();
  const started = performance.now();
  const result = await work();
  claim.seconds[name] = round((performance.now() - started) / 1000);
  const after = claim.cpu();
  claim.computed[name] = before === null || after === null ? null : round(after - before);
  claim.peaks[`api_${name}`] = peakMemory(api.child.pid);
  claim.peaks[`worker_${name}`] = peakMemory(worker.child.pid);
  console.error(`  ${name}: ${claim.seconds[name]} s, computing ${claim.computed[name] ?? '?'} s`);
  return result;
}

async function grantMoney({ desk }: Claim): Promise<void> {
  const examiner = await desk('examiner');
  const entered = await examiner.post<{ readonly id: string }>('/subsidy-budget-grants', {
    programme_code: 'P1',
    county_code: COUNTY,
    fiscal_year: 2017,
    document_no: '测算财指〔2017〕1号',
    amount: '9999999999.00',
  });
  const approver = await desk('approver');
  await approver.post(`/countersigns/${entered.id}/confirmations`, {});
}

/** The list is claimed, reviewed and posted; when its days are over it is approved. */
async function claimAndApprove(claim: Claim): Promise<string> {
  const path = `/subsidy-batches/${claim.batch}`;
  const officer = await claim.desk('officer');
  const office = await claim.desk('office');
  const approver = await claim.desk('approver');
  const { lines_hash: hash } = await timed(claim, 'read_drafted', () =>
    officer.get<{ lines_hash: string }>(path),
  );
  const seen = { lines_hash: hash };
  await timed(claim, 'submit', () => officer.post(`${path}/submissions`, seen));
  await timed(claim, 'review', () => office.post(`${path}/reviews`, seen));
  await timed(claim, 'post', () => office.post(`${path}/notices`, seen));
  const posted = await office.get<{ notices: { free_on: string }[] }>(path);
  await timed(claim, 'notices_printed_seconds', () => papersPrinted(claim, 'notice', posted.notices.length));
  const free = posted.notices.map((notice) => notice.free_on).sort();
  await claim.client.query('update business_day_override set day = $1', [free.at(-1)]);
  await timed(claim, 'approve', () => approver.post(`${path}/approvals`, seen));
  return hash;
}

async function instruct(claim: Claim, hash: string): Promise<Order> {
  const payer = await claim.desk('payer');
  await payer.confirm();
  return timed(claim, 'pay', () =>
    payer.post<Order>(`/subsidy-batches/${claim.batch}/payment-orders`, { lines_hash: hash }),
  );
}

/** Waits for the worker's file, then streams it to disk like the payer's browser does. */
async function takeBankFile(claim: Claim, order: Order): Promise<string> {
  const payer = await claim.desk('payer');
  await timed(claim, 'bank_file_seconds', () =>
    waitFor('the bank file', async () => {
      const seen = await payer.get<{ bank_file_ready: boolean }>(`/payment-orders/${order.id}`);
      return seen.bank_file_ready || null;
    }),
  );
  const path = join(claim.folder, `${order.order_no}.csv`);
  const token = await tokenOf(claim, 'payer');
  await timed(claim, 'download_seconds', async () => {
    const reply = await fetch(`${claim.url}/api/v1/payment-orders/${order.id}/bank-file`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!reply.ok || !reply.body) throw new Error(`the bank file answered ${reply.status}`);
    await pipeline(Readable.fromWeb(reply.body), createWriteStream(path));
  });
  return path;
}

async function tokenOf(claim: Claim, staff: Staff): Promise<string> {
  const reply = await fetch(`${claim.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: usernameOf(staff), password: DEMO_PASSWORD }),
  });
  return ((await reply.json()) as { token: string }).token;
}

async function papersPrinted(claim: Claim, kind: string, count: number): Promise<number> {
  return waitFor(`${count} printed papers`, async () => {
    const { rows } = await claim.client.query<{ printed: number; failed: string | null; pages: number }>(
      `select (count(*) filter (where state = 'rendered'))::int as printed, sum(page_count)::int as pages,
         min(failure) as failed from document where kind = $1`,
      [kind],
    );
    if (rows[0]?.failed) throw new Error(`a paper was not printed: ${rows[0].failed}`);
    return rows[0] && rows[0].printed >= count ? rows[0].pages : null;
  });
}

/** Plays the bank, which pays every line, and books its answer; the batch is paid when the worker saw it. */
async function bookAnswer(claim: Claim, order: Order, bankFile: string): Promise<void> {
  const answer = await answerTo(claim, order, bankFile);
  const examiner = await claim.desk('examiner');
  const booked = await timed(claim, 'receipt', () =>
    examiner.upload<{ paid_count: number; order_state: string }>(
      `/payment-orders/${order.id}/receipts`,
      answer,
    ),
  );
  if (booked.paid_count !== order.line_count || booked.order_state !== 'settled')
    throw new Error(`booked ${booked.paid_count} of ${order.line_count}, order ${booked.order_state}`);
  await timed(claim, 'settled_seconds', () =>
    waitFor('the paid batch', async () => {
      const seen = await examiner.get<{ state: string }>(`/subsidy-batches/${claim.batch}`);
      return seen.state === 'paid' || null;
    }),
  );
  await expectBooks(claim, order);
}

async function answerTo(claim: Claim, order: Order, bankFile: string): Promise<string> {
  const [head = '', ...rows] = (await readFile(bankFile, 'utf8')).trim().split('\r\n');
  if (rows.length !== order.line_count) throw new Error(`the bank file holds ${rows.length} payments`);
  const { rows: days } = await claim.client.query<{ day: string }>('select business_day()::text as day');
  const answered = rows.map((row, index) =>
    [...row.split(',').slice(0, 8), '成功', `FK${order.id}-${index + 1}`, days[0]?.day, ''].join(','),
  );
  const path = join(claim.folder, `${order.order_no}-answer.csv`);
  await writeFile(path, [head, ...answered, ''].join('\r\n'));
  claim.peaks['bank_file_bytes'] = (await stat(bankFile)).size;
  return path;
}

/** What the bank paid stands on the ledger, line by line and in the sum. */
async function expectBooks(claim: Claim, order: Order): Promise<void> {
  const { rows } = await claim.client.query<{ lines: number; posted: number; even: boolean }>(
    `select (select count(*)::int from payment_line where order_id = $1 and state = 'paid') as lines,
       (select count(*)::int from journal_entry where act = 'payment.pay' and phase = 'posted') as posted,
       (select sum(posted_fen) = 0 and sum(abs(pending_fen)) = 0 from ledger_account) as even`,
    [order.id],
  );
  const books = rows[0];
  if (books?.lines !== order.line_count || books.posted !== order.line_count || !books.even)
    throw new Error(`the books do not agree: ${JSON.stringify(books)}`);
}
