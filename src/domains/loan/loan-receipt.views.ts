import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { equals, pageOfIds, present, readPage, type ListedTable } from '../../platform/scoped-page.ts';
import { RECEIPT_STATES, type ReceiptRow, type ReceiptState } from './core/receipt.ts';

export interface ReceiptView extends ReceiptRow {
  readonly contract_no: string | null;
  readonly borrower_name: string;
}

const COLUMNS = 'r.*, l.contract_no, m.name as borrower_name';
const JOINS = 'join loan l on l.id = r.loan_id join household_member m on m.id = l.borrower_id';

const LISTED: ListedTable = {
  name: 'loan_receipt',
  bank: 'bank_id',
  spread: { column: 'state', values: RECEIPT_STATES },
};

export interface ReceiptFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: ReceiptState | undefined;
  readonly county_code?: string | undefined;
  readonly loan_id?: LoanId | undefined;
  readonly entered_by?: bigint | undefined;
  readonly entered_on?: PlainDate | undefined;
  readonly confirmation_id?: bigint | undefined;
}

/**
 * Receipts in scope in the order they were entered; every filter narrows. No sums: who confirms brings his
 * own.
 */
export async function readReceipts(tx: Tx, scope: Scope, filter: ReceiptFilter): Promise<ReceiptView[]> {
  const ids = pageOfIds(LISTED, scope, {
    county: filter.county_code,
    after: filter.after,
    limit: filter.limit,
    conditions: present(
      equals('t.state', filter.state),
      equals('t.loan_id', filter.loan_id),
      equals('t.entered_by', filter.entered_by),
      equals('t.entered_on', filter.entered_on),
      equals('t.confirmation_id', filter.confirmation_id),
    ),
    spread: filter.state !== undefined,
    few: filter.loan_id !== undefined || filter.confirmation_id !== undefined,
  });
  return readPage<ReceiptView>(
    tx,
    ids,
    `select ${COLUMNS} from (${ids.text}) page join loan_receipt r on r.id = page.id ${JOINS} order by r.id`,
  );
}

/** A receipt with the names a person reads; null when absent or out of scope. */
export async function readReceipt(tx: Tx, id: bigint): Promise<ReceiptView | null> {
  const found = await sql<ReceiptView>(tx, `select ${COLUMNS} from loan_receipt r ${JOINS} where r.id = ?`, [
    String(id),
  ]);
  return found.rows[0] ?? null;
}
