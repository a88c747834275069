import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { insertRow, sql, type Tx } from '../../platform/db.ts';
import type { Grade } from './core/arrears.ts';

export interface GradeRow {
  readonly id: bigint;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly graded_on: PlainDate;
  readonly grade: Grade;
  readonly reason: string | null;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

export const insertGrade = (tx: Tx, grade: Omit<GradeRow, 'id'>): Promise<GradeRow> =>
  insertRow<GradeRow>(tx, 'loan_grade', { ...grade });

/** Grades of a loan, latest first, as of a day. */
export async function findGrades(tx: Tx, loanId: LoanId, on: PlainDate): Promise<GradeRow[]> {
  const found = await sql<GradeRow>(
    tx,
    'select * from loan_grade where loan_id = ? and graded_on <= ?::date order by graded_on desc',
    [String(loanId), on],
  );
  return found.rows;
}
