import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import type { ChangeRow, Reversible } from './core/loan-change.ts';
import type { LoanRow } from './core/loan-row.ts';

interface RecordedPaymentRow {
  readonly on_date: PlainDate;
  readonly principal_fen: Fen;
  readonly total_fen: Fen;
}

/** What counts under a serial number of the bank, by the day it was recorded for. */
const RECORDED: Readonly<Record<Reversible, string>> = {
  repayment: `select on_date, coalesce(sum(amount_fen) filter (where kind = 'principal_repaid'), 0)::bigint as principal_fen,
      sum(amount_fen)::bigint as total_fen
    from loan_fact where loan_id = ? and bank_serial = ? and kind in ('principal_repaid', 'interest_paid') group by on_date`,
  penalty_payment: `select on_date, 0::bigint as principal_fen, sum(penalty_fen + compound_fen)::bigint as total_fen
    from loan_penalty_fact where loan_id = ? and bank_serial = ? group by on_date`,
};

/** The payment recorded so, of the day named first; null when there is none, or it was reversed. */
export async function recordedPayment(
  tx: Tx,
  loanId: LoanId,
  named: { readonly reverses: Reversible; readonly bankSerial: string; readonly onDate: PlainDate },
): Promise<RecordedPaymentRow | null> {
  const found = await sql<RecordedPaymentRow>(
    tx,
    `${RECORDED[named.reverses]} order by on_date = ?::date desc, on_date limit 1`,
    [String(loanId), named.bankSerial, named.onDate],
  );
  return found.rows[0] ?? null;
}

/**
 * Each fact that a confirmed change reverses gets the fact that reverses it; answers the principal among
 * them.
 */
export async function insertReversal(
  tx: Tx,
  change: ChangeRow,
  by: { readonly reason: string; readonly recordedBy: bigint; readonly recordedOn: PlainDate },
): Promise<Fen> {
  const bindings = [String(change.id), String(by.recordedBy), by.recordedOn];
  const named = [String(change.loan_id), change.bank_serial, change.on_date];
  if (change.reverses === 'penalty_payment') {
    await sql(
      tx,
      `insert into loan_penalty_payment (loan_id, county_code, bank_id, on_date, penalty_fen, compound_fen, bank_serial,
         reverses_id, change_id, recorded_by, recorded_on)
       select loan_id, county_code, bank_id, on_date, penalty_fen, compound_fen, bank_serial, id, ?, ?, ?::date
       from loan_penalty_fact where loan_id = ? and bank_serial = ? and on_date = ?::date`,
      [...bindings, ...named],
    );
    return 0n as Fen;
  }
  const { rows } = await sql<{ principal_fen: Fen }>(
    tx,
    `with reversal as (
       insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, reverses_id, change_id,
         recorded_by, recorded_on, reason)
       select loan_id, county_code, bank_id, case kind when 'principal_repaid' then 'principal_reversed'
         else 'interest_reversed' end, on_date, amount_fen, bank_serial, id, ?, ?, ?::date, ?
       from loan_fact where loan_id = ? and bank_serial = ? and on_date = ?::date
         and kind in ('principal_repaid', 'interest_paid') order by id
       returning kind, amount_fen)
     select coalesce(sum(amount_fen) filter (where kind = 'principal_reversed'), 0)::bigint as principal_fen from reversal`,
    [...bindings, by.reason, ...named],
  );
  return one(rows).principal_fen;
}

/** The principal is owed again; a loan that was repaid by it is open again. */
export async function oweAgain(tx: Tx, loanId: LoanId, principal: Fen): Promise<LoanRow> {
  const found = await sql<LoanRow>(
    tx,
    `update loan set repaid_fen = repaid_fen - p.amount, outstanding_fen = outstanding_fen + p.amount,
       state = case when p.amount > 0 then 'disbursed' else state end,
       closed_on = case when p.amount > 0 then null else closed_on end
     from (select ?::bigint as amount) p where id = ? returning loan.*`,
    [String(principal), String(loanId)],
  );
  return one(found.rows);
}
