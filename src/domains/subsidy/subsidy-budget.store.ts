import { insertRow, one, sql, type Tx } from '../../platform/db.ts';
import type { PlainDate } from '../../kernel/date.ts';

export interface BudgetRow {
  readonly id: bigint;
  readonly programme_code: string;
  readonly county_code: string;
  readonly fiscal_year: number;
  readonly granted_fen: bigint;
  /** Overpaid subsidy that came back (追缴). */
  readonly recovered_fen: bigint;
  readonly reserved_fen: bigint;
  readonly spent_fen: bigint;
}

export interface BudgetKey {
  readonly programmeCode: string;
  readonly countyCode: string;
  readonly fiscalYear: number;
}

/** The budget of a county's programme and year, made empty on first use, locked for this transaction. */
export async function lockBudget(tx: Tx, key: BudgetKey): Promise<BudgetRow> {
  await sql(
    tx,
    `insert into subsidy_budget (programme_code, county_code, fiscal_year) values (?, ?, ?)
     on conflict (programme_code, county_code, fiscal_year) do nothing`,
    [key.programmeCode, key.countyCode, key.fiscalYear],
  );
  const { rows } = await sql<BudgetRow>(
    tx,
    'select * from subsidy_budget where programme_code = ? and county_code = ? and fiscal_year = ? for update',
    [key.programmeCode, key.countyCode, key.fiscalYear],
  );
  return one(rows);
}

export async function addGrant(
  tx: Tx,
  budget: BudgetRow,
  grant: {
    documentNo: string;
    amount: bigint;
    grantedOn: PlainDate;
    recordedBy: bigint;
    countersignId: bigint;
  },
): Promise<bigint> {
  const { id } = await insertRow<{ id: bigint }>(tx, 'subsidy_budget_grant', {
    budget_id: budget.id,
    county_code: budget.county_code,
    document_no: grant.documentNo,
    amount_fen: grant.amount,
    granted_on: grant.grantedOn,
    recorded_by: grant.recordedBy,
    countersign_id: grant.countersignId,
  });
  await sql(tx, 'update subsidy_budget set granted_fen = granted_fen + ? where id = ?', [
    grant.amount,
    budget.id,
  ]);
  return id;
}

/** Whether a county's money of a document has been counted. */
export async function isGranted(
  tx: Tx,
  grant: { readonly countyCode: string; readonly documentNo: string },
): Promise<boolean> {
  const found = await sql(
    tx,
    'select 1 from subsidy_budget_grant where county_code = ? and document_no = ?',
    [grant.countyCode, grant.documentNo],
  );
  return found.count > 0;
}

/** A budget by its id, locked for this transaction. */
export async function lockBudgetById(tx: Tx, id: bigint): Promise<BudgetRow> {
  const { rows } = await sql<BudgetRow>(tx, 'select * from subsidy_budget where id = ? for update', [id]);
  return one(rows);
}

/** Reserves (预占) when there is room; answers whether there was. */
export async function reserve(tx: Tx, budgetId: bigint, amount: bigint): Promise<boolean> {
  const updated = await sql(
    tx,
    `update subsidy_budget set reserved_fen = reserved_fen + ?
     where id = ? and granted_fen + recovered_fen - reserved_fen - spent_fen >= ?::bigint`,
    [amount, budgetId, amount],
  );
  return updated.count === 1;
}

export async function releaseReserve(tx: Tx, budgetId: bigint, amount: bigint): Promise<void> {
  await sql(tx, 'update subsidy_budget set reserved_fen = reserved_fen - ? where id = ?', [amount, budgetId]);
}

/** Turns reserved money into spent money as the bank confirms it. */
export async function spendReserve(tx: Tx, budgetId: bigint, amount: bigint): Promise<void> {
  await sql(
    tx,
    'update subsidy_budget set reserved_fen = reserved_fen - ?, spent_fen = spent_fen + ? where id = ?',
    [amount, amount, budgetId],
  );
}

export interface QueuedBatch {
  readonly id: bigint;
  readonly subsidy_fen: bigint;
}

/** Approved batches that wait for money, oldest approval first. */
export async function queuedBatches(
  tx: Tx,
  programmeCode: string,
  countyCode: string,
): Promise<QueuedBatch[]> {
  const { rows } = await sql<QueuedBatch>(
    tx,
    `select id, subsidy_fen from subsidy_batch
     where programme_code = ? and county_code = ? and state = 'approved' and funding = 'queued'
     order by approved_seq for no key update`,
    [programmeCode, countyCode],
  );
  return rows;
}

export async function nextApprovalSeq(tx: Tx): Promise<bigint> {
  const { rows } = await sql<{ seq: bigint }>(tx, `select nextval('subsidy_approval_seq') as seq`);
  return one(rows).seq;
}

export async function fundBatch(tx: Tx, batchId: bigint, budgetId: bigint): Promise<boolean> {
  const updated = await sql(
    tx,
    `update subsidy_batch set funding = 'reserved', budget_id = ? where id = ? and state = 'approved' and funding = 'queued'`,
    [budgetId, batchId],
  );
  return updated.count === 1;
}
