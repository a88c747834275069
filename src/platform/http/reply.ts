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
