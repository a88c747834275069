import type { Period, PlainDate } from '../../kernel/date.ts';
import type { AgreementId, LoanId, OrganisationId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { AgreementRow } from './core/agreement-row.ts';
import * as no from './core/life-failures.ts';
import type { PrincipalPayee } from './core/principal-payee.ts';

export const agreementLifeConstraintFailures: ConstraintFailures = {
  agreement_return_once: no.returnTwice,
  agreement_return_not_ahead: no.dayAhead,
  agreement_return_after_arrival: no.returnBeforeArrival,
  agreement_return_within: no.returnOver,
  agreement_return_year_settled: no.yearSettled,
  agreement_return_loan_first: no.loanFirst,
  agreement_return_received: no.aboveReceived,
  agreement_return_sent_to_bank: no.sentToBank,
  agreement_return_without_bank: no.returnTwice,
  agreement_return_undone_once: no.returnUndone,
  agreement_return_undone_settled: no.undoneSettled,
  agreement_service_once: no.serviceTwice,
  agreement_service_not_ahead: no.dayAhead,
  agreement_service_wage: no.trainingPaid,
  agreement_service_in_force: no.serviceOutside,
};

/** What every fact of an agreement's life hangs under. */
export const parentsOf = (agreement: AgreementRow) => ({
  agreement_id: agreement.id,
  county_code: agreement.county_code,
  bank_id: agreement.bank_id,
  enterprise_id: agreement.enterprise_id,
  household_id: agreement.household_id,
  loan_id: agreement.loan_id,
});

export interface ReturnRow {
  readonly id: bigint;
  readonly agreement_id: AgreementId;
  readonly amount_fen: Fen;
  readonly returned_on: PlainDate;
  readonly bank_serial: string;
  readonly recorded_on: PlainDate;
  /** Whom the county's account passed it on to; null: straight from the enterprise. */
  readonly paid_to: PrincipalPayee | null;
  /** The return that this row undoes (撤销). */
  readonly undoes_id: bigint | null;
  readonly reason: string | null;
}

/** A return as it was booked, with all that its undoing says again. */
export interface BookedReturn extends ReturnRow {
  readonly county_code: string;
  readonly bank_id: OrganisationId | null;
  readonly due_id: bigint | null;
  readonly loan_receipt_id: bigint | null;
  readonly recorded_by: bigint;
  readonly undone: boolean;
}

/** What came back, by its number; null: none, or the row undoes another. */
export async function findReturn(tx: Tx, id: bigint): Promise<BookedReturn | null> {
  const { rows } = await sql<BookedReturn>(
    tx,
    `select r.*, exists (select from agreement_return u where u.undoes_id = r.id) as undone
     from agreement_return r where r.id = ? and r.undoes_id is null`,
    [String(id)],
  );
  return rows[0] ?? null;
}

export const insertReturn = (tx: Tx, row: Readonly<Record<string, unknown>>): Promise<ReturnRow> =>
  insertRow<ReturnRow>(tx, 'agreement_return', row);

/**
 * What the bank has recorded by itself of principal sent to it: equal in amount, of that day or later, named
 * by no return that stands; by the same number first.
 */
export async function receiptAtBank(
  tx: Tx,
  loanId: LoanId,
  sent: { readonly amount_fen: Fen; readonly returned_on: PlainDate; readonly bank_serial: string },
): Promise<bigint | null> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select r.id from loan_receipt r where r.loan_id = ? and r.state in ('entered', 'confirmed') and r.kind = 'repayment'
       and r.interest_fen = 0 and r.principal_fen = ?::bigint and r.on_date >= ?::date
       and not exists (select from agreement_return_standing o where o.loan_receipt_id = r.id)
     order by r.bank_serial = ? desc, r.on_date, r.id limit 1`,
    [String(loanId), String(sent.amount_fen), sent.returned_on, sent.bank_serial],
  );
  return rows[0]?.id ?? null;
}

/** What the county entered at the bank when it passed principal on; null: the bank had entered it itself. */
export async function sentByCounty(tx: Tx, booked: BookedReturn): Promise<bigint | null> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    'select id from loan_receipt where id = ? and entered_by = ? and bank_serial = ?',
    [booked.loan_receipt_id, String(booked.recorded_by), booked.bank_serial],
  );
  return rows[0]?.id ?? null;
}

export interface ServiceRow {
  readonly id: bigint;
  readonly agreement_id: AgreementId;
  readonly member_id: bigint;
  readonly member_name: string;
  readonly kind: 'training' | 'employment';
  readonly content: string;
  readonly on_date: PlainDate;
  readonly days: number;
  readonly wage_fen: Fen;
  readonly recorded_on: PlainDate;
}

export const insertService = (
  tx: Tx,
  row: Readonly<Record<string, unknown>>,
): Promise<Omit<ServiceRow, 'member_name'>> =>
  insertRow<Omit<ServiceRow, 'member_name'>>(tx, 'agreement_service', row);

/** Name of a present member of the agreement's household; null: nobody of that number. */
export async function memberName(tx: Tx, agreement: AgreementRow, memberId: bigint): Promise<string | null> {
  const { rows } = await sql<{ name: string }>(
    tx,
    'select name from household_member where id = ? and household_id = ? and left_on is null',
    [memberId, agreement.household_id],
  );
  return rows[0]?.name ?? null;
}

/** Training and work delivered under an agreement in a period `[from, to)`, by day. */
export async function servicesOf(tx: Tx, agreementId: bigint, period: Period): Promise<ServiceRow[]> {
  const { rows } = await sql<ServiceRow>(
    tx,
    `select s.id, s.agreement_id, s.member_id, m.name as member_name, s.kind, s.content, s.on_date, s.days, s.wage_fen, s.recorded_on
     from agreement_service s join household_member m on m.id = s.member_id
     where s.agreement_id = ? and s.on_date >= ? and s.on_date < ? order by s.on_date, s.id`,
    [agreementId, period.from, period.to],
  );
  return rows;
}

export async function returnsOf(tx: Tx, agreementId: bigint): Promise<ReturnRow[]> {
  const { rows } = await sql<ReturnRow>(
    tx,
    `select id, agreement_id, amount_fen, returned_on, bank_serial, recorded_on, paid_to, undoes_id, reason from agreement_return
     where agreement_id = ? order by returned_on, id`,
    [agreementId],
  );
  return rows;
}
