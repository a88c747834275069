import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId, OrganisationId } from '../../kernel/ids.ts';
import { asJson } from '../../platform/as-json.ts';
import { insertRow, sql, type Tx } from '../../platform/db.ts';
import { inSlices } from '../../platform/in-slices.ts';
import type { LoanRow } from './core/loan-row.ts';
import type { ConfirmationRow, ReceiptId, ReceiptMoney, ReceiptRow } from './core/receipt.ts';

export interface NewReceipt extends ReceiptMoney {
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
}

export interface EntryOrigin {
  readonly importId: bigint | null;
  readonly enteredBy: bigint;
  readonly enteredOn: PlainDate;
}

/** Enters what was received, in the order given; answers the rows. */
export const insertReceipts = (
  tx: Tx,
  origin: EntryOrigin,
  receipts: readonly NewReceipt[],
): Promise<ReceiptRow[]> =>
  inSlices(receipts, async (slice) => {
    const { rows } = await sql<ReceiptRow>(
      tx,
      `insert into loan_receipt (loan_id, county_code, bank_id, kind, on_date, principal_fen, interest_fen, penalty_fen,
         compound_fen, bank_serial, import_id, entered_by, entered_on)
       select g.loan_id, g.county_code, g.bank_id, g.kind, g.on_date, g.principal, g.interest, g.penalty, g.compound, g.serial,
         ?::bigint, ?::bigint, ?::date
       from jsonb_to_recordset(?::jsonb) as g (loan_id bigint, county_code text, bank_id bigint, kind text, on_date date,
         principal bigint, interest bigint, penalty bigint, compound bigint, serial text)
       returning *`,
      [
        origin.importId === null ? null : String(origin.importId),
        String(origin.enteredBy),
        origin.enteredOn,
        asJson(
          slice.map(({ onDate, bankSerial, ...rest }) => ({ ...rest, on_date: onDate, serial: bankSerial })),
        ),
      ],
    );
    return rows;
  });

/** Which receipts a person confirms: by their ids, or all that somebody entered on a day. */
export type ReceiptChoice =
  | { readonly receiptIds: readonly ReceiptId[] }
  | { readonly enteredBy: bigint; readonly enteredOn: PlainDate };

/** Receipts of a bank that wait, by the choice; nothing is held. */
export async function findWaiting(tx: Tx, bankId: bigint, choice: ReceiptChoice): Promise<ReceiptRow[]> {
  const [condition, values] =
    'receiptIds' in choice
      ? ['id = any(?::bigint[])', [choice.receiptIds.map(String)]]
      : [
          'decided_by is null and entered_by = ? and entered_on = ?::date',
          [String(choice.enteredBy), choice.enteredOn],
        ];
  const { rows } = await sql<ReceiptRow>(
    tx,
    `select * from loan_receipt where bank_id = ? and state = 'entered' and ${condition} order by id`,
    [String(bankId), ...values],
  );
  return rows;
}

/** Those of the receipts that still wait, held; their loans are held before. */
export async function lockWaiting(tx: Tx, ids: readonly ReceiptId[]): Promise<ReceiptRow[]> {
  const { rows } = await sql<ReceiptRow>(
    tx,
    `select * from loan_receipt where id = any(?::bigint[]) and state = 'entered' order by id for update`,
    [ids.map(String)],
  );
  return rows;
}

/** Loans held in one order until the transaction ends: all that decides about their debt queues here. */
export async function lockLoans(tx: Tx, ids: readonly LoanId[]): Promise<LoanRow[]> {
  const { rows } = await sql<LoanRow>(
    tx,
    'select * from loan where id = any(?::bigint[]) order by id for update',
    [ids.map(String)],
  );
  return rows;
}

export async function findReceipt(tx: Tx, id: ReceiptId): Promise<ReceiptRow | null> {
  return (await sql<ReceiptRow>(tx, 'select * from loan_receipt where id = ?', [String(id)])).rows[0] ?? null;
}

/** What waits for its review on some loans. */
export async function waitingOf(tx: Tx, loans: readonly LoanId[]): Promise<ReceiptRow[]> {
  const { rows } = await sql<ReceiptRow>(
    tx,
    `select * from loan_receipt where loan_id = any(?::bigint[]) and state = 'entered' order by id`,
    [loans.map(String)],
  );
  return rows;
}

export const insertConfirmation = (tx: Tx, row: Omit<ConfirmationRow, 'id'>): Promise<ConfirmationRow> =>
  insertRow<ConfirmationRow>(tx, 'loan_receipt_confirmation', { ...row });

/** Confirms receipts in one statement, which the database holds to the totals that were stated. */
export async function confirmReceiptRows(
  tx: Tx,
  confirmation: ConfirmationRow,
  ids: readonly ReceiptId[],
): Promise<ReceiptRow[]> {
  const { rows } = await sql<ReceiptRow>(
    tx,
    `update loan_receipt set state = 'confirmed', decided_by = ?, decided_on = ?::date, confirmation_id = ?
     where id = any(?::bigint[]) and state = 'entered' returning *`,
    [String(confirmation.confirmed_by), confirmation.confirmed_on, String(confirmation.id), ids.map(String)],
  );
  return rows;
}

/** Guarded: null when it no longer waits. */
export async function endReceipt(
  tx: Tx,
  id: ReceiptId,
  end: {
    readonly state: 'returned' | 'withdrawn';
    readonly reason: string;
    readonly decided_by: bigint;
    readonly decided_on: PlainDate;
  },
): Promise<ReceiptRow | null> {
  const { rows } = await sql<ReceiptRow>(
    tx,
    `update loan_receipt set state = ?, reason = ?, decided_by = ?, decided_on = ?::date
     where id = ? and state = 'entered' returning *`,
    [end.state, end.reason, String(end.decided_by), end.decided_on, String(id)],
  );
  return rows[0] ?? null;
}

/** Writes the repayments of a confirmation into the history of their loans. */
export async function writeRepayments(tx: Tx, confirmation: ConfirmationRow): Promise<void> {
  await sql(
    tx,
    `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, receipt_id, import_id,
       recorded_by, recorded_on)
     select r.loan_id, r.county_code, r.bank_id, k.kind, r.on_date, k.amount_fen, r.bank_serial, r.id, r.import_id, r.entered_by,
       r.decided_on
     from loan_receipt r
     cross join lateral (values ('principal_repaid', r.principal_fen), ('interest_paid', r.interest_fen)) k (kind, amount_fen)
     where r.confirmation_id = ? and r.kind = 'repayment' and k.amount_fen > 0 order by r.id, k.kind desc`,
    [String(confirmation.id)],
  );
}

/** Writes what a confirmation holds of penalty and compound interest. */
export async function writePenalties(tx: Tx, confirmation: ConfirmationRow): Promise<void> {
  await sql(
    tx,
    `insert into loan_penalty_payment (loan_id, county_code, bank_id, on_date, penalty_fen, compound_fen, bank_serial, receipt_id,
       recorded_by, recorded_on)
     select r.loan_id, r.county_code, r.bank_id, r.on_date, r.penalty_fen, r.compound_fen, r.bank_serial, r.id, r.entered_by,
       r.decided_on
     from loan_receipt r where r.confirmation_id = ? and r.kind = 'penalty_payment' order by r.id`,
    [String(confirmation.id)],
  );
}

/**
 * Brings balances and versions of held loans in line with the repayments of a confirmation; the last fen
 * repaid closes. Answers the loans as they are now.
 */
export async function applyRepayments(tx: Tx, confirmation: ConfirmationRow): Promise<LoanRow[]> {
  const { rows } = await sql<LoanRow>(
    tx,
    `update loan l set repaid_fen = l.repaid_fen + r.principal, outstanding_fen = l.outstanding_fen - r.principal,
       facts_version = l.facts_version + 1,
       state = case when l.outstanding_fen = r.principal then 'closed' else l.state end,
       closed_on = case when l.state = 'disbursed' and l.outstanding_fen = r.principal then (
         select max(p.on_date) from loan_fact p where p.loan_id = l.id and p.kind = 'principal_repaid'
       ) else l.closed_on end
     from (
       select loan_id, sum(principal_fen)::bigint as principal from loan_receipt
       where confirmation_id = ? and kind = 'repayment' group by loan_id
     ) r where l.id = r.loan_id returning l.*`,
    [String(confirmation.id)],
  );
  return rows;
}
