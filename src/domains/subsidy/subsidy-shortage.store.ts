import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';

export interface SharingLine {
  readonly loan_id: LoanId;
  readonly period_to: PlainDate;
  readonly pays_fen: Fen;
}

/** The ordinary lines of a batch that pay, with what each would pay. */
export async function sharingLines(tx: Tx, batchId: bigint): Promise<SharingLine[]> {
  const { rows } = await sql<SharingLine>(
    tx,
    `select loan_id, period_to, subsidy_fen - offset_fen as pays_fen from subsidy_line
     where batch_id = ? and subsidy_fen > offset_fen order by loan_id, period_to`,
    [batchId],
  );
  return rows;
}

/** Cuts lines by so much each; they stay due, and the next batch makes them up. */
export async function cutLines(
  tx: Tx,
  batchId: bigint,
  cuts: readonly { readonly loan_id: LoanId; readonly period_to: PlainDate; readonly cut_fen: Fen }[],
): Promise<void> {
  await sql(
    tx,
    `update subsidy_line s set cut_fen = x.cut_fen
     from unnest(?::bigint[], ?::date[], ?::bigint[]) as x (loan_id, period_to, cut_fen)
     where s.batch_id = ? and s.loan_id = x.loan_id and s.period_to = x.period_to and s.cut_fen <> x.cut_fen`,
    [
      cuts.map(({ loan_id }) => String(loan_id)),
      cuts.map(({ period_to }) => period_to),
      cuts.map(({ cut_fen }) => String(cut_fen)),
      batchId,
    ],
  );
}

/** Takes back the cuts of a batch that is drawn up again. */
export async function restoreCuts(tx: Tx, batchId: bigint): Promise<number> {
  const restored = await sql(tx, 'update subsidy_line set cut_fen = 0 where batch_id = ? and cut_fen > 0', [
    batchId,
  ]);
  return restored.count;
}

/** Has the cut lines of a batch that is paid held against what is due: the next batch makes them up. */
export async function noteCuts(tx: Tx, batchId: bigint): Promise<LoanId[]> {
  const { rows } = await sql<{ loan_id: LoanId }>(
    tx,
    `insert into subsidy_correction (loan_id, county_code, bank_id, household_id, from_on)
     select s.loan_id, s.county_code, s.bank_id, l.household_id, min(s.period_from)
     from subsidy_line s join loan l on l.id = s.loan_id where s.batch_id = ? and s.cut_fen > 0
     group by s.loan_id, s.county_code, s.bank_id, l.household_id order by s.loan_id
     on conflict (loan_id) do update set from_on = least(subsidy_correction.from_on, excluded.from_on), assessed_version = 0
     returning loan_id`,
    [batchId],
  );
  return rows.map((row) => row.loan_id);
}
