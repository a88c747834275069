import { sql, type Tx } from '../../platform/db.ts';
import type { BatchRow } from './core/batch-row.ts';
import { LOANS_IN_SCOPE, loanBindings } from './core/settlement-scope.ts';

/**
 * Cuts the loans of a batch into portions by spans of loan ids; the last span is open-ended. Asks for nothing
 * that is not in the index loan_accrual: which loans need a line is seen when the portion is accrued.
 */
export async function insertPortions(tx: Tx, batch: BatchRow, loansPerPortion: number): Promise<number[]> {
  const { rows } = await sql<{ portion_no: number }>(
    tx,
    `insert into subsidy_portion (batch_id, portion_no, loan_from, loan_to)
     select ?, cut.no, cut.first_id, coalesce(lead(cut.first_id) over (order by cut.no) - 1, 9223372036854775807)
     from (
       select portion as no, min(id) as first_id from (
         select l.id, ((row_number() over (order by l.id) - 1) / ?)::int as portion from loan l
         where ${LOANS_IN_SCOPE} and l.state in ('disbursed', 'closed')
       ) numbered group by portion
     ) cut order by cut.no returning portion_no`,
    [batch.id, loansPerPortion, ...loanBindings(batch)],
  );
  return rows.map((row) => row.portion_no);
}

/** Takes an open portion for this transaction; null when it is done, or in the hands of another worker. */
export async function takePortion(
  tx: Tx,
  batchId: bigint,
  portionNo: number,
): Promise<{ loan_from: bigint; loan_to: bigint } | null> {
  const { rows } = await sql<{ loan_from: bigint; loan_to: bigint }>(
    tx,
    `update subsidy_portion p set state = 'done' from (
       select batch_id, portion_no from subsidy_portion where batch_id = ? and portion_no = ? and state = 'open'
       for update skip locked
     ) free where p.batch_id = free.batch_id and p.portion_no = free.portion_no returning p.loan_from, p.loan_to`,
    [batchId, portionNo],
  );
  return rows[0] ?? null;
}

/**
 * Whether no portion of a batch is open any more. The row lock makes the last of several workers see the
 * others' commits; NO KEY, because lines hold a share lock on the batch's key.
 */
export async function portionsDone(tx: Tx, batchId: bigint): Promise<boolean> {
  await sql(tx, 'select 1 from subsidy_batch where id = ? for no key update', [batchId]);
  const open = await sql(tx, `select 1 from subsidy_portion where batch_id = ? and state = 'open' limit 1`, [
    batchId,
  ]);
  return open.count === 0;
}

/** Portions nobody has taken for some minutes, marked as rung for now. */
export async function ringPortions(
  tx: Tx,
  limit: number,
): Promise<{ batch_id: bigint; portion_no: number }[]> {
  const { rows } = await sql<{ batch_id: bigint; portion_no: number }>(
    tx,
    `update subsidy_portion p set rung_at = now() from (
       select batch_id, portion_no from subsidy_portion
       where state = 'open' and rung_at < now() - interval '5 minutes'
       order by batch_id, portion_no limit ? for update skip locked
     ) open where p.batch_id = open.batch_id and p.portion_no = open.portion_no
     returning p.batch_id, p.portion_no`,
    [limit],
  );
  return rows;
}
