import type { PlainDate } from '../../kernel/date.ts';
import type { Id, LoanId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { Settlement } from './core/accrual-input.ts';
import type { FrozenForAccrual } from './core/accrual-terms.ts';
import type { BatchRow, BatchScope, SettlementScope } from './core/batch-row.ts';
import { LOANS_IN_SCOPE, loanBindings, SCOPE_COLUMNS, type LoanSpan } from './core/settlement-scope.ts';

/** What was frozen on a loan and how far it is settled. */
export interface LoanFactsRow {
  readonly id: bigint;
  readonly settlement_calendar: Settlement;
  readonly principal_fen: Fen;
  readonly annual_percent: number;
  readonly disbursed_on: PlainDate;
  readonly contract_matures_on: PlainDate;
  readonly subsidy_from: PlainDate | null;
  readonly terms_id: Id<'terms'>;
  readonly ceiling_percent: number;
  readonly studies_end_on: PlainDate | null;
  readonly facts_version: number;
  readonly previous_to: PlainDate | null;
}

/** What was frozen on a loan, as its row holds it. */
export const frozenOf = (
  row: Pick<LoanFactsRow, 'settlement_calendar' | 'ceiling_percent' | 'studies_end_on'>,
): FrozenForAccrual => ({
  settlement: row.settlement_calendar,
  ceilingPercent: row.ceiling_percent,
  studiesEndOn: row.studies_end_on,
});

const FACTS = `l.id, l.settlement_calendar, l.principal_fen, l.annual_percent, l.disbursed_on, l.contract_matures_on,
  l.subsidy_from, l.terms_id, coalesce(l.subsidy_ceiling_percent, l.ceiling_percent) as ceiling_percent, l.studies_end_on, l.facts_version`;

/** 利随本清: a loan has its line when it is repaid; else a fortnight after its maturity, holidays included. */
const ENDED = `(l.settlement_calendar <> 'at_maturity' or l.closed_on <= ?::date
  or (l.matures_on <= ?::date - 15 and coalesce(last.period_to, l.disbursed_on) < l.matures_on))`;

const LOANS_OF_BATCH = `
  from loan l
  left join lateral (
    select s.period_to from subsidy_line s where s.loan_id = l.id order by s.period_to desc limit 1
  ) last on true
  where ${LOANS_IN_SCOPE} and l.state in ('disbursed', 'closed') and l.id between ? and ?
    and l.disbursed_on < ?::date and coalesce(last.period_to, l.subsidy_from, l.disbursed_on) < ?::date
    and (l.closed_on is null or l.closed_on > coalesce(last.period_to, l.subsidy_from, l.disbursed_on))
    and (l.gatherer <> 'household' or exists (select from subsidy_application a where a.loan_id = l.id
      and a.batch_id is not distinct from ?::bigint))
    and ${ENDED}`;

/** With the batch that took what households applied for; before it is opened, what waits counts. */
const accrualBindings = (scope: BatchScope, span: LoanSpan, batchId: bigint | null): unknown[] => [
  ...loanBindings(scope),
  span.from,
  span.to,
  scope.period_to,
  scope.period_to,
  batchId,
  scope.period_to,
  scope.period_to,
];

/** Loans read at a time: few enough to be gone before the next, many enough to pay for two round trips. */
export const PAGE_LOANS = 2_000;

/** The first {@link PAGE_LOANS} loans of a span that need a line in a batch. */
export async function pageOfLoans(tx: Tx, batch: BatchRow, span: LoanSpan): Promise<LoanFactsRow[]> {
  const { rows } = await sql<LoanFactsRow>(
    tx,
    `select ${FACTS}, last.period_to as previous_to ${LOANS_OF_BATCH} order by l.id limit ${PAGE_LOANS}`,
    accrualBindings(batch, span, batch.id),
  );
  return rows;
}

/** Loans by id, as of their beginning. */
export async function loansById(tx: Tx, loanIds: readonly LoanId[]): Promise<LoanFactsRow[]> {
  const { rows } = await sql<LoanFactsRow>(
    tx,
    `select ${FACTS}, null::date as previous_to from loan l where l.id = any(?::bigint[]) order by l.id`,
    [loanIds.map(String)],
  );
  return rows;
}

/** Whether any loan of a bank, county and calendar still needs a line up to the end of a period. */
export async function hasLoansToAccrue(tx: Tx, batch: BatchScope): Promise<boolean> {
  const everyLoan = { from: 0n, to: 9_223_372_036_854_775_807n };
  const found = await sql(tx, `select 1 ${LOANS_OF_BATCH} limit 1`, accrualBindings(batch, everyLoan, null));
  return found.count > 0;
}

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
