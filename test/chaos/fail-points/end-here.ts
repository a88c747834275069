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
const committing = new WeakMap<object, { readonly point: Point; readonly table: string }>();

const BEGIN = /^begin;?$/i;
const COMMIT = /^commit;?$/i;
const ROLLBACK = /^rollback\b/i;

/** What a connection is about to carry out; those of the queue's own never begin with BEGIN alone. */
function follow(connection: object, text: string): void {
  if (BEGIN.test(text)) {
    open.set(connection, { table: '', keyed: false, marks: false });
    committing.delete(connection);
  }
  const written = open.get(connection);
  if (!written) return;
  if (COMMIT.test(text)) beforeCommit(connection, written);
  if (COMMIT.test(text) || ROLLBACK.test(text)) open.delete(connection);
  if (!WRITE.test(text)) return;
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

function beforeCommit(connection: object, written: Written): void {
  const points = commitPoints(written);
  if (!points) return;
  passing(points[0], written.table);
  committing.set(connection, { point: points[1], table: written.table });
}

function answered(connection: object, command: string): void {
  const committed = command === 'COMMIT' ? committing.get(connection) : undefined;
  if (!committed) return;
  committing.delete(connection);
  passing(committed.point, committed.table);
}

type Call = (this: object, ...args: readonly unknown[]) => unknown;
interface Wire {
  query: (this: object, text: string) => unknown;
  parse: (this: object, statement: { text: string; name?: string }, ...rest: readonly unknown[]) => unknown;
  bind: (this: object, portal: { statement?: string }, ...rest: readonly unknown[]) => unknown;
  emit: (this: object, event: string, ...rest: readonly { text: string }[]) => unknown;
}

// every statement passes here, whoever of the driver's users sends it
const wire = (pg as unknown as { Connection: { prototype: Wire } }).Connection.prototype;
const { query, parse, bind, emit } = wire;
const prepared = new WeakMap<object, Map<string, string>>();

wire.query = function (text) {
  follow(this, text);
  return query.call(this, text);
};
wire.parse = function (statement, ...rest) {
  const known = prepared.get(this) ?? new Map<string, string>();
  prepared.set(this, known.set(statement.name ?? '', statement.text));
  return parse.call(this, statement, ...rest);
};
wire.bind = function (portal, ...rest) {
  follow(this, prepared.get(this)?.get(portal.statement ?? '') ?? '');
  return bind.call(this, portal, ...rest);
};
wire.emit = function (event, ...rest) {
  if (event === 'commandComplete') answered(this, rest[0]?.text ?? '');
  return emit.call(this, event, ...rest);
};

const job = Job.prototype as unknown as { name: string; moveToCompleted: Call };
const moveToCompleted = job.moveToCompleted;
job.moveToCompleted = function (this: object, ...rest) {
  passing('worker.unacknowledged', (this as { name: string }).name);
  return moveToCompleted.call(this, ...rest);
};
