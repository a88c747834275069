import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { EnteredState } from './core/claim-row.ts';
import { movementSamePerson } from './core/failures.ts';
import type { SurplusTo } from './core/settle-year.ts';
import * as failure from './core/year-failures.ts';

export const fundYearConstraintFailures: ConstraintFailures = {
  risk_fund_year_once: failure.yearSettled,
  risk_fund_year_over: failure.yearNotOver,
  risk_fund_year_other_person: movementSamePerson,
};

/** The settlement of one bank's year (年度清算). */
export interface FundYearRow {
  readonly id: bigint;
  readonly fund_id: bigint;
  /** The measures in force when it was entered: they say who bears a deficit and who gets a surplus. */
  readonly terms_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly year: number;
  readonly lent_fen: Fen;
  readonly due_fen: Fen;
  readonly loss_fen: Fen;
  readonly compensated_fen: Fen;
  readonly surplus_fen: Fen;
  readonly surplus_to: SurplusTo;
  readonly deficit_fen: Fen;
  readonly deficit_parts: readonly { readonly party: string; readonly amount_fen: string | bigint }[];
  readonly parts: readonly Record<string, unknown>[];
  readonly document_no: string;
  readonly bank_serial: string | null;
  readonly state: EnteredState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

export interface LentRow {
  readonly terms_id: bigint;
  readonly disbursement_percent: number;
  readonly lent_fen: Fen;
}

/** What a bank lent in a year under measures that go by lending, one row a version. */
export async function lentInYear(tx: Tx, fundId: bigint, bankId: bigint, year: number): Promise<LentRow[]> {
  return (await sql<LentRow>(tx, 'select * from risk_fund_lent(?, ?, ?)', [fundId, bankId, year])).rows;
}

export type NewFundYear = Omit<FundYearRow, 'id' | 'state' | 'bank_serial'>;

/** Amounts inside JSON travel as digits, as everywhere. */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_key, entry: unknown) => (typeof entry === 'bigint' ? String(entry) : entry));

export async function insertFundYear(tx: Tx, year: NewFundYear): Promise<FundYearRow> {
  return insertRow<FundYearRow>(tx, 'risk_fund_year', {
    ...year,
    deficit_parts: asJson(year.deficit_parts),
    parts: asJson(year.parts),
  });
}

export async function lockFundYear(tx: Tx, id: bigint): Promise<FundYearRow | null> {
  const { rows } = await sql<FundYearRow>(tx, 'select * from risk_fund_year where id = ? for update', [id]);
  return rows[0] ?? null;
}

export async function fundYearsOf(tx: Tx, fundId: bigint): Promise<FundYearRow[]> {
  return (
    await sql<FundYearRow>(tx, 'select * from risk_fund_year where fund_id = ? order by year, id', [fundId])
  ).rows;
}
