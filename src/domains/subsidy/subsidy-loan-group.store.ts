import type { LoanId } from '../../kernel/ids.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { SettlementScope } from './core/batch-row.ts';
import { SCOPE_COLUMNS } from './core/settlement-scope.ts';

export interface LoansOfGroup {
  readonly group: SettlementScope;
  readonly loans: readonly LoanId[];
}

/** Loans that were lent, by the batches they settle in; always in the same order, for whoever locks them. */
export async function groupsOfLoans(tx: Tx, loanIds: readonly LoanId[]): Promise<LoansOfGroup[]> {
  const { rows } = await sql<SettlementScope & { readonly loans: readonly string[] }>(
    tx,
    `select ${SCOPE_COLUMNS}, array_agg(id::text order by id) as loans
     from loan where id = any(?::bigint[]) and state in ('disbursed', 'closed')
     group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7`,
    [loanIds.map(String)],
  );
  return rows.map(({ loans, ...group }) => ({ group, loans: loans.map((id) => BigInt(id) as LoanId) }));
}

/** Loans with a line, in a batch not yet being paid, that has not been held against their latest facts. */
export async function staleLoans(tx: Tx, limit: number): Promise<LoanId[]> {
  const { rows } = await sql<{ loan_id: LoanId }>(
    tx,
    `select distinct s.loan_id from loan l join subsidy_line s on s.loan_id = l.id join subsidy_batch b on b.id = s.batch_id
     where l.facts_version > 1 and s.facts_version <> l.facts_version and b.state not in ('accruing', 'instructed', 'paid')
     order by s.loan_id limit ?`,
    [limit],
  );
  return rows.map((row) => row.loan_id);
}
