import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import type { LiftReason } from './core/breaker.ts';
import { lendingSuspended, liftedAlready, payoutSuspended } from './core/breaker-failures.ts';

export const suspensionConstraintFailures: ConstraintFailures = {
  loan_lending_suspended: lendingSuspended,
  loan_payout_suspended: payoutSuspended,
  lending_suspension_one: liftedAlready,
};

export interface SuspensionRow {
  readonly id: bigint;
  readonly fund_id: bigint;
  readonly county_code: string;
  /** null = every bank of the county. */
  readonly bank_id: bigint | null;
  /** null = every product of the fund. */
  readonly product_code: string | null;
  readonly state: 'suspended' | 'lifted';
  readonly numerator_fen: bigint;
  readonly denominator_fen: bigint;
  readonly suspended_on: PlainDate;
  readonly lifted_on: PlainDate | null;
  readonly lift_document_no: string | null;
  readonly lift_reason: LiftReason | null;
}

export interface BookRatio {
  readonly bank_id: bigint;
  readonly product_code: string;
  readonly overdue_fen: bigint;
  readonly classed_fen: bigint;
  readonly compensated_fen: bigint;
  readonly outstanding_fen: bigint;
}

export interface BadLoans {
  readonly on: PlainDate;
  /** Overdue counts whose oldest unpaid due date is this day or before. */
  readonly overdueBy: PlainDate;
  /** Classes that count as bad. */
  readonly classes: readonly string[];
}

/** What went bad and what stands, per covered bank and product. */
export async function ratiosOf(tx: Tx, fundId: bigint, bad: BadLoans): Promise<BookRatio[]> {
  const { rows } = await sql<BookRatio>(
    tx,
    'select * from risk_fund_ratios(?, ?::date, ?::date, ?::text[])',
    [fundId, bad.on, bad.overdueBy, bad.classes],
  );
  return rows;
}

/** Keeps contracts from being signed until this transaction has judged: signing locks the same rows. */
export async function holdSigning(tx: Tx, fundId: bigint): Promise<void> {
  await sql(tx, 'select 1 from risk_fund_product where fund_id = ? order by product_code for update', [
    fundId,
  ]);
}

export async function openSuspensions(tx: Tx, fundId: bigint): Promise<SuspensionRow[]> {
  const { rows } = await sql<SuspensionRow>(
    tx,
    `select * from lending_suspension where fund_id = ? and state = 'suspended' order by id for update`,
    [fundId],
  );
  return rows;
}

export async function lockSuspension(tx: Tx, id: bigint): Promise<SuspensionRow | null> {
  const { rows } = await sql<SuspensionRow>(tx, 'select * from lending_suspension where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

export interface NewSuspension {
  readonly fund_id: bigint;
  readonly terms_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint | null;
  readonly product_code: string | null;
  readonly numerator_fen: bigint;
  readonly denominator_fen: bigint;
  readonly suspended_on: PlainDate;
}

export const insertSuspension = (tx: Tx, suspension: NewSuspension): Promise<SuspensionRow> =>
  insertRow<SuspensionRow>(tx, 'lending_suspension', { ...suspension });

/** Guarded: answers whether the suspension still stood. */
export async function liftSuspension(
  tx: Tx,
  id: bigint,
  lift: Readonly<Record<'lifted_on' | 'lifted_by' | 'lift_document_no' | 'lift_reason', unknown>> & {
    readonly countersign_id?: bigint;
  },
): Promise<boolean> {
  const lifted = await tx('lending_suspension')
    .where({ id, state: 'suspended' })
    .update({ state: 'lifted', ...lift });
  return lifted === 1;
}

/**
 * Funds whose measures of a day have a breaker, or that suspend lending or warn of it by measures of before.
 */
export async function fundsToJudge(tx: Tx, on: PlainDate): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select t.fund_id as id from risk_fund_terms t where t.effective_from <= ?
       and (t.effective_to is null or t.effective_to >= ?) and (t.breaker_percent is not null
         or exists (select from lending_suspension s where s.fund_id = t.fund_id and s.state = 'suspended')
         or exists (select from lending_warning w where w.fund_id = t.fund_id and w.state = 'open'))
     order by 1`,
    [on, on],
  );
  return rows.map((row) => row.id);
}

export async function listSuspensions(
  tx: Tx,
  query: { readonly after?: bigint | undefined; readonly limit: number; readonly state?: string | undefined },
): Promise<Page<SuspensionRow & { readonly bank_name: string | null }>> {
  const state = query.state ?? null;
  const { rows } = await sql<SuspensionRow & { readonly bank_name: string | null }>(
    tx,
    `select s.*, o.name as bank_name from lending_suspension s left join organisation o on o.id = s.bank_id
     where s.id > ? and (?::text is null or s.state = ?) order by s.id limit ?`,
    [query.after ?? 0n, state, state, query.limit + 1],
  );
  return cutPage(rows, query.limit);
}
