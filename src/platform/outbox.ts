import { one, sqlBehind, type Tx } from './db.ts';

/** News of a slice, past tense `loan.registered`; carries ids and dates only. */
export interface OutboxEvent {
  readonly name: string;
  readonly payload: Readonly<Record<string, string | number | boolean | null>>;
}

/** Appends news in the same transaction as the fact; the relay adds the jobs that listen to it. */
export async function appendEvent(tx: Tx, ...events: readonly OutboxEvent[]): Promise<void> {
  const [event] = events;
  if (!event) return;
  if (events.length === 1) {
    const values = [event.name, JSON.stringify(event.payload)];
    await sqlBehind(tx, 'insert into outbox_event (name, payload) values (?, ?)', values);
    return;
  }
  await sqlBehind(
    tx,
    'insert into outbox_event (name, payload) select * from unnest(?::text[], ?::jsonb[])',
    [events.map(({ name }) => name), events.map(({ payload }) => JSON.stringify(payload))],
  );
}

export interface OpenEvent extends OutboxEvent {
  readonly id: bigint;
}

/** Takes a share of the events not yet relayed; other relays skip them until this transaction ends. */
export async function takeOpenEvents(tx: Tx, limit: number): Promise<OpenEvent[]> {
  const result = await tx.raw<{ rows: OpenEvent[] }>(
    'select id, name, payload from outbox_event where relayed_at is null order by id limit ? for update skip locked',
    [limit],
  );
  return result.rows;
}

export async function markRelayed(tx: Tx, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.raw('update outbox_event set relayed_at = clock_timestamp() where id = any(?::bigint[])', [
    ids.map(String),
  ]);
}

/** Open events, for health and draining checks. */
export async function countOpenEvents(tx: Tx): Promise<number> {
  const result = await tx.raw<{ rows: { open: number }[] }>(
    'select count(*)::int as open from outbox_event where relayed_at is null',
  );
  return one(result.rows).open;
}
