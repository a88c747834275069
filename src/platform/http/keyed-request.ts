import type { Request } from 'express';
import { invalid } from '../../kernel/failure.ts';
import type { Actor } from '../context.ts';
import type { Request as KeyedRequest } from '../idempotency.ts';
import type { Upload } from './upload.ts';

/** What the request asks under its Idempotency-Key; null when nobody is behind it. */
export function keyedRequest(request: Request, actor: Actor, upload: Upload | null): KeyedRequest | null {
  if (actor.accountId === null) return null;
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,80}$/.test(key)) {
    throw invalid({
      code: 'idempotency.key-required',
      detail: '请在请求头 Idempotency-Key 中带上 8 至 80 个可见字符的唯一键，重试时保持不变。',
    });
  }
  const content = upload ? `${JSON.stringify(upload.fields)}${upload.sha256}` : canonical(request.body);
  return {
    accountId: actor.accountId,
    key,
    route: `${request.method} ${request.originalUrl}`,
    input: content,
  };
}

/** JSON with sorted keys: the same content in another order is the same request. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, entry: unknown) =>
      entry && typeof entry === 'object' && !Array.isArray(entry)
        ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
        : entry,
    ) ?? ''
  );
}
