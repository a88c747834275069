import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as failure from './core/signature-failures.ts';
import type { Manner, MutualLoanRow } from './core/society-rows.ts';

export const mutualSignatureConstraintFailures: ConstraintFailures = {
  mutual_signature_once: failure.signedAlready,
  mutual_signature_of_group: failure.notAGuarantor,
  mutual_signature_day: failure.signatureDay,
  mutual_signature_state: failure.signedTooLate,
  mutual_loan_guaranteed: failure.unsigned,
};

export interface SignatureRow {
  readonly id: bigint;
  readonly loan_id: bigint;
  readonly member_id: bigint;
  readonly signed_on: PlainDate;
  readonly manner: Manner;
  readonly noter_name: string;
  readonly noted_on: PlainDate;
}

export type NewSignature = Omit<SignatureRow, 'id' | 'loan_id'> & { readonly noted_by: bigint };

export const insertSignature = (
  tx: Tx,
  loan: MutualLoanRow,
  signature: NewSignature,
): Promise<SignatureRow> =>
  insertRow<SignatureRow>(tx, 'mutual_guarantor_signature', {
    ...signature,
    loan_id: loan.id,
    society_id: loan.society_id,
    county_code: loan.county_code,
  });

/** One who stands for a loan: what it signed, or nothing yet. */
export interface Guarantor {
  readonly member_id: bigint;
  readonly member_name: string;
  readonly signed_on: PlainDate | null;
  readonly manner: Manner | null;
  readonly noter_name: string | null;
  readonly noted_on: PlainDate | null;
}

export async function guarantorsOf(tx: Tx, loanId: bigint): Promise<Guarantor[]> {
  const { rows } = await sql<Guarantor>(
    tx,
    `select g.member_id, p.name as member_name, s.signed_on, s.manner, s.noter_name, s.noted_on
     from mutual_loan l join mutual_group_member g on g.group_id = l.group_id and g.member_id <> l.member_id
     join mutual_member m on m.id = g.member_id join household_member p on p.id = m.household_member_id
     left join mutual_guarantor_signature s on s.loan_id = l.id and s.member_id = g.member_id
     where l.id = ? order by g.member_id`,
    [loanId],
  );
  return rows;
}

/** How many of the group have not signed for a loan by a day. */
export async function unsignedOn(tx: Tx, loanId: bigint, on: PlainDate): Promise<bigint> {
  const { rows } = await sql<{ missing: bigint }>(tx, 'select mutual_unsigned(?, ?::date) as missing', [
    loanId,
    on,
  ]);
  return one(rows).missing;
}
