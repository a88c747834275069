import type { PlainDate } from '../../kernel/date.ts';
import type { HouseholdId, Id, LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import type { BatchRow, SettlementScope } from './core/batch-row.ts';
import { LOANS_IN_SCOPE, loanBindings } from './core/settlement-scope.ts';

/** A loan with an event of a day that was being paid already. */
export interface CorrectedLoan {
  readonly loan_id: LoanId;
  readonly household_id: HouseholdId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly terms_id: Id<'terms'>;
}

/**
 * The corrected loans of a group after an id, households whole; with `loans`, those of their households only.
 */
export async function correctedLoans(
  tx: Tx,
  group: SettlementScope,
  loans: readonly LoanId[] | null,
): Promise<CorrectedLoan[]> {
  const among =
    loans === null
      ? { where: '', values: [] }
      : {
          where: 'and c.household_id in (select household_id from loan where id = any(?::bigint[]))',
          values: [loans.map(String)],
        };
  const { rows } = await sql<CorrectedLoan>(
    tx,
    `select c.loan_id, c.household_id, l.county_code, l.bank_id, l.terms_id
     from subsidy_correction c join loan l on l.id = c.loan_id where ${LOANS_IN_SCOPE} ${among.where}
     order by c.household_id, c.loan_id`,
    [...loanBindings(group), ...among.values],
  );
  return rows;
}

export interface PaidLineRow {
  readonly loan_id: LoanId;
  readonly batch_id: bigint;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly drawn_to: PlainDate;
  readonly objected: boolean;
  readonly settled_fen: Fen;
}

/**
 * Paid lines of corrected loans from the first day that an event touched, with what settled them outside some
 * batches that are about to be adjusted anew.
 */
export async function paidLines(
  tx: Tx,
  loans: readonly LoanId[],
  hosts: readonly bigint[],
): Promise<PaidLineRow[]> {
  const { rows } = await sql<PaidLineRow>(
    tx,
    `select s.loan_id, s.batch_id, s.period_from, s.period_to, b.period_to as drawn_to,
       s.excluded is not distinct from 'objection' as objected,
       settled_of_line(s.loan_id, s.period_to) - coalesce((select sum(a.amount_fen)::bigint from subsidy_adjustment a
         where a.loan_id = s.loan_id and a.period_to = s.period_to and a.batch_id = any(?::bigint[])), 0) as settled_fen
     from subsidy_correction c join subsidy_line s on s.loan_id = c.loan_id and s.period_to >= c.from_on
     join subsidy_batch b on b.id = s.batch_id
     where c.loan_id = any(?::bigint[]) and b.state in ('instructed', 'paid') order by s.loan_id, s.period_to`,
    [hosts.map(String), loans.map(String)],
  );
  return rows;
}

export interface Correction {
  readonly from_on: PlainDate;
  readonly assessed_version: number;
  readonly rest_fen: Fen;
}

/** What is noted of a corrected loan; null when no paid day of it was ever touched. */
export async function correctionOf(tx: Tx, loanId: LoanId): Promise<Correction | null> {
  const { rows } = await sql<Correction>(
    tx,
    'select from_on, assessed_version, rest_fen from subsidy_correction where loan_id = ?',
    [loanId],
  );
  return rows[0] ?? null;
}

/** Has loans held against their facts once more. */
export async function wantAssessed(tx: Tx, loans: readonly LoanId[]): Promise<void> {
  if (loans.length === 0) return;
  await sql(tx, 'update subsidy_correction set assessed_version = 0 where loan_id = any(?::bigint[])', [
    loans.map(String),
  ]);
}

const asJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

/**
 * Notes that loans were held against the version of their facts that was read, and what is left to settle.
 */
export async function noteAssessed(
  tx: Tx,
  assessed: readonly { readonly loan_id: bigint; readonly version: number; readonly rest_fen: bigint }[],
): Promise<void> {
  if (assessed.length === 0) return;
  await sql(
    tx,
    `update subsidy_correction c set assessed_version = x.version, rest_fen = x.rest_fen
     from jsonb_to_recordset(?::jsonb) as x (loan_id bigint, version int, rest_fen bigint) where c.loan_id = x.loan_id
       and (c.assessed_version, c.rest_fen) is distinct from (x.version, x.rest_fen)`,
    [asJson(assessed)],
  );
}

/** Corrected loans of a batch's kind that wait to be held against their latest facts. */
export async function countUnassessed(tx: Tx, batch: BatchRow): Promise<number> {
  const { rows } = await sql<{ stale: number }>(
    tx,
    `select count(*)::int as stale from subsidy_correction c join loan l on l.id = c.loan_id
     where ${LOANS_IN_SCOPE} and c.assessed_version <> l.facts_version`,
    loanBindings(batch),
  );
  return one(rows).stale;
}

/** Whether anything is owed for paid periods and stands in no batch yet. */
export async function hasArrearsToPay(tx: Tx, group: SettlementScope): Promise<boolean> {
  const found = await sql(
    tx,
    `select 1 from subsidy_correction c join loan l on l.id = c.loan_id where ${LOANS_IN_SCOPE} and c.rest_fen > 0 limit 1`,
    loanBindings(group),
  );
  return found.count > 0;
}

/** Corrected loans not held against their latest facts, in groups that have no batch being accrued. */
export async function unassessedLoans(tx: Tx, limit: number): Promise<LoanId[]> {
  const { rows } = await sql<{ loan_id: LoanId }>(
    tx,
    `select c.loan_id from subsidy_correction c join loan l on l.id = c.loan_id
     where c.assessed_version <> l.facts_version and not exists (select from subsidy_batch b where b.state = 'accruing'
       and b.bank_id = l.bank_id and b.county_code = l.county_code and b.programme_code = l.programme_code
       and b.product_code = l.product_code and b.settlement_calendar = l.settlement_calendar
       and b.gatherer = l.gatherer and (b.township_code = '' or b.township_code = l.township_code))
     order by c.loan_id limit ?`,
    [limit],
  );
  return rows.map((row) => row.loan_id);
}

/**
 * Subsidy paid to the bank of a loan for its interest, or on its way, with all that has adjusted it since.
 */
export async function subsidyPaidToBank(tx: Tx, loanId: LoanId): Promise<Fen> {
  const { rows } = await sql<{ paid_fen: Fen }>(tx, 'select subsidy_paid_to_bank(?) as paid_fen', [
    String(loanId),
  ]);
  return one(rows).paid_fen;
}
