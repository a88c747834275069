import type { PlainDate } from '../../kernel/date.ts';
import type { Id, OrganisationId } from '../../kernel/ids.ts';
import { one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { Settlement } from './core/accrual-input.ts';
import { grantKnown, outOfOrder, samePerson } from './core/failures.ts';

export const subsidyConstraintFailures: ConstraintFailures = {
  subsidy_decision_one_per_person: samePerson,
  subsidy_decision_one_per_step: outOfOrder,
  subsidy_budget_grant_county_code_document_no_key: grantKnown,
};

export type BatchState =
  | 'accruing'
  | 'drafted'
  | 'submitted'
  | 'reviewed'
  | 'noticed'
  | 'approved'
  | 'instructed'
  | 'paid'
  | 'returned';

export interface BatchRow {
  readonly id: bigint;
  readonly batch_no: string;
  readonly programme_code: string;
  readonly product_code: string;
  readonly settlement_calendar: Settlement;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly state: BatchState;
  readonly funding: 'none' | 'queued' | 'reserved';
  readonly budget_id: bigint | null;
  readonly round: number;
  readonly line_count: number;
  readonly payable_count: number;
  readonly interest_fen: bigint;
  readonly subsidy_fen: bigint;
  readonly paid_count: number;
  readonly paid_fen: bigint;
  readonly lines_hash: string | null;
  readonly return_reason: string | null;
  readonly opened_on: PlainDate;
}

/** What the scheduler settles: the loans of one bank in one county under one calendar. */
export interface SettlementGroup {
  readonly bank_id: OrganisationId;
  readonly county_code: string;
  readonly programme_code: string;
  readonly product_code: string;
  readonly settlement_calendar: Settlement;
  readonly terms_id: Id<'terms'>;
}

export async function settlementGroups(tx: Tx): Promise<SettlementGroup[]> {
  const { rows } = await sql<SettlementGroup>(
    tx,
    `select bank_id, county_code, programme_code, product_code, settlement_calendar, min(terms_id) as terms_id
     from loan where state in ('disbursed', 'closed')
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
  const rows = (await tx('subsidy_batch').insert(batch).onConflict().ignore().returning('*')) as BatchRow[];
  return rows[0] ?? null;
}

/** Cuts the loans of a batch into portions by spans of loan ids; the last span is open-ended. */
export async function insertPortions(tx: Tx, batch: BatchRow, loansPerPortion: number): Promise<number[]> {
  const { rows } = await sql<{ portion_no: number }>(
    tx,
    `insert into subsidy_portion (batch_id, portion_no, loan_from, loan_to)
     select ?, cut.no, cut.first_id, coalesce(lead(cut.first_id) over (order by cut.no) - 1, 9223372036854775807)
     from (
       select portion as no, min(id) as first_id from (
         select l.id, ((row_number() over (order by l.id) - 1) / ?)::int as portion from loan l
         where l.bank_id = ? and l.county_code = ? and l.programme_code = ? and l.product_code = ?
           and l.settlement_calendar = ? and l.state in ('disbursed', 'closed') and l.disbursed_on < ?::date
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
      batch.period_to,
    ],
  );
  await sql(tx, 'update subsidy_batch set portion_count = ? where id = ?', [rows.length, batch.id]);
  return rows.map((row) => row.portion_no);
}

/** Takes an open portion for this transaction; null when it is done already. */
export async function takePortion(
  tx: Tx,
  batchId: bigint,
  portionNo: number,
): Promise<{ loan_from: bigint; loan_to: bigint } | null> {
  const { rows } = await sql<{ loan_from: bigint; loan_to: bigint }>(
    tx,
    `update subsidy_portion set state = 'done' where batch_id = ? and portion_no = ? and state = 'open'
     returning loan_from, loan_to`,
    [batchId, portionNo],
  );
  return rows[0] ?? null;
}

export async function notePortionLines(tx: Tx, batchId: bigint, portionNo: number, lines: number): Promise<void> {
  await sql(tx, 'update subsidy_portion set line_count = ? where batch_id = ? and portion_no = ?', [
    lines,
    batchId,
    portionNo,
  ]);
}

/**
 * Closes a batch when no portion is open: header = sum and count of its lines. The row lock makes the last of several
 * workers see the others' commits; NO KEY, because lines hold a share lock on the batch's key.
 */
export async function closeBatchWhenDone(tx: Tx, batchId: bigint): Promise<boolean> {
  await sql(tx, 'select 1 from subsidy_batch where id = ? for no key update', [batchId]);
  const open = await sql(tx, `select 1 from subsidy_portion where batch_id = ? and state = 'open' limit 1`, [batchId]);
  if (open.count > 0) return false;
  await refreshTotals(tx, batchId);
  const closed = await sql(tx, `update subsidy_batch set state = 'drafted' where id = ? and state = 'accruing'`, [
    batchId,
  ]);
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

/** SHA-256 over every line's facts and amounts, in the order of the chain: what all decisions are bound to. */
export async function hashLines(tx: Tx, batchId: bigint): Promise<string> {
  const { rows } = await sql<{ hash: string }>(
    tx,
    `select encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', loan_id, period_from, period_to, principal_fen,
       subsidised_principal_fen, annual_percent, subsidy_percent, ratio_percent, interest_fen, penalty_fen, subsidy_fen,
       coalesce(excluded, '')), E'\\n' order by loan_id, period_to), ''), 'UTF8')), 'hex') as hash
     from subsidy_line where batch_id = ?`,
    [batchId],
  );
  return one(rows).hash;
}

export async function findBatch(tx: Tx, id: bigint): Promise<BatchRow | null> {
  return (await tx<BatchRow>('subsidy_batch').where({ id }).first()) ?? null;
}

export async function lockBatch(tx: Tx, id: bigint): Promise<BatchRow | null> {
  const { rows } = await sql<BatchRow>(tx, 'select * from subsidy_batch where id = ? for no key update', [id]);
  return rows[0] ?? null;
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

export interface DecisionRow {
  readonly batch_id: bigint;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly round: number;
  readonly step: number;
  readonly act: 'submit' | 'review' | 'approve' | 'instruct' | 'return';
  readonly person_id: bigint;
  readonly account_id: bigint;
  readonly person_name: string;
  readonly role: string;
  readonly organisation_id: bigint;
  readonly lines_hash: string;
  readonly remark: string | null;
  readonly decided_on: PlainDate;
}

export async function insertDecision(tx: Tx, decision: DecisionRow): Promise<bigint> {
  const rows = (await tx('subsidy_decision').insert(decision).returning('id')) as { id: bigint }[];
  return one(rows).id;
}

/** Open portions of batches that are still accruing: what the sweep rings again. */
export async function openPortions(tx: Tx, limit: number): Promise<{ batch_id: bigint; portion_no: number }[]> {
  const { rows } = await sql<{ batch_id: bigint; portion_no: number }>(
    tx,
    `select batch_id, portion_no from subsidy_portion where state = 'open' order by batch_id, portion_no limit ?`,
    [limit],
  );
  return rows;
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
