import type { PlainDate } from '../../../kernel/date.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { loanMissing } from '../core/failures.ts';
import { notAGuarantor, signatureDay, signedTooLate } from '../core/signature-failures.ts';
import type { Manner } from '../core/society-rows.ts';
import { isOfGroup } from '../mutual-aid.store.ts';
import { lockLoan } from '../mutual-loan.store.ts';
import { insertSignature, type SignatureRow } from '../mutual-signature.store.ts';

export interface SignatureInput {
  readonly loanId: bigint;
  readonly memberId: bigint;
  readonly signedOn: PlainDate;
  readonly manner: Manner;
}

/** Notes that another member of the borrower's group signed for this loan (联保签字). */
export async function signForLoan(tx: Tx, context: Context, input: SignatureInput): Promise<SignatureRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'applied' && loan.state !== 'approved') throw signedTooLate();
  const ofGroup = await isOfGroup(tx, loan.group_id, input.memberId);
  if (!ofGroup || input.memberId === loan.member_id) throw notAGuarantor();
  if (input.signedOn < loan.applied_on || input.signedOn > context.today) throw signatureDay();
  const signature = await insertSignature(tx, loan, {
    member_id: input.memberId,
    signed_on: input.signedOn,
    manner: input.manner,
    noted_by: actingPerson(context),
    noter_name: context.actor.personName,
    noted_on: context.today,
  });
  await record(tx, context, {
    act: 'mutual-aid.guarantor-signed',
    subjectKind: 'mutual_loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: {
      loan_no: loan.loan_no,
      member_id: input.memberId,
      signed_on: input.signedOn,
      manner: input.manner,
    },
  });
  return signature;
}
