import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { FileReply } from '../../../platform/http/file-reply.ts';
import { record } from '../../audit/index.ts';
import { proofMissing } from '../core/dunning.ts';
import { loanMissing } from '../core/failures.ts';
import { findProof, readDunnings } from '../loan-dunning.store.ts';
import { findLoan } from '../loan.store.ts';

export async function showDunnings(tx: Tx, loanId: LoanId) {
  if (!(await findLoan(tx, loanId))) throw loanMissing();
  return { items: await readDunnings(tx, loanId) };
}

/** A scan shows a household's names and signatures: every download is written down. */
export async function downloadProof(
  tx: Tx,
  context: Context,
  loanId: LoanId,
  id: bigint,
): Promise<FileReply> {
  const proof = await findProof(tx, loanId, id);
  if (!proof) throw proofMissing();
  await record(tx, context, {
    act: 'loan.dunning-proof-downloaded',
    subjectKind: 'loan',
    subjectId: proof.loan_id,
    countyCode: proof.county_code,
    after: { proof_id: String(proof.id) },
  });
  return new FileReply(proof.media_type, proof.file_name, () => context.storage.read(proof.file_sha256));
}
