import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { insertEntries, type NewEntry } from '../audit.store.ts';

export interface AuditAct {
  /** Past tense, `loan.registered`. */
  readonly act: `${string}.${string}`;
  readonly subjectKind: string;
  readonly subjectId: bigint | number | string;
  /** What changed; ids, amounts, dates and states, never a personal number. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  /** County concerned; the actor's own when he works for one county only. */
  readonly countyCode?: string | null;
}

/** Appends who did what to which subject, in the transaction of the change itself. */
export async function record(tx: Tx, context: Context, entry: AuditAct): Promise<void> {
  await recordAll(tx, context, [entry]);
}

/** Appends many acts in one statement; the order of their entries is that given. */
export async function recordAll(tx: Tx, context: Context, entries: readonly AuditAct[]): Promise<void> {
  if (entries.length > 0)
    await insertEntries(
      tx,
      entries.map((entry) => rowOf(context, entry)),
    );
}

function rowOf({ actor, requestId }: Context, entry: AuditAct): NewEntry {
  const own = actor.scope.counties.length === 1 ? actor.scope.counties[0] : undefined;
  return {
    request_id: requestId,
    account_id: actor.accountId,
    person_id: actor.personId,
    role: actor.role,
    county_code: entry.countyCode ?? own ?? null,
    act: entry.act,
    subject_kind: entry.subjectKind,
    subject_id: String(entry.subjectId),
    before: toJson(entry.before),
    after: toJson(entry.after),
  };
}

function toJson(value: Readonly<Record<string, unknown>> | undefined): string | null {
  if (!value) return null;
  return JSON.stringify(value, (_key, entry: unknown) => (typeof entry === 'bigint' ? String(entry) : entry));
}
