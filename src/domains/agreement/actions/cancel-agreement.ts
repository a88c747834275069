import type { AgreementId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { revokeDocument } from '../../document/index.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import { lockAgreement, moveAgreement } from '../agreement.store.ts';
import { agreementMissing, wrongState } from '../core/failures.ts';
import { AGREEMENT_PAPER } from './issue-agreements.ts';

/** Gives up an agreement that is not in force yet; its paper is revoked and another may be drawn up. */
export async function cancelAgreement(
  tx: Tx,
  context: Context,
  id: AgreementId,
  reason: string,
): Promise<AgreementRow> {
  const agreement = await lockAgreement(tx, id);
  if (!agreement) throw agreementMissing();
  const changes = { state: 'cancelled', cancel_reason: reason } as const;
  const moved = await moveAgreement(tx, id, ['drafted', 'issued'], changes);
  if (!moved) throw wrongState(agreement.state, '作废');
  const countyCode = agreement.county_code;
  await revokeDocument(tx, context, {
    kind: AGREEMENT_PAPER,
    subjectKind: 'agreement',
    subjectId: id,
    countyCode,
  });
  await record(tx, context, {
    act: 'agreement.cancelled',
    subjectKind: 'agreement',
    subjectId: id,
    countyCode,
    before: { state: agreement.state },
    after: changes,
  });
  await appendEvent(tx, { name: 'agreement.cancelled', payload: { agreement_id: String(id) } });
  return moved;
}
