import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import type { PlainDate } from '../../src/kernel/date.ts';
import { inTransaction } from '../../src/platform/db.ts';
import type { JobEntry, JobHandler } from '../../src/platform/queue/define-job.ts';
import type { Producer } from '../../src/platform/queue/producer.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { handlersOf } from '../../workers/handlers.ts';
import { relayOnce } from '../../workers/relay-outbox.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import type { TestDatabase } from '../support/database.ts';
import type { Name } from './actors.ts';

/** What each person shows at the door. */
export type Tokens = Readonly<Record<Name, string>>;

/** A request as it was sent, so that it can be sent again. */
export interface Sent {
  readonly who: Name;
  readonly path: string;
  readonly key: string;
  readonly body: object | string;
  /** What was answered the first time. */
  readonly answered?: Reply;
}

export interface Reply {
  readonly status: number;
  /** Of a refusal. */
  readonly code: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly replayed: boolean;
  /** Present when a request was sent. */
  readonly sent?: Sent;
}

export const done = (body: Reply['body'] = {}): Reply => ({
  ...{ status: 200, code: null, body, text: '', replayed: false },
});

/** Papers have tests of their own: they are issued here, but no PDF is printed. */
const isNotPlayed = ({ job }: JobEntry): boolean => job.name.startsWith('document.');

/** Files are read by a child within a minute; on a starved machine that may not be enough. */
const TIMES_TOO_SLOW = 3;

/** The product over a database of its own: its HTTP side on a port, its jobs by its own list of handlers. */
export class Stage {
  private requests = 0;
  private readonly collected: JobEntry[] = [];
  private readonly runtime: Runtime;
  private readonly handlers: ReadonlyMap<string, JobHandler>;
  private readonly parts: StageParts;

  private constructor(parts: StageParts) {
    this.parts = parts;
    const producer = {
      addBulk: async (entries: readonly JobEntry[]) => void this.collected.push(...entries),
    };
    const { services } = parts.test;
    this.runtime = {
      ...{ ...services, producer: producer as unknown as Producer },
      ...{ queue: { redisUrl: null, databaseUrl: '' }, embedded: false, fresh: false },
      close: () => Promise.resolve(),
    };
    this.handlers = new Map(handlersOf(this.runtime).map((handler) => [handler.job.name, handler]));
  }

  static async open(database: TestDatabase, tokens: Tokens, name = 'model'): Promise<Stage> {
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    // people logged in when the world was made, maybe long ago
    await owner.query(`update session set confirmed_at = now(), expires_at = now() + interval '8 hours'`);
    const test = openTestApp(database);
    const server = createServer(test.app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
    const tables = await tablesOf(owner);
    return new Stage({ tokens, name, owner, test, server, url, tables });
  }

  async close(): Promise<void> {
    const { server, test, owner } = this.parts;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await test.close();
    await owner.end();
  }

  get owner(): Client {
    return this.parts.owner;
  }

  /** A request under a key of its own; asked again where the machine was too busy to read a file. */
  async post(who: Name, path: string, body: object | string = {}): Promise<Reply> {
    this.requests += 1;
    const key = `${this.parts.name}-${String(this.requests).padStart(6, '0')}`;
    for (let left = TIMES_TOO_SLOW; ; left -= 1) {
      const reply = await this.send({ who, path, key, body });
      if (reply.code !== 'spreadsheet.too-slow' || left === 0) return reply;
    }
  }

  /** Text is sent as a file, anything else as JSON. */
  async send({ who, path, key, body }: Sent): Promise<Reply> {
    const isFile = typeof body === 'string';
    const response = await fetch(this.parts.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.parts.tokens[who]}`,
        'idempotency-key': key,
        ...(isFile ? {} : { 'content-type': 'application/json' }),
      },
      body: isFile ? formWith(body) : JSON.stringify(body),
    });
    const text = await response.text();
    const parsed = JSON.parse(text) as Record<string, unknown>;
    const reply = {
      status: response.status,
      code: response.ok ? null : String(parsed['code']),
      body: parsed,
      text,
      replayed: response.headers.get('idempotent-replayed') === 'true',
    };
    return { ...reply, sent: { who, path, key, body, answered: reply } };
  }

  async setDay(day: PlainDate): Promise<void> {
    await this.owner.query('update business_day_override set day = $1', [day]);
  }

  /** One value, asked as the owner of the schema. */
  async ask(text: string, ...values: readonly unknown[]): Promise<string> {
    const { rows } = await this.owner.query<{ value: string }>(text, [...values]);
    const [row] = rows;
    if (!row) throw new Error(`nothing found: ${text}`);
    return String(row.value);
  }

  hashOf(batchId: string): Promise<string> {
    return this.ask(
      'select coalesce(lines_hash, subsidy_lines_hash(id)) as value from subsidy_batch where id = $1',
      batchId,
    );
  }

  bankId(bank: string): Promise<string> {
    return this.ask(`select id as value from organisation where kind = 'bank' and right(name, 1) = $1`, bank);
  }

  enterpriseId(): Promise<string> {
    return this.ask(`select id as value from organisation where kind = 'cooperative'`);
  }

  /** Numbers of late fees by year, day, and place among those of the day. */
  async lateFees(): Promise<Record<string, string>> {
    const { rows } = await this.owner.query<{ key: string; id: string }>(
      `select concat_ws('/', late_for_id, period_to, row_number() over (partition by late_for_id, period_to order by id)) as key,
         id::text as id from dividend_due where late_for_id is not null`,
    );
    return Object.fromEntries(rows.map(({ key, id }) => [key, id]));
  }

  /** Takes the news of the outbox to the jobs that listen, as the relay does. */
  async relay(): Promise<JobEntry[]> {
    while ((await relayOnce(this.runtime, this.runtime.producer)) > 0);
    return this.collected.splice(0).filter((entry) => !isNotPlayed(entry));
  }

  async run(name: string, payload: unknown, jobId: string): Promise<Reply> {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`no handler for ${name}`);
    try {
      await handler.run(payload, { jobId, attempt: 1, lastAttempt: false });
      return done();
    } catch (error) {
      const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { ...done(), status: 500, code: 'job failed', text: detail };
    }
  }

  /** Every numbered invariant; names the broken ones. */
  async brokenInvariants(): Promise<string[]> {
    const { database, cipher, storage } = this.runtime;
    const report = await inTransaction(database.worker, (tx) =>
      verifyBooks(tx, { storage, cipher, anchors: [] }),
    );
    return report.invariants
      .filter(({ violations }) => violations > 0)
      .map(({ id, name, samples }) => `invariant ${id} ${name}: ${samples.join('; ')}`);
  }

  /** Of every row of every table, but for sessions: a refusal leaves it as it was. */
  fingerprint(): Promise<string> {
    return this.ask(this.parts.tables);
  }
}

interface StageParts {
  readonly tokens: Tokens;
  /** Begins the keys of its requests: a database may be played on by one stage after another. */
  readonly name: string;
  readonly owner: Client;
  readonly test: TestApp;
  readonly server: Server;
  readonly url: string;
  /** The question whose answer is the fingerprint. */
  readonly tables: string;
}

async function tablesOf(owner: Client): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'session' order by 1`,
  );
  const parts = rows.map(
    ({ name }) =>
      `(select '${name} ' || coalesce(md5(string_agg(t::text, ';' order by t::text)), '-') from "${name}" t)`,
  );
  return `select array_to_string(array[${parts.join(', ')}], E'\\n') as value`;
}

function formWith(content: string): FormData {
  const form = new FormData();
  const scan = content.startsWith('%PDF');
  const type = scan ? 'application/pdf' : 'text/csv';
  form.set('file', new Blob([content], { type }), scan ? '回执.pdf' : '回单.csv');
  return form;
}
