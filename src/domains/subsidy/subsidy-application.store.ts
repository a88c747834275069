import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { insertRow, sql, type Tx } from '../../platform/db.ts';
import type { BatchRow } from './core/batch-row.ts';
import { LOANS_IN_SCOPE, loanBindings, type LoanSpan } from './core/settlement-scope.ts';

/** One application of a household (农户贴息申请), as it was received. */
export interface ApplicationRow {
  readonly id: bigint;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly township_code: string | null;
  readonly applied_on: PlainDate;
  readonly papers: readonly string[];
  readonly received_by: bigint;
  readonly received_on: PlainDate;
  readonly remark: string | null;
}

export const insertApplication = (tx: Tx, application: Omit<ApplicationRow, 'id'>): Promise<ApplicationRow> =>
  insertRow<ApplicationRow>(tx, 'subsidy_application', { ...application });

export type ApplicationView = Omit<ApplicationRow, 'received_by'> & {
  readonly received_by_name: string;
  /** The batch whose lines it brought; null while it waits. */
  readonly batch_no: string | null;
};

/** The applications of a loan, the latest first. */
export async function applicationsOf(tx: Tx, loanId: LoanId): Promise<ApplicationView[]> {
  const { rows } = await sql<ApplicationView>(
    tx,
    `select a.id, a.loan_id, a.county_code, a.bank_id, a.township_code, a.applied_on, a.papers, a.received_on, a.remark,
       p.name as received_by_name,
       b.batch_no
     from subsidy_application a join person p on p.id = a.received_by
     left join subsidy_batch b on b.id = a.batch_id where a.loan_id = ? order by a.applied_on desc`,
    [loanId],
  );
  return rows;
}

/** Takes the applications that wait, of a span of loans, for the batch that draws up their lines. */
export async function takeApplications(tx: Tx, batch: BatchRow, span: LoanSpan): Promise<void> {
  if (batch.gatherer !== 'household') return;
  await sql(
    tx,
    `update subsidy_application a set batch_id = ? from loan l
     where l.id = a.loan_id and a.batch_id is null and ${LOANS_IN_SCOPE} and l.id between ? and ?`,
    [batch.id, ...loanBindings(batch), span.from, span.to],
  );
}

/** Loans applied for whose lines a batch that is being drawn up could still take. */
export async function loansAppliedFor(tx: Tx, limit: number): Promise<LoanId[]> {
  const { rows } = await sql<{ loan_id: LoanId }>(
    tx,
    `select a.loan_id from subsidy_application a join loan l on l.id = a.loan_id
     where a.batch_id is null and exists (select from subsidy_batch b where b.state in ('drafted', 'returned')
       and b.gatherer = 'household' and b.bank_id = l.bank_id and b.county_code = l.county_code
       and b.programme_code = l.programme_code and b.product_code = l.product_code
       and b.settlement_calendar = l.settlement_calendar and b.period_to > coalesce((select max(s.period_to)
         from subsidy_line s where s.loan_id = l.id), l.subsidy_from, l.disbursed_on))
     order by a.loan_id limit ?`,
    [limit],
  );
  return rows.map(({ loan_id }) => loan_id);
}
