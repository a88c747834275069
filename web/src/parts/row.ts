import { KEYS } from '../desk/nested.ts';

/** A record of a reply. */
export type Row = Readonly<Record<string, unknown>>;

export const isScalar = (value: unknown): value is string | number | boolean | null =>
  value === null || typeof value !== 'object';

/** Numbers of the database and fingerprints say nothing to a person; the names beside them do. */
const UNTOLD = /(^|_)(id|ids|version|sha256|hash|cipher)$/;
const PERSON = /_by$/;

/** Whether a field of a record is worth showing: plain, told by a name, and there. */
export const isTold = (name: string, value: unknown): boolean =>
  isScalar(value) &&
  value !== null &&
  !UNTOLD.test(name) &&
  !(PERSON.test(name) && typeof value === 'string' && /^\d+$/.test(value));

/** The number by which an item of a matter is asked for. */
export function keyOf(matter: string | undefined, row: Row): string | null {
  const key = row[KEYS[matter ?? ''] ?? 'id'];
  return typeof key === 'string' || typeof key === 'number' ? String(key) : null;
}

/** What tells rows apart: their number, or all of them where two lines stand under one number. */
export function rowKey(matter: string | undefined, rows: readonly Row[] = []): (row: Row) => string {
  const unique = new Set(rows.map((row) => keyOf(matter, row))).size === rows.length;
  return (row) => (unique ? keyOf(matter, row) : null) ?? JSON.stringify(row);
}
