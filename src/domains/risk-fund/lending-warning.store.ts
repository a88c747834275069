import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { WarningEnd } from './core/breaker.ts';
import { liftedAlready } from './core/breaker-failures.ts';

export const warningConstraintFailures: ConstraintFailures = { lending_warning_one: liftedAlready };

export interface WarningRow {
  readonly id: bigint;
  readonly fund_id: bigint;
  readonly county_code: string;
  /** null = every bank of the county. */
  readonly bank_id: bigint | null;
  /** null = every product of the fund. */
  readonly product_code: string | null;
  readonly state: 'open' | 'ended';
  /** The ratio that reached the level. */
  readonly numerator_fen: bigint;
  readonly denominator_fen: bigint;
  readonly warned_on: PlainDate;
  readonly ended_on: PlainDate | null;
  readonly end_reason: WarningEnd | null;
}

export async function openWarnings(tx: Tx, fundId: bigint): Promise<WarningRow[]> {
  const { rows } = await sql<WarningRow>(
    tx,
    `select * from lending_warning where fund_id = ? and state = 'open' order by id for update`,
    [fundId],
  );
  return rows;
}

export type NewWarning = Omit<WarningRow, 'id' | 'state' | 'ended_on' | 'end_reason'> & {
  readonly terms_id: bigint;
};

export const insertWarning = (tx: Tx, warning: NewWarning): Promise<WarningRow> =>
  insertRow<WarningRow>(tx, 'lending_warning', { ...warning });

export async function closeWarning(tx: Tx, id: bigint, on: PlainDate, reason: WarningEnd): Promise<void> {
  await tx('lending_warning')
    .where({ id, state: 'open' })
    .update({ state: 'ended', ended_on: on, end_reason: reason });
}

/** Open warnings that speak of a bank's loans of a product. */
export async function warningsFor(
  tx: Tx,
  loan: { readonly county_code: string; readonly bank_id: bigint; readonly product_code: string },
): Promise<WarningRow[]> {
  const { rows } = await sql<WarningRow>(
    tx,
    `select w.* from lending_warning w join risk_fund_product p on p.fund_id = w.fund_id
     where p.county_code = ? and p.product_code = ? and w.state = 'open'
       and coalesce(w.bank_id = ?, true) and coalesce(w.product_code = p.product_code, true) order by w.id`,
    [loan.county_code, loan.product_code, loan.bank_id],
  );
  return rows;
}

export interface WarningQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: string | undefined;
  readonly fund_id?: bigint | undefined;
}

export async function listWarnings(
  tx: Tx,
  query: WarningQuery,
): Promise<Page<WarningRow & { readonly bank_name: string | null }>> {
  const { state = null, fund_id: fund = null } = query;
  const { rows } = await sql<WarningRow & { readonly bank_name: string | null }>(
    tx,
    `select w.*, o.name as bank_name from lending_warning w left join organisation o on o.id = w.bank_id
     where w.id > ? and (?::text is null or w.state = ?) and (?::bigint is null or w.fund_id = ?::bigint)
     order by w.id limit ?`,
    [query.after ?? 0n, state, state, fund, fund, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}
