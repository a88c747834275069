import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type {
  BatchRow,
  BatchScope,
  BatchState,
  DecisionRow,
  SettlementGroup,
  SettlementScope,
} from './core/batch-row.ts';
import { applicationForeign, appliedAlready } from './core/application-failures.ts';
import {
  grantKnown,
  judgesOwnClaim,
  notYourClaim,
  outOfOrder,
  programmeUnknown,
  samePerson,
} from './core/failures.ts';
import { BATCHES_IN_SCOPE, batchBindings, SCOPE_COLUMNS } from './core/settlement-scope.ts';

export const subsidyConstraintFailures: ConstraintFailures = {
  subsidy_decision_one_per_person: samePerson,
  subsidy_decision_one_per_step: outOfOrder,
  subsidy_decision_of_gatherer: notYourClaim,
  subsidy_application_once: appliedAlready,
  subsidy_application_one_waits: appliedAlready,
  subsidy_application_of_loan: applicationForeign,
  objection_not_by_gatherer: judgesOwnClaim,
  payment_order_other_person: samePerson,
  subsidy_budget_programme_code_fkey: programmeUnknown,
  subsidy_budget_grant_county_code_document_no_key: grantKnown,
};

export async function settlementGroups(tx: Tx): Promise<SettlementGroup[]> {
  const { rows } = await sql<SettlementGroup>(
    tx,
    `select ${SCOPE_COLUMNS}, min(terms_id) as terms_id
     from loan where state in ('disbursed', 'closed')
     group by 1, 2, 3, 4, 5, 6, 7 order by 2, 1, 3, 4, 5, 6, 7`,
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
  | 'gatherer'
  | 'township_code'
  | 'period_from'
  | 'period_to'
  | 'opened_on'
  | 'projected'
>;

/** Inserts a batch unless its bank, county and period have one; null = it is there already. */
export async function insertBatch(tx: Tx, batch: NewBatch): Promise<BatchRow | null> {
  const { rows } = await sql<BatchRow>(
    tx,
    `insert into subsidy_batch (batch_no, programme_code, product_code, settlement_calendar, county_code, bank_id,
       gatherer, township_code, period_from, period_to, opened_on, projected)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict on constraint subsidy_batch_once do nothing returning *`,
    [
      batch.batch_no,
      batch.programme_code,
      batch.product_code,
      batch.settlement_calendar,
      batch.county_code,
      batch.bank_id,
      batch.gatherer,
      batch.township_code,
      batch.period_from,
      batch.period_to,
      batch.opened_on,
      batch.projected,
    ],
  );
  return rows[0] ?? null;
}

/** Whether a bank, county and calendar have a batch for a period. */
export async function isOpened(tx: Tx, scope: BatchScope): Promise<boolean> {
  const found = await sql(tx, `select 1 from subsidy_batch where ${BATCHES_IN_SCOPE} and period_to = ?`, [
    ...batchBindings(scope),
    scope.period_to,
  ]);
  return found.count > 0;
}

/** Ends the drawing up of a batch: header = sum and count of its lines. */
export async function closeBatch(tx: Tx, batchId: bigint): Promise<boolean> {
  await refreshTotals(tx, [batchId]);
  const closed = await sql(
    tx,
    `update subsidy_batch set state = 'drafted' where id = ? and state = 'accruing'`,
    [batchId],
  );
  return closed.count === 1;
}

/** Writes header totals from the lines. */
export async function refreshTotals(tx: Tx, batchIds: readonly bigint[]): Promise<void> {
  await sql(
    tx,
    `update subsidy_batch b set line_count = t.lines, adjustment_count = t.adjustments, payable_count = t.payable,
       interest_fen = t.interest, adjusted_fen = t.adjusted, subsidy_fen = t.subsidy
     from (select x.id, s.* from subsidy_batch x, lateral subsidy_batch_sums(x.id) s where x.id = any(?::bigint[])) t
     where b.id = t.id`,
    [batchIds.map(String)],
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

/** Locks the batches of a group that are not being paid, and answers them in the order of their periods. */
export async function lockOpenBatches(tx: Tx, group: SettlementScope): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>(
    tx,
    `select * from subsidy_batch where ${BATCHES_IN_SCOPE} and state not in ('instructed', 'paid')
     order by id for no key update`,
    batchBindings(group),
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

/** The last day of the review that is next. */
export async function setReviewDue(tx: Tx, batchId: bigint, dueOn: PlainDate | null): Promise<void> {
  await sql(tx, 'update subsidy_batch set review_due_on = ?::date where id = ?', [dueOn, batchId]);
}

/** Reviews already taken in the present round. */
export async function countReviews(tx: Tx, batch: BatchRow): Promise<number> {
  const { rows } = await sql<{ done: number }>(
    tx,
    `select count(*)::int as done from subsidy_decision where batch_id = ? and round = ? and act = 'review'`,
    [batch.id, batch.round],
  );
  return one(rows).done;
}

export async function insertDecision(tx: Tx, decision: DecisionRow): Promise<void> {
  await insertRow(tx, 'subsidy_decision', { ...decision });
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
