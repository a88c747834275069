import type { PlainDate } from '../../kernel/date.ts';
import type { Id, LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { LoanState } from './core/loan-states.ts';

export interface RepaidLoanRow {
  readonly id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly contract_no: string | null;
  readonly voucher_no: string | null;
  readonly state: LoanState;
  readonly outstanding_fen: Fen;
  readonly disbursed_on: PlainDate | null;
  readonly subsidy_from: PlainDate | null;
  readonly settled_through: PlainDate | null;
  readonly terms_id: Id<'terms'> | null;
}

/** Loans of a bank by contract or voucher number, held in one order until the transaction ends. */
export async function lockLoansByNumber(
  tx: Tx,
  place: { readonly countyCode: string; readonly bankId: bigint },
  numbers: readonly string[],
): Promise<RepaidLoanRow[]> {
  const found = await sql<RepaidLoanRow>(
    tx,
    `select id, county_code, bank_id, contract_no, voucher_no, state, outstanding_fen, disbursed_on, subsidy_from,
       settled_through, terms_id
     from loan where county_code = ? and bank_id = ? and (contract_no = any(?::text[]) or voucher_no = any(?::text[]))
     order by id for update`,
    [place.countyCode, String(place.bankId), [...numbers], [...numbers]],
  );
  return found.rows;
}

/** Which of the serial numbers stand for a repayment of the bank; a reversed one may be entered anew. */
export async function findRecordedSerials(
  tx: Tx,
  bankId: bigint,
  serials: readonly string[],
): Promise<Set<string>> {
  const found = await sql<{ bank_serial: string }>(
    tx,
    'select distinct bank_serial from loan_fact where bank_id = ? and bank_serial = any(?::text[])',
    [String(bankId), [...serials]],
  );
  return new Set(found.rows.map((row) => row.bank_serial));
}

/**
 * Brings balances and versions of held loans in line with the events of an import; the last fen repaid
 * closes.
 */
export async function applyImportedRepayments(tx: Tx, importId: bigint): Promise<void> {
  await sql(
    tx,
    `update loan l set repaid_fen = l.repaid_fen + e.principal, outstanding_fen = l.outstanding_fen - e.principal,
       facts_version = l.facts_version + 1,
       state = case when l.outstanding_fen = e.principal then 'closed' else l.state end,
       closed_on = case when l.state = 'disbursed' and l.outstanding_fen = e.principal then (
         select max(p.on_date) from loan_fact p where p.loan_id = l.id and p.kind = 'principal_repaid'
       ) else l.closed_on end
     from (
       select loan_id, coalesce(sum(amount_fen) filter (where kind = 'principal_repaid'), 0)::bigint as principal
       from loan_event where import_id = ? group by loan_id
     ) e where l.id = e.loan_id`,
    [String(importId)],
  );
}
