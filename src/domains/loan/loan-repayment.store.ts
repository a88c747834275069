import type { LoanId } from '../../kernel/ids.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { Reversible } from './core/loan-change.ts';

/** The loans of a bank that bear one of some contract or voucher numbers. */
export async function loansByNumber(
  tx: Tx,
  place: { readonly countyCode: string; readonly bankId: bigint },
  numbers: readonly string[],
): Promise<LoanId[]> {
  const found = await sql<{ id: LoanId }>(
    tx,
    `select id from loan where county_code = ? and bank_id = ? and (contract_no = any(?::text[]) or voucher_no = any(?::text[]))`,
    [place.countyCode, String(place.bankId), [...numbers], [...numbers]],
  );
  return found.rows.map(({ id }) => id);
}

export const serialKey = (kind: Reversible, serial: string): string => `${kind} ${serial}`;

/**
 * Which of the serial numbers stand for what was received by the bank, or wait to; one that was reversed,
 * sent back or withdrawn may be entered anew. Answers their keys.
 */
export async function findRecordedSerials(
  tx: Tx,
  bankId: bigint,
  serials: readonly string[],
): Promise<Set<string>> {
  const bindings = [String(bankId), [...serials]];
  const found = await sql<{ kind: Reversible; bank_serial: string }>(
    tx,
    `select 'repayment' as kind, bank_serial from loan_fact where bank_id = ? and bank_serial = any(?::text[])
     union select 'penalty_payment', bank_serial from loan_penalty_fact where bank_id = ? and bank_serial = any(?::text[])
     union select kind, bank_serial from loan_receipt where bank_id = ? and bank_serial = any(?::text[]) and state = 'entered'`,
    [...bindings, ...bindings, ...bindings],
  );
  return new Set(found.rows.map((row) => serialKey(row.kind, row.bank_serial)));
}
