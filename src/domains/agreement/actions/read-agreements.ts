import type { AgreementId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { readDocuments, type DocumentRow } from '../../document/index.ts';
import type { SignatureRow } from '../core/agreement-row.ts';
import { signaturesOf } from '../agreement.store.ts';
import {
  listAgreements,
  readAgreement,
  type AgreementDetail,
  type AgreementQuery,
} from '../agreement.views.ts';
import { agreementMissing } from '../core/failures.ts';

export const readAgreements = (tx: Tx, context: Context, query: AgreementQuery) =>
  listAgreements(tx, context.actor.scope, query);

const VERSIONS_SHOWN = 50;

export interface AgreementWithPapers extends AgreementDetail {
  readonly signatures: readonly SignatureRow[];
  /** Every version of its paper, oldest first. */
  readonly documents: readonly DocumentRow[];
}

export async function readAgreementDetail(
  tx: Tx,
  context: Context,
  id: AgreementId,
): Promise<AgreementWithPapers> {
  const agreement = await readAgreement(tx, id);
  if (!agreement) throw agreementMissing();
  const papers = await readDocuments(tx, context, {
    subject_kind: 'agreement',
    subject_id: id,
    limit: VERSIONS_SHOWN,
  });
  return { ...agreement, signatures: await signaturesOf(tx, [id]), documents: papers.items };
}
