import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { ClaimRow } from './core/claim-row.ts';
import { documentsMissing, fileKnown, interestPaidByState } from './core/failures.ts';
import type { ClaimDocument } from './core/fund-terms.ts';

export const claimFileConstraintFailures: ConstraintFailures = {
  risk_fund_file_once: fileKnown,
  risk_fund_claim_files: () => documentsMissing([]),
  risk_fund_claim_interest_owed: interestPaidByState,
};

/** A paper of a claim file as it was uploaded. */
export interface FileRow {
  readonly id: bigint;
  readonly loan_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly kind: ClaimDocument;
  readonly file_sha256: string;
  readonly file_name: string;
  readonly bytes: number;
  readonly media_type: string;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

export const insertFile = (tx: Tx, file: Omit<FileRow, 'id'>): Promise<FileRow> =>
  insertRow<FileRow>(tx, 'risk_fund_file', { ...file });

export async function filesOfLoan(tx: Tx, loanId: bigint): Promise<FileRow[]> {
  return (await sql<FileRow>(tx, 'select * from risk_fund_file where loan_id = ? order by id', [loanId]))
    .rows;
}

export async function findFile(tx: Tx, id: bigint): Promise<FileRow | null> {
  return (await sql<FileRow>(tx, 'select * from risk_fund_file where id = ?', [id])).rows[0] ?? null;
}

/** Binds all papers of the claimed kinds to the claim: offices decide on these very bytes. */
export async function bindFiles(tx: Tx, claim: ClaimRow): Promise<void> {
  await sql(
    tx,
    `insert into risk_fund_claim_file (claim_id, file_id, loan_id, kind, county_code, bank_id)
     select ?, f.id, f.loan_id, f.kind, f.county_code, f.bank_id from risk_fund_file f
     where f.loan_id = ? and f.kind = any(?::text[]) order by f.id`,
    [claim.id, claim.loan_id, claim.documents],
  );
}

export async function filesOfClaim(tx: Tx, claimId: bigint): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>(
    tx,
    `select f.* from risk_fund_claim_file c join risk_fund_file f on f.id = c.file_id where c.claim_id = ? order by f.id`,
    [claimId],
  );
  return rows;
}
