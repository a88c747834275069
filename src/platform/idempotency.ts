import { conflict, refused } from '../kernel/failure.ts';
import type { AccountId } from '../kernel/ids.ts';
import { sha256 } from './crypto.ts';
import { one, sqlBehind, sqlPrepared, type Tx } from './db.ts';

export interface Request {
  readonly accountId: AccountId;
  readonly key: string;
  readonly route: string;
  /** Canonical text of what was asked; its hash tells a retry from another request under the same key. */
  readonly input: string;
}

export interface Replay {
  readonly status: number;
  readonly reply: string;
}

interface KeyRow extends Replay {
  readonly input_hash: string;
}

const inputHash = (request: Request): string => sha256(`${request.route}\n${request.input}`);

/**
 * The reply already given under this key, or null when the work is to be done now. Holds the key until the
 * transaction ends. Throws `idempotency.in-flight` (409) and `idempotency.other-input` (422).
 */
export async function findReplay(tx: Tx, request: Request): Promise<Replay | null> {
  // two statements, in this order: the second must see what was committed before the lock was free
  const [lock, found] = await Promise.all([
    sqlPrepared<{ free: boolean }>(tx, 'select pg_try_advisory_xact_lock(hashtextextended(?, 7)) as free', [
      `${request.accountId}:${request.key}`,
    ]),
    sqlPrepared<KeyRow>(
      tx,
      'select input_hash, status, reply from idempotency_key where account_id = ? and key = ?',
      [request.accountId, request.key],
    ),
  ]);
  if (!one(lock.rows).free) {
    throw conflict({
      code: 'idempotency.in-flight',
      detail: '同一请求正在处理，请稍候再查询结果，不要重复提交。',
    });
  }
  const row = found.rows[0];
  if (!row) return null;
  if (row.input_hash !== inputHash(request)) {
    throw refused({
      code: 'idempotency.other-input',
      detail: '同一个 Idempotency-Key 已用于另一项内容，请换一个新的键再提交。',
    });
  }
  return { status: row.status, reply: row.reply };
}

export async function rememberReply(tx: Tx, request: Request, replay: Replay): Promise<void> {
  await sqlBehind(
    tx,
    'insert into idempotency_key (account_id, key, route, input_hash, status, reply) values (?, ?, ?, ?, ?, ?)',
    [request.accountId, request.key, request.route, inputHash(request), replay.status, replay.reply],
  );
}
