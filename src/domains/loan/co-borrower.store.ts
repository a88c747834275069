import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { insertRow, sql, type Tx } from '../../platform/db.ts';
import type { CoBorrowerRow } from './core/co-borrower.ts';
import type { LoanRow } from './core/loan-row.ts';

export async function insertCoBorrower(
  tx: Tx,
  loan: Pick<LoanRow, 'id' | 'county_code' | 'bank_id'>,
  person: Omit<CoBorrowerRow, 'loan_id'>,
  by: { readonly recorded_by: bigint; readonly recorded_on: PlainDate },
): Promise<CoBorrowerRow> {
  const place = { loan_id: loan.id, county_code: loan.county_code, bank_id: loan.bank_id };
  return insertRow<CoBorrowerRow>(tx, 'loan_co_borrower', { ...place, ...person, ...by });
}

export async function findCoBorrower(tx: Tx, loanId: LoanId): Promise<CoBorrowerRow | null> {
  const { rows } = await sql<CoBorrowerRow>(tx, 'select * from loan_co_borrower where loan_id = ?', [
    String(loanId),
  ]);
  return rows[0] ?? null;
}
