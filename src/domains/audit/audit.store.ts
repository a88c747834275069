import { sqlBehind, type Tx } from '../../platform/db.ts';
import type { ChainedEntry } from './core/chain.ts';

export interface NewEntry {
  readonly request_id: string;
  readonly account_id: bigint | null;
  readonly person_id: bigint | null;
  readonly role: string;
  readonly county_code: string | null;
  readonly act: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly before: string | null;
  readonly after: string | null;
}

const COLUMNS = [
  ...['request_id', 'account_id', 'person_id', 'role', 'county_code', 'act', 'subject_kind', 'subject_id'],
  ...['before', 'after'],
] as const satisfies readonly (keyof NewEntry)[];
const INTO = `insert into audit_entry (${COLUMNS.join(', ')})`;

// No RETURNING: who may write an entry need not be able to read it.
export async function insertEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  const [entry] = entries;
  if (entry && entries.length === 1) {
    // nearly every request writes one: taking lists apart is a third of what it costs
    const values = COLUMNS.map((column) => entry[column]);
    await sqlBehind(tx, `${INTO} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, values);
    return;
  }
  await sqlBehind(
    tx,
    `${INTO}
     select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
       ?::jsonb[], ?::jsonb[])`,
    COLUMNS.map((column) => entries.map((one) => one[column])),
  );
}

/** The seals have one writer at a time; false when another holds the pen. */
export async function takeSealingLock(tx: Tx): Promise<boolean> {
  const result = await tx.raw<{ rows: { free: boolean }[] }>(
    `select pg_try_advisory_xact_lock(hashtextextended('audit_seal', 11)) as free`,
  );
  return result.rows[0]?.free ?? false;
}

export interface Seal {
  readonly seq: bigint;
  readonly hash: string;
}

export interface FullSeal extends Seal {
  readonly entryId: bigint;
  readonly previousHash: string;
}

export async function findHead(tx: Tx): Promise<Seal | null> {
  const result = await tx.raw<{ rows: Seal[] }>('select seq, hash from audit_seal order by seq desc limit 1');
  return result.rows[0] ?? null;
}

const ENTRY = `
  e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, e.request_id as "requestId",
  e.account_id as "accountId", e.person_id as "personId", e.role, e.county_code as "countyCode", e.act,
  e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.before::text as before, e.after::text as after`;

/** Takes the oldest unsealed entries off the waiting set, in the order of their ids. */
export async function takeUnsealed(tx: Tx, limit: number): Promise<ChainedEntry[]> {
  const result = await tx.raw<{ rows: ChainedEntry[] }>(
    `with taken as (
       delete from audit_unsealed where entry_id in (select entry_id from audit_unsealed order by entry_id limit ?)
       returning entry_id
     )
     select ${ENTRY} from taken join audit_entry e on e.id = taken.entry_id order by e.id`,
    [limit],
  );
  return result.rows;
}

export async function insertSeals(tx: Tx, seals: readonly FullSeal[]): Promise<void> {
  await tx.raw(
    `insert into audit_seal (seq, entry_id, previous_hash, hash)
     select * from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[])`,
    [
      seals.map((seal) => String(seal.seq)),
      seals.map((seal) => String(seal.entryId)),
      seals.map((seal) => seal.previousHash),
      seals.map((seal) => seal.hash),
    ],
  );
}

export interface SealedEntry {
  readonly seal: FullSeal;
  /** Null when the sealed entry is gone. */
  readonly entry: ChainedEntry | null;
}

type SealedRow = Omit<ChainedEntry, 'id'> & { id: bigint | null } & FullSeal;

/** Seals after `seq` with their entries, in the order of the chain. */
export async function readSealed(tx: Tx, seq: bigint, limit: number): Promise<SealedEntry[]> {
  const result = await tx.raw<{ rows: SealedRow[] }>(
    `select s.seq, s.hash, s.entry_id as "entryId", s.previous_hash as "previousHash", ${ENTRY}
     from audit_seal s left join audit_entry e on e.id = s.entry_id where s.seq > ? order by s.seq limit ?`,
    [String(seq), limit],
  );
  return result.rows.map((row) => ({ seal: row, entry: row.id === null ? null : { ...row, id: row.id } }));
}

/** Entries that are neither sealed nor waiting: somebody took them off the waiting set. */
export async function findForgotten(tx: Tx, limit: number): Promise<bigint[]> {
  const result = await tx.raw<{ rows: { id: bigint }[] }>(
    `select e.id from audit_entry e
     where not exists (select from audit_seal s where s.entry_id = e.id)
       and not exists (select from audit_unsealed u where u.entry_id = e.id)
     order by e.id limit ?`,
    [limit],
  );
  return result.rows.map((row) => row.id);
}
