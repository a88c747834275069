import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { clawbackWaiting, serialKnown } from './core/clawback-failures.ts';
import type { ClawbackId, ClawbackLine, ClawbackRow } from './core/clawback.ts';

export const clawbackConstraintFailures: ConstraintFailures = {
  subsidy_clawback_one_waiting: clawbackWaiting,
  subsidy_clawback_payment_serial: serialKnown,
};

export type NewClawback = Pick<
  ClawbackRow,
  | 'loan_id'
  | 'county_code'
  | 'bank_id'
  | 'household_id'
  | 'programme_code'
  | 'amount_fen'
  | 'reason'
  | 'document_no'
  | 'due_on'
  | 'proposed_by'
  | 'proposed_on'
>;

/** Enters an order with its lines; its number says county, loan and which one of the loan it is. */
export async function insertClawback(
  tx: Tx,
  clawback: NewClawback,
  lines: readonly ClawbackLine[],
): Promise<ClawbackRow> {
  const { rows } = await sql<{ known: number }>(
    tx,
    'select count(*)::int as known from subsidy_clawback where loan_id = ?',
    [clawback.loan_id],
  );
  const number = (rows[0]?.known ?? 0) + 1;
  const row = await insertRow<ClawbackRow>(tx, 'subsidy_clawback', {
    ...clawback,
    clawback_no: `ZJ${clawback.county_code}-${clawback.loan_id}-${number}`,
  });
  await tx('subsidy_clawback_line').insert(
    lines.map((line) => ({
      clawback_id: row.id,
      loan_id: row.loan_id,
      period_to: line.periodTo,
      county_code: row.county_code,
      bank_id: row.bank_id,
      due_fen: line.due,
      settled_fen: line.settled,
      amount_fen: line.amount,
    })),
  );
  return row;
}

/** The order, held until the transaction ends. */
export async function lockClawback(tx: Tx, id: ClawbackId): Promise<ClawbackRow | null> {
  const { rows } = await sql<ClawbackRow>(tx, 'select * from subsidy_clawback where id = ? for update', [id]);
  return rows[0] ?? null;
}

export interface ClawbackDecision {
  readonly state: 'confirmed' | 'refused';
  readonly decided_by: bigint;
  readonly decided_on: PlainDate;
  readonly refusal: string | null;
}

/** Guarded by its state: null when somebody has decided it meanwhile. */
export async function decideClawbackRow(
  tx: Tx,
  id: ClawbackId,
  decision: ClawbackDecision,
): Promise<ClawbackRow | null> {
  const { rows } = await sql<ClawbackRow>(
    tx,
    `update subsidy_clawback set state = ?, decided_by = ?, decided_on = ?::date, refusal = ?
     where id = ? and state = 'proposed' returning *`,
    [decision.state, decision.decided_by, decision.decided_on, decision.refusal, id],
  );
  return rows[0] ?? null;
}

export interface NewRepayment {
  readonly budget_id: bigint;
  readonly paid_on: PlainDate;
  readonly amount_fen: bigint;
  readonly bank_serial: string;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
  readonly countersign_id: bigint;
}

/** Whether money under a number of the bank has been booked in the county. */
export async function isSerialKnown(
  tx: Tx,
  payment: { readonly countyCode: string; readonly bankSerial: string },
): Promise<boolean> {
  const found = await sql(
    tx,
    'select 1 from subsidy_clawback_payment where county_code = ? and bank_serial = ?',
    [payment.countyCode, payment.bankSerial],
  );
  return found.count > 0;
}

/** Books money that came back: the order follows by trigger, the budget here. Answers its number. */
export async function insertRepayment(
  tx: Tx,
  clawback: ClawbackRow,
  repayment: NewRepayment,
): Promise<bigint> {
  const { id } = await insertRow<{ id: bigint }>(tx, 'subsidy_clawback_payment', {
    clawback_id: clawback.id,
    county_code: clawback.county_code,
    bank_id: clawback.bank_id,
    ...repayment,
  });
  await sql(tx, 'update subsidy_budget set recovered_fen = recovered_fen + ? where id = ?', [
    repayment.amount_fen,
    repayment.budget_id,
  ]);
  return id;
}

/** Loans of the same household that settle in the same batches as one loan, that one among them. */
export async function loansBeside(tx: Tx, loanId: LoanId): Promise<LoanId[]> {
  const { rows } = await sql<{ id: LoanId }>(
    tx,
    `select l.id from loan o join loan l on l.household_id = o.household_id and l.bank_id = o.bank_id
       and l.programme_code = o.programme_code and l.product_code = o.product_code
       and l.settlement_calendar = o.settlement_calendar and l.state in ('disbursed', 'closed')
     where o.id = ? order by l.id`,
    [loanId],
  );
  return rows.map((row) => row.id);
}
