import type { LoanId } from '../../kernel/ids.ts';
import type { Scope } from '../../platform/context.ts';
import { sql, type Tx } from '../../platform/db.ts';
import { equals, pageOfIds, present, readPage, type ListedTable } from '../../platform/scoped-page.ts';
import { CHANGE_STATES, type ChangeKind, type ChangeRow, type ChangeState } from './core/loan-change.ts';

export interface ChangeView extends ChangeRow {
  readonly contract_no: string | null;
  readonly borrower_name: string;
  readonly heir_name: string | null;
}

const COLUMNS = `c.*, l.contract_no, m.name as borrower_name, h.name as heir_name`;
const JOINS = `join loan l on l.id = c.loan_id
  join household_member m on m.id = l.borrower_id
  left join household_member h on h.id = c.heir_id`;

const LISTED: ListedTable = {
  name: 'loan_change',
  bank: 'bank_id',
  spread: { column: 'state', values: CHANGE_STATES },
};

export interface ChangeFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly state?: ChangeState | undefined;
  readonly kind?: ChangeKind | undefined;
  readonly county_code?: string | undefined;
  readonly loan_id?: LoanId | undefined;
}

/** Changes in scope in the order they were proposed; every filter narrows. */
export async function readChanges(tx: Tx, scope: Scope, filter: ChangeFilter): Promise<ChangeView[]> {
  const ids = pageOfIds(LISTED, scope, {
    county: filter.county_code,
    after: filter.after,
    limit: filter.limit,
    conditions: present(
      equals('t.state', filter.state),
      equals('t.kind', filter.kind),
      equals('t.loan_id', filter.loan_id),
    ),
    spread: filter.state !== undefined,
    few: filter.loan_id !== undefined,
  });
  return readPage<ChangeView>(
    tx,
    ids,
    `select ${COLUMNS} from (${ids.text}) page join loan_change c on c.id = page.id ${JOINS} order by c.id`,
  );
}

/** A change with the names a person reads; null when absent or out of scope. */
export async function readChange(tx: Tx, id: bigint): Promise<ChangeView | null> {
  const found = await sql<ChangeView>(tx, `select ${COLUMNS} from loan_change c ${JOINS} where c.id = ?`, [
    String(id),
  ]);
  return found.rows[0] ?? null;
}
