import type { PlainDate } from '../../kernel/date.ts';
import type { Tx } from '../../platform/db.ts';

export interface HouseholdFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly township_code?: string | undefined;
  readonly household_no?: string | undefined;
  /** Part of the name of the head or a member. */
  readonly name?: string | undefined;
  /** Blind index of a resident ID. */
  readonly id_no_index?: string | undefined;
  /** Only households with an entry that nobody has reviewed. */
  readonly unreviewed?: boolean | undefined;
  readonly on: PlainDate;
}

const LISTED = [
  ...['id', 'county_code', 'township_code', 'township_name', 'village_name', 'group_no', 'household_no'],
  ...['head_name', 'member_count', 'card_account_last4', 'registered_on'],
].map((name) => `h.${name}`);

/** Households in scope with their standing on a day, by id. */
export async function readHouseholds(tx: Tx, filter: HouseholdFilter): Promise<Record<string, unknown>[]> {
  const query = tx('household as h')
    .joinRaw('left join lateral household_standing_on(h.id, ?::date) as s on true', [filter.on])
    .select([
      ...LISTED,
      's.status',
      's.effective_on as status_effective_on',
      's.unreviewed as status_unreviewed',
    ])
    .orderBy('h.id')
    .limit(filter.limit);
  for (const name of ['county_code', 'township_code', 'household_no'] as const) {
    const value = filter[name];
    if (value !== undefined) void query.where(`h.${name}`, value);
  }
  if (filter.name !== undefined) {
    void query.whereRaw(
      `(position(? in h.head_name) > 0 or exists (select from household_member m where m.household_id = h.id
         and m.left_on is null and position(? in m.name) > 0))`,
      [filter.name, filter.name],
    );
  }
  if (filter.id_no_index !== undefined) {
    void query.whereRaw(
      'h.id in (select household_id from household_member where id_no_index = ? and left_on is null)',
      [filter.id_no_index],
    );
  }
  if (filter.unreviewed === true) {
    void query.whereRaw(
      `exists (select from household_status e where e.household_id = h.id
         and not exists (select from household_status_review r where r.status_id = e.id))`,
    );
  }
  if (filter.after !== undefined) void query.where('h.id', '>', String(filter.after));
  return (await query) as Record<string, unknown>[];
}

/** One household without members and history; null when out of scope. */
export async function readHousehold(
  tx: Tx,
  id: bigint,
  on: PlainDate,
): Promise<Record<string, unknown> | null> {
  const row = await tx('household as h')
    .joinRaw('left join lateral household_standing_on(h.id, ?::date) as s on true', [on])
    .where('h.id', String(id))
    .first<Record<string, unknown> | undefined>([
      ...LISTED,
      ...['h.card_account_name', 'h.card_bank_name', 's.status', 's.effective_on as status_effective_on'],
      's.unreviewed as status_unreviewed',
      tx.raw('h.phone_cipher is not null as has_phone'),
    ]);
  return row ?? null;
}

/** Every status ever entered, newest first: who entered it, who reviewed it, with what outcome. */
export async function readStatusHistory(tx: Tx, id: bigint): Promise<Record<string, unknown>[]> {
  return tx('household_status as s')
    .leftJoin('household_status_review as r', 'r.status_id', 's.id')
    .leftJoin('person as e', 'e.id', 's.entered_by')
    .leftJoin('person as v', 'v.id', 'r.reviewed_by')
    .where('s.household_id', String(id))
    .orderBy([
      { column: 's.effective_on', order: 'desc' },
      { column: 's.id', order: 'desc' },
    ])
    .select('s.id', 's.status', 's.effective_on', 's.source', 's.entered_by', 'e.name as entered_by_name')
    .select('s.entered_at', 'r.accepted', 'r.reviewed_by', 'v.name as reviewed_by_name', 'r.reviewed_at')
    .select<Record<string, unknown>[]>('r.remark');
}

export async function readHelpers(tx: Tx, id: bigint): Promise<Record<string, unknown>[]> {
  return tx('household_helper')
    .where('household_id', String(id))
    .orderBy('from_on', 'desc')
    .select<Record<string, unknown>[]>('id', 'name', 'organisation_name', 'position', 'from_on', 'to_on');
}
