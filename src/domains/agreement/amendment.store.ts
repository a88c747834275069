import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as no from './core/amendment-failures.ts';
import type { AmendmentRow, AmendmentSignatureRow, AmendmentState } from './core/amendment-row.ts';
import { partySignedAlready } from './core/failures.ts';

export const amendmentConstraintFailures: ConstraintFailures = {
  agreement_amendment_one_open: no.amendmentOpen,
  agreement_amendment_version: no.amendmentOpen,
  agreement_amendment_in_force: no.notAmendable,
  agreement_amendment_order: no.amendmentOrder,
  agreement_amendment_ahead: no.amendmentPast,
  agreement_amendment_signed_before: no.signedTooLate,
  agreement_amendment_floor: no.amendmentFloor,
  agreement_amendment_share: no.amendmentShare,
  agreement_amendment_within: no.amendmentWithin,
  agreement_amendment_loan_term: no.amendmentLoanTerm,
  agreement_amendment_runoff: no.amendmentRunoff,
  agreement_amendment_year_settled: no.amendedYearSettled,
  agreement_amendment_principal_due: no.amendedPrincipalDue,
  agreement_amendment_last_year: no.amendedLastYear,
  agreement_amendment_year_listed: no.amendedYearListed,
  agreement_amendment_deposit_held: no.depositHeld,
  agreement_amendment_guarantee_open: no.guaranteeOpen,
  agreement_amendment_signature_once: () => partySignedAlready(),
};

export type NewAmendment = Omit<
  AmendmentRow,
  'id' | 'state' | 'document_id' | 'cancel_reason' | 'in_force_on'
>;

export const insertAmendment = (tx: Tx, row: NewAmendment): Promise<AmendmentRow> =>
  insertRow<AmendmentRow>(tx, 'agreement_amendment', {
    ...row,
    ladder: row.ladder === null ? null : JSON.stringify(row.ladder),
    obligations: JSON.stringify(row.obligations),
    differences: JSON.stringify(row.differences),
  });

export async function lockAmendment(tx: Tx, id: bigint): Promise<AmendmentRow | null> {
  const { rows } = await sql<AmendmentRow>(tx, 'select * from agreement_amendment where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Amendments of an agreement, every state, oldest first. */
export async function amendmentsOf(tx: Tx, agreementId: bigint): Promise<AmendmentRow[]> {
  const { rows } = await sql<AmendmentRow>(
    tx,
    'select * from agreement_amendment where agreement_id = ? order by version, id',
    [agreementId],
  );
  return rows;
}

type Changes = Partial<Pick<AmendmentRow, 'state' | 'document_id' | 'in_force_on' | 'cancel_reason'>>;

/** Guarded change: null when the amendment is no longer in one of these states. */
export async function moveAmendment(
  tx: Tx,
  id: bigint,
  from: readonly AmendmentState[],
  changes: Changes,
): Promise<AmendmentRow | null> {
  const rows = (await tx('agreement_amendment')
    .where({ id })
    .whereIn('state', [...from])
    .update(changes)
    .returning('*')) as AmendmentRow[];
  return rows[0] ?? null;
}

export const insertAmendmentSignature = (
  tx: Tx,
  signature: AmendmentSignatureRow,
): Promise<AmendmentSignatureRow> =>
  insertRow<AmendmentSignatureRow>(tx, 'agreement_amendment_signature', { ...signature });

export async function amendmentSignatures(tx: Tx, ids: readonly bigint[]): Promise<AmendmentSignatureRow[]> {
  const { rows } = await sql<AmendmentSignatureRow>(
    tx,
    `select * from agreement_amendment_signature where amendment_id = any(?::bigint[])
     order by amendment_id, signed_on, party`,
    [ids.map(String)],
  );
  return rows;
}

/** How the account of the enterprise stands in the register, for the version before the first amendment. */
export async function registeredAccount(
  tx: Tx,
  enterpriseId: bigint,
): Promise<{ readonly account_bank: string | null; readonly account_no: string | null }> {
  const { rows } = await sql<{ account_bank: string | null; account_no: string | null }>(
    tx,
    'select account_bank, account_no from organisation where id = ?',
    [enterpriseId],
  );
  return rows[0] ?? { account_bank: null, account_no: null };
}

/** Months of the loan the money comes from. */
export async function loanTermOf(tx: Tx, loanId: bigint): Promise<number> {
  const { rows } = await sql<{ term_months: number }>(tx, 'select term_months from loan where id = ?', [
    loanId,
  ]);
  return rows[0]?.term_months ?? 0;
}
