import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId, LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { OffsetItem } from './core/adjust-lines.ts';
import type { AdjustmentRow } from './core/adjustment-row.ts';

export interface HouseholdLineRow {
  readonly batch_id: bigint;
  readonly household_id: HouseholdId;
  readonly loan_id: LoanId;
  readonly period_to: PlainDate;
  readonly subsidy_fen: Fen;
  readonly offset_fen: Fen;
}

/** The lines that some households have in some batches, in the order in which they are drawn on. */
export async function linesOfHouseholds(
  tx: Tx,
  hosts: readonly bigint[],
  households: readonly HouseholdId[],
): Promise<HouseholdLineRow[]> {
  const { rows } = await sql<HouseholdLineRow>(
    tx,
    `select s.batch_id, l.household_id, s.loan_id, s.period_to, s.subsidy_fen, s.offset_fen
     from loan l join subsidy_line s on s.loan_id = l.id
     where l.household_id = any(?::bigint[]) and s.batch_id = any(?::bigint[]) and (s.subsidy_fen > 0 or s.offset_fen > 0)
     order by s.period_to, s.loan_id`,
    [households.map(String), hosts.map(String)],
  );
  return rows;
}

const COLUMNS = `batch_id, loan_id, period_to, county_code, bank_id, household_id, terms_id, interest_fen, due_fen,
  settled_fen, amount_fen, offset_fen, excluded`;

export async function adjustmentsIn(
  tx: Tx,
  hosts: readonly bigint[],
  loans: readonly LoanId[],
): Promise<AdjustmentRow[]> {
  const { rows } = await sql<AdjustmentRow>(
    tx,
    `select ${COLUMNS} from subsidy_adjustment where batch_id = any(?::bigint[]) and loan_id = any(?::bigint[])`,
    [hosts.map(String), loans.map(String)],
  );
  return rows;
}

/** What adjusts the household of a loan in one batch, the oldest period first. */
export async function adjustmentsOfHousehold(
  tx: Tx,
  batchId: bigint,
  loanId: LoanId,
): Promise<AdjustmentRow[]> {
  const { rows } = await sql<AdjustmentRow>(
    tx,
    `select ${COLUMNS} from subsidy_adjustment where batch_id = ?
       and household_id = (select household_id from loan where id = ?) order by period_to, loan_id`,
    [batchId, loanId],
  );
  return rows;
}

/**
 * Excludes what would be paid to a loan for earlier periods after an upheld objection; answers how much that
 * was.
 */
export async function excludeAdjustments(tx: Tx, batchId: bigint, loanId: LoanId): Promise<number> {
  const updated = await sql(
    tx,
    `update subsidy_adjustment set excluded = 'objection', offset_fen = 0
     where batch_id = ? and loan_id = ? and amount_fen > 0 and excluded is null`,
    [batchId, loanId],
  );
  return updated.count;
}

/** Takes less back than was planned; nothing where nothing is left. */
export async function shrinkRecoveries(
  tx: Tx,
  shrunk: readonly { readonly row: AdjustmentRow; readonly amount: Fen }[],
): Promise<void> {
  for (const { row, amount } of shrunk) {
    const key = { batch_id: row.batch_id, loan_id: row.loan_id, period_to: row.period_to };
    if (amount === 0n) await tx('subsidy_adjustment').where(key).delete();
    else await tx('subsidy_adjustment').where(key).update({ amount_fen: amount });
  }
}

const asJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

/** Puts adjusting lines of some loans in some batches in the place of those that stand there. */
export async function replaceAdjustments(
  tx: Tx,
  place: { readonly batches: readonly bigint[]; readonly loans: readonly LoanId[] },
  rows: readonly AdjustmentRow[],
): Promise<void> {
  await sql(
    tx,
    'delete from subsidy_adjustment where batch_id = any(?::bigint[]) and loan_id = any(?::bigint[])',
    [place.batches.map(String), place.loans.map(String)],
  );
  if (rows.length === 0) return;
  await sql(
    tx,
    `insert into subsidy_adjustment (${COLUMNS})
     select ${COLUMNS} from jsonb_populate_recordset(null::subsidy_adjustment, ?::jsonb) order by batch_id, loan_id, period_to`,
    [asJson(rows)],
  );
}

/** Brings what is kept back of lines that stand in line with what is recovered. */
export async function setOffsets(
  tx: Tx,
  items: readonly (OffsetItem & { readonly batchId: bigint })[],
): Promise<void> {
  if (items.length === 0) return;
  for (const [table, kind] of [
    ['subsidy_line', 'line'],
    ['subsidy_adjustment', 'adjustment'],
  ] as const) {
    const rows = items
      .filter((item) => item.kind === kind)
      .map((item) => ({
        batch_id: item.batchId,
        loan_id: item.loanId,
        period_to: item.periodTo,
        offset_fen: item.offset,
      }));
    if (rows.length === 0) continue;
    await sql(
      tx,
      `update ${table} s set offset_fen = x.offset_fen
       from jsonb_to_recordset(?::jsonb) as x (batch_id bigint, loan_id bigint, period_to date, offset_fen bigint)
       where s.loan_id = x.loan_id and s.period_to = x.period_to and s.batch_id = x.batch_id
         and s.offset_fen <> x.offset_fen`,
      [asJson(rows)],
    );
  }
}
