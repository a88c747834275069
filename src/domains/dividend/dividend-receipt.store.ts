import type { Period, PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type Tx } from '../../platform/db.ts';
import type { Allotted, OpenDue } from './core/allot-receipt.ts';
import type { DueKind } from './core/due-row.ts';
import type { ReceiptRow } from './core/payout-row.ts';
import { daysOf } from './core/report-span.ts';

export type NewReceipt = Omit<ReceiptRow, 'id' | 'state' | 'decided_by' | 'decided_on'>;

export const insertReceipt = (tx: Tx, receipt: NewReceipt): Promise<ReceiptRow> =>
  insertRow<ReceiptRow>(tx, 'dividend_receipt', {
    ...receipt,
    due_ids: receipt.due_ids === null ? null : receipt.due_ids.map(String),
  });

export async function lockReceipt(tx: Tx, id: bigint): Promise<ReceiptRow | null> {
  const { rows } = await sql<ReceiptRow>(tx, 'select * from dividend_receipt where id = ? for update', [id]);
  return rows[0] ?? null;
}

export async function decideReceiptRow(
  tx: Tx,
  id: bigint,
  decision: {
    readonly state: 'confirmed' | 'rejected';
    readonly decided_by: bigint;
    readonly decided_on: PlainDate;
  },
): Promise<boolean> {
  return (await tx('dividend_receipt').where({ id, state: 'entered' }).update(decision)) === 1;
}

/** An open due with what it is owed by. */
export interface PayableDue extends OpenDue {
  readonly kind: DueKind;
}

/**
 * What an enterprise's receipt may be for, locked: what its agreements owe for the year, with what its
 * accepted report says, or what one dividend by shares owes. Late fees and principal are paid where they are
 * named.
 */
export async function lockOpenDues(
  tx: Tx,
  receipt: Pick<ReceiptRow, 'enterprise_id' | 'year' | 'quarter' | 'due_ids' | 'share_dividend_id'>,
): Promise<PayableDue[]> {
  const days = daysOf(receipt);
  const named = receipt.due_ids === null ? null : receipt.due_ids.map(String);
  const { rows } = await sql<PayableDue>(
    tx,
    `select d.id, d.kind, d.cash_fen, d.received_fen, l.amount_fen as reported_fen
     from dividend_due d join household h on h.id = d.household_id
     left join dividend_report_line l on l.report_id = d.report_id and l.due_id = d.id
     where d.enterprise_id = ? and d.share_dividend_id is not distinct from ?::bigint
       and (d.kind = 'share' or d.due_on >= ?::date and d.due_on < ?::date)
       and case when ?::bigint[] is null then d.kind not in ('late_fee', 'principal') else d.id = any(?::bigint[]) end
     order by h.household_no, d.id for no key update of d`,
    [receipt.enterprise_id, receipt.share_dividend_id, days.from, days.to, named, named],
  );
  return rows;
}

/** Whether an enterprise owes by the quarter or the half-year within some days. */
export async function hasParts(tx: Tx, enterpriseId: bigint, days: Period): Promise<boolean> {
  const { rows } = await sql(
    tx,
    `select 1 from dividend_due d join agreement a on a.id = d.agreement_id and a.dividend_frequency <> 'yearly'
     where d.enterprise_id = ? and d.due_on >= ?::date and d.due_on < ?::date limit 1`,
    [enterpriseId, days.from, days.to],
  );
  return rows.length > 0;
}

/** Allots a receipt in one statement; the database carries it into the dues. */
export async function insertAllotments(
  tx: Tx,
  receipt: Pick<ReceiptRow, 'id' | 'county_code' | 'enterprise_id'>,
  allotted: readonly Allotted[],
): Promise<void> {
  await sql(
    tx,
    `insert into dividend_allotment (receipt_id, county_code, enterprise_id, due_id, amount_fen)
     select ?, ?, ?, g.due_id, g.amount from unnest(?::bigint[], ?::bigint[]) as g (due_id, amount)`,
    [
      receipt.id,
      receipt.county_code,
      receipt.enterprise_id,
      allotted.map((each) => String(each.due_id)),
      allotted.map((each) => String(each.amount_fen)),
    ],
  );
}
