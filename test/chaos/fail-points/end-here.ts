import { Job } from 'bullmq';
import pg from 'pg';
import { noteHit, type Point } from './points.ts';

/**
 * Loaded before the product (`--import`), so that the product itself knows nothing of being tested: watches
 * what the drivers send and ends this process, or stops it in its tracks, exactly at one point.
 *
 * FAIL_POINT names the point, FAIL_AFTER how often it is passed before, FAIL_SIGNAL the signal (SIGKILL
 * unless SIGSTOP), FAIL_LEDGER the file that tells of it.
 */
const point = process.env['FAIL_POINT'] as Point | undefined;
const signal = process.env['FAIL_SIGNAL'] === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL';
let before = Number(process.env['FAIL_AFTER'] ?? 0);

function passing(here: Point, at: string): void {
  if (here !== point) return;
  before -= 1;
  // a stopped process that goes on passes this point again, unharmed
  if (before !== -1) return;
  noteHit(process.env['FAIL_LEDGER'] ?? '', { point: here, pid: process.pid, at });
  process.kill(process.pid, signal);
}

const WRITE = /^\s*(?:insert\s+into|update|delete\s+from|with)\b/i;
const TABLE = /(?:insert\s+into|update|delete\s+from)\s+"?(?!skip\b|of\b)(\w+)/i;
const KEYED = /^insert into "?(?:idempotency_key|chaos_request)\b/;
const MARK = /^update outbox_event set relayed_at/;

/** What one connection has written since its transaction began. */
interface Written {
  /** Where it wrote first; the trail and the news come after the fact. */
  table: string;
  keyed: boolean;
  marks: boolean;
}

const open = new WeakMap<object, Written>();

/** Statements as knex sends them; those of the queue's own connections never begin with `BEGIN;`. */
function follow(client: object, text: string): void {
  if (text === 'BEGIN;') open.set(client, { table: '', keyed: false, marks: false });
  const written = open.get(client);
  if (!written || !WRITE.test(text)) return;
  written.table ||= TABLE.exec(text)?.[1] ?? '';
  written.keyed ||= KEYED.test(text);
  if (MARK.test(text)) {
    written.marks = true;
    passing('relay.added', 'outbox_event');
  }
}

/** Names of the points before and after the COMMIT of this transaction; null when it has none. */
function commitPoints({ table, keyed, marks }: Written): readonly [Point, Point] | null {
  if (keyed) return ['api.uncommitted', 'api.committed'];
  if (table === '' || marks) return null;
  return ['worker.uncommitted', 'worker.committed'];
}

type Callback = (error: Error | null, result: unknown) => void;
type Query = (this: object, config: unknown, ...rest: unknown[]) => unknown;

const client = pg.Client.prototype as unknown as { query: Query };
const query = client.query;
client.query = function (config, ...rest) {
  const text = textOf(config);
  follow(this, text);
  const written = text === 'COMMIT;' ? open.get(this) : undefined;
  open.delete(text === 'COMMIT;' || text.startsWith('ROLLBACK') ? this : {});
  const points = written ? commitPoints(written) : null;
  if (!points || !written) return query.call(this, config, ...rest);
  passing(points[0], written.table);
  const tell = rest.at(-1) as Callback;
  const heard: Callback = (error, result) => {
    if (!error) passing(points[1], written.table);
    tell(error, result);
  };
  return query.call(this, config, ...rest.slice(0, -1), heard);
};

const textOf = (config: unknown): string => {
  if (typeof config === 'string') return config;
  return config !== null && typeof config === 'object' && 'text' in config ? String(config.text) : '';
};

const job = Job.prototype as unknown as { name: string; moveToCompleted: Query };
const moveToCompleted = job.moveToCompleted;
job.moveToCompleted = function (this: object, ...rest) {
  passing('worker.unacknowledged', (this as { name: string }).name);
  return moveToCompleted.call(this, ...rest);
};
