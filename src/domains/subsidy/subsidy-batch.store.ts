import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { BatchRow, BatchScope, BatchState, DecisionRow, SettlementGroup } from './core/batch-row.ts';
import { grantKnown, outOfOrder, programmeUnknown, samePerson } from './core/failures.ts';

export const subsidyConstraintFailures: ConstraintFailures = {
  subsidy_decision_one_per_person: samePerson,
  subsidy_decision_one_per_step: outOfOrder,
  payment_order_other_person: samePerson,
  subsidy_budget_programme_code_fkey: programmeUnknown,
  subsidy_budget_grant_county_code_document_no_key: grantKnown,
};

/**
 * Settlement at maturity has no common day; no published version may ask for it
 * (programme.choice-unsupported).
 */
export async function settlementGroups(tx: Tx): Promise<SettlementGroup[]> {
  const { rows } = await sql<SettlementGroup>(
    tx,
    `select bank_id, county_code, programme_code, product_code, settlement_calendar, min(terms_id) as terms_id
     from loan where state in ('disbursed', 'closed') and settlement_calendar <> 'at_maturity'
     group by 1, 2, 3, 4, 5 order by 2, 1, 3, 4, 5`,
  );
  return rows;
}

export type NewBatch = Pick<
  BatchRow,
  | 'batch_no'
  | 'programme_code'
  | 'product_code'
  | 'settlement_calendar'
  | 'county_code'
  | 'bank_id'
  | 'period_from'
  | 'period_to'
  | 'opened_on'
>;

/** Inserts a batch unless its bank, county and period have one; null = it is there already. */
export async function insertBatch(tx: Tx, batch: NewBatch): Promise<BatchRow | null> {
  const { rows } = await sql<BatchRow>(
    tx,
    `insert into subsidy_batch (batch_no, programme_code, product_code, settlement_calendar, county_code, bank_id,
       period_from, period_to, opened_on) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict on constraint subsidy_batch_once do nothing returning *`,
    [
      batch.batch_no,
      batch.programme_code,
      batch.product_code,
      batch.settlement_calendar,
      batch.county_code,
      batch.bank_id,
      batch.period_from,
      batch.period_to,
      batch.opened_on,
    ],
  );
  return rows[0] ?? null;
}

/** Whether a bank, county and calendar have a batch for a period. */
export async function isOpened(tx: Tx, scope: BatchScope): Promise<boolean> {
  const { programme_code, product_code, settlement_calendar, county_code, bank_id, period_to } = scope;
  const found = await sql(
    tx,
    `select 1 from subsidy_batch where bank_id = ? and county_code = ? and programme_code = ? and product_code = ?
       and settlement_calendar = ? and period_to = ?`,
    [bank_id, county_code, programme_code, product_code, settlement_calendar, period_to],
  );
  return found.count > 0;
}

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
         where l.bank_id = ? and l.county_code = ? and l.programme_code = ? and l.product_code = ?
           and l.settlement_calendar = ? and l.state in ('disbursed', 'closed')
       ) numbered group by portion
     ) cut order by cut.no returning portion_no`,
    [
      batch.id,
      loansPerPortion,
      batch.bank_id,
      batch.county_code,
      batch.programme_code,
      batch.product_code,
      batch.settlement_calendar,
    ],
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
 * Closes a batch when no portion is open: header = sum and count of its lines. The row lock makes the last of
 * several workers see the others' commits; NO KEY, because lines hold a share lock on the batch's key.
 */
export async function closeBatchWhenDone(tx: Tx, batchId: bigint): Promise<boolean> {
  await sql(tx, 'select 1 from subsidy_batch where id = ? for no key update', [batchId]);
  const open = await sql(tx, `select 1 from subsidy_portion where batch_id = ? and state = 'open' limit 1`, [
    batchId,
  ]);
  if (open.count > 0) return false;
  await refreshTotals(tx, batchId);
  const closed = await sql(
    tx,
    `update subsidy_batch set state = 'drafted' where id = ? and state = 'accruing'`,
    [batchId],
  );
  return closed.count === 1;
}

/** Writes header totals from the lines. */
export async function refreshTotals(tx: Tx, batchId: bigint): Promise<void> {
  await sql(
    tx,
    `update subsidy_batch b set line_count = t.lines, payable_count = t.payable, interest_fen = t.interest,
       subsidy_fen = t.subsidy
     from (select count(*)::int as lines, (count(*) filter (where subsidy_fen > 0))::int as payable,
             coalesce(sum(interest_fen), 0)::bigint as interest, coalesce(sum(subsidy_fen), 0)::bigint as subsidy
           from subsidy_line where batch_id = ?) t
     where b.id = ?`,
    [batchId, batchId],
  );
}

/** SHA-256 over every line of a batch: what all decisions are bound to. */
export async function hashLines(tx: Tx, batchId: bigint): Promise<string> {
  const { rows } = await sql<{ hash: string }>(tx, 'select subsidy_lines_hash(?) as hash', [batchId]);
  return one(rows).hash;
}

export async function findBatch(tx: Tx, id: bigint): Promise<BatchRow | null> {
  return (await tx<BatchRow>('subsidy_batch').where({ id }).first()) ?? null;
}

export async function lockBatch(tx: Tx, id: bigint): Promise<BatchRow | null> {
  const { rows } = await sql<BatchRow>(tx, 'select * from subsidy_batch where id = ? for no key update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Locks the batches that hold lines of a loan and are not being paid, in the order of their periods. */
export async function lockOpenBatches(tx: Tx, loanId: bigint): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>(
    tx,
    `select b.* from subsidy_batch b where b.state not in ('instructed', 'paid')
       and exists (select from subsidy_line s where s.loan_id = ? and s.batch_id = b.id)
     order by b.id for no key update`,
    [loanId],
  );
  return rows.sort((a, b) => (a.period_to < b.period_to ? -1 : 1));
}

/** Guarded change of state with what goes along; answers whether it happened. */
export async function changeState(
  tx: Tx,
  batch: BatchRow,
  to: BatchState,
  also: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const updated = await tx('subsidy_batch')
    .where({ id: batch.id, state: batch.state })
    .update({ state: to, ...also });
  return updated === 1;
}

export async function insertDecision(tx: Tx, decision: DecisionRow): Promise<void> {
  await insertRow(tx, 'subsidy_decision', { ...decision });
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

/** Batches whose bank has confirmed more payments than the batch knows of. */
export async function unsettledBatches(tx: Tx, limit: number): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select b.id from subsidy_batch b where b.state = 'instructed' and b.paid_count < (
       select sum(r.paid_count) from payment_order o join payment_receipt r on r.order_id = o.id
       where o.subject_kind = 'subsidy_batch' and o.subject_id = b.id)
     order by b.id limit ?`,
    [limit],
  );
  return rows.map((row) => row.id);
}

export async function changeHash(tx: Tx, batchId: bigint, hash: string): Promise<void> {
  await sql(tx, 'update subsidy_batch set lines_hash = ? where id = ?', [hash, batchId]);
}

export async function notePayments(
  tx: Tx,
  batchId: bigint,
  progress: { readonly paid_count: number; readonly paid_fen: bigint },
): Promise<void> {
  await sql(tx, 'update subsidy_batch set paid_count = ?, paid_fen = ? where id = ?', [
    progress.paid_count,
    progress.paid_fen,
    batchId,
  ]);
}
