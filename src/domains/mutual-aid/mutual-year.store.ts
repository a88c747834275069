import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { exitBound, samePerson } from './core/loan-failures.ts';
import type { CreditRow, DistributionRow, ExtensionRow } from './core/society-rows.ts';
import * as failure from './core/year-failures.ts';

export const mutualYearConstraintFailures: ConstraintFailures = {
  mutual_extension_other_person: samePerson,
  mutual_extension_in_time: failure.extensionLate,
  mutual_extension_once: failure.extensionWaits,
  mutual_extension_limit: failure.extensionLimit,
  mutual_extension_voted: () => failure.notVoted('展期'),
  mutual_distribution_over: failure.yearNotOver,
  mutual_distribution_other_person: samePerson,
  mutual_distribution_once: failure.yearDistributed,
  mutual_distribution_split: failure.splitBroken,
  mutual_distribution_year: failure.yearMoved,
  mutual_credit_other_person: samePerson,
  mutual_credit_contract: failure.creditKnown,
  mutual_credit_one: failure.creditOpen,
  mutual_credit_leverage: failure.leverageBroken,
  mutual_entry_staff_cap: failure.staffCap,
  mutual_entry_dividend: failure.dividendBroken,
  mutual_entry_guarantee: failure.guaranteeBroken,
  mutual_entry_exit_bound: exitBound,
};

export type NewExtension = Omit<ExtensionRow, 'id' | 'state'>;

export const insertExtension = (tx: Tx, extension: NewExtension): Promise<ExtensionRow> =>
  insertRow<ExtensionRow>(tx, 'mutual_extension', { ...extension });

export async function lockExtension(tx: Tx, id: bigint): Promise<ExtensionRow | null> {
  const { rows } = await sql<ExtensionRow>(tx, 'select * from mutual_extension where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

export async function memberCount(tx: Tx, societyId: bigint, on: PlainDate): Promise<number> {
  const { rows } = await sql<{ count: number }>(
    tx,
    `select count(*)::int as count from mutual_member where society_id = ? and joined_on <= ?::date
       and (left_on is null or left_on > ?::date)`,
    [societyId, on, on],
  );
  return one(rows).count;
}

/** Tables of what one officer draws up and another confirms. */
type DrawnTable = 'mutual_extension' | 'mutual_distribution' | 'mutual_bank_credit';

/** Guarded: answers whether the row still waited in `from`. */
export async function changeState(
  tx: Tx,
  table: DrawnTable,
  row: { readonly id: bigint; readonly state: string },
  changes: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  return (
    (await tx(table)
      .where({ id: String(row.id), state: row.state })
      .update(changes)) === 1
  );
}

export async function feesOfYear(tx: Tx, societyId: bigint, year: number): Promise<bigint> {
  const { rows } = await sql<{ fees_fen: bigint }>(tx, 'select mutual_fees_of_year(?, ?::int) as fees_fen', [
    societyId,
    year,
  ]);
  return one(rows).fees_fen;
}

export type NewDistribution = Omit<DistributionRow, 'id' | 'state'>;

export interface DividendPart {
  readonly memberId: bigint;
  readonly own: bigint;
  readonly amount: bigint;
}

/** A distribution with its dividends, if the terms allow any. */
export async function insertDistribution(
  tx: Tx,
  distribution: NewDistribution,
  dividends: readonly DividendPart[],
): Promise<DistributionRow> {
  const row = await insertRow<DistributionRow>(tx, 'mutual_distribution', { ...distribution });
  await sql(
    tx,
    `insert into mutual_dividend (distribution_id, society_id, county_code, member_id, own_fen, amount_fen)
     select ?, ?, ?, member_id, own_fen, amount_fen
     from unnest(?::bigint[], ?::bigint[], ?::bigint[]) as g (member_id, own_fen, amount_fen)`,
    [
      ...[row.id, row.society_id, row.county_code],
      dividends.map(({ memberId }) => String(memberId)),
      dividends.map(({ own }) => String(own)),
      dividends.map(({ amount }) => String(amount)),
    ],
  );
  return row;
}

export async function lockDistribution(tx: Tx, id: bigint): Promise<DistributionRow | null> {
  const { rows } = await sql<DistributionRow>(
    tx,
    'select * from mutual_distribution where id = ? for update',
    [id],
  );
  return rows[0] ?? null;
}

/** Own contributions of a society's members at the end of a day, of those who have any. */
export async function ownOn(
  tx: Tx,
  societyId: bigint,
  on: PlainDate,
): Promise<{ readonly member_id: bigint; readonly own_fen: bigint }[]> {
  const { rows } = await sql<{ member_id: bigint; own_fen: bigint }>(
    tx,
    `select member_id, sum(case kind when 'contribution' then amount_fen else -amount_fen end)::bigint as own_fen
     from mutual_entry where society_id = ? and state = 'confirmed' and kind in ('contribution', 'exit') and on_date <= ?::date
     group by member_id having sum(case kind when 'contribution' then amount_fen else -amount_fen end) > 0 order by member_id`,
    [societyId, on],
  );
  return rows;
}

/** Closes the books of a society up to a day; what is closed already stays so. */
export async function closeThrough(tx: Tx, societyId: bigint, on: PlainDate): Promise<void> {
  await sql(tx, 'update mutual_society set closed_through = greatest(closed_through, ?::date) where id = ?', [
    on,
    societyId,
  ]);
}

export type NewCredit = Omit<CreditRow, 'id' | 'state' | 'ended_on'> & { readonly entered_on: PlainDate };

export const insertCredit = (tx: Tx, credit: NewCredit): Promise<CreditRow> =>
  insertRow<CreditRow>(tx, 'mutual_bank_credit', { ...credit });

export async function lockCredit(tx: Tx, id: bigint): Promise<CreditRow | null> {
  const { rows } = await sql<CreditRow>(tx, 'select * from mutual_bank_credit where id = ? for update', [id]);
  return rows[0] ?? null;
}

/** What the pledged money can still stand for; null where the terms allow no credit. */
export async function creditRoom(tx: Tx, societyId: bigint, on: PlainDate): Promise<bigint | null> {
  const { rows } = await sql<{ room: bigint | null }>(tx, 'select mutual_credit_room(?, ?::date) as room', [
    societyId,
    on,
  ]);
  return one(rows).room;
}
