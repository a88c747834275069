import type { z } from 'zod';
import { invariant } from '../../kernel/invariant.ts';
import { formatYuan } from '../../kernel/money.ts';
import { formatPercent } from '../../kernel/rate.ts';

/**
 * Turns a row into the JSON of a reply, by the suffix of each name: `principal_fen` (bigint) → `principal`
 * in yuan, `annual_percent` (units of 0.0001 %) → `"4.75"`, any other bigint (ids) → digits. Nested values
 * follow.
 */
export function toReply(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toReply);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => replyEntry(key, entry)));
}

function replyEntry(key: string, entry: unknown): [string, unknown] {
  if (key.endsWith('_fen') && (typeof entry === 'bigint' || entry === null)) {
    return [key.slice(0, -4), entry === null ? null : formatYuan(entry)];
  }
  if (key.endsWith('_percent') && typeof entry === 'number') return [key, formatPercent(entry)];
  return [key, toReply(entry)];
}

/**
 * The JSON text of a reply, held to the shape its endpoint declares: what a row holds beyond the shape
 * never leaves the server, and a reply that breaks its shape is our own bug.
 */
export function replyText(shape: z.ZodType | string, value: unknown): string {
  invariant(typeof shape !== 'string', 'this endpoint replies with a file');
  const named = shape.safeParse(toReply(value));
  // paths only: a value may be somebody's number
  const broken = named.error?.issues.map((issue) => `${issue.path.join('/')} ${issue.code}`);
  invariant(named.success, `reply breaks its shape: ${broken?.slice(0, 5).join(', ') ?? ''}`);
  return JSON.stringify(named.data);
}
