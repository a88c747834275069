import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { revokeDocument } from '../../document/index.ts';
import { lockAmendment, moveAmendment } from '../amendment.store.ts';
import { amendmentMissing, wrongAmendmentState } from '../core/amendment-failures.ts';
import type { AmendmentRow } from '../core/amendment-row.ts';
import { AMENDMENT_PAPER } from './issue-amendment.ts';

/** Gives up an amendment that is not in force; its paper is revoked and another may be drawn up. */
export async function cancelAmendment(
  tx: Tx,
  context: Context,
  id: bigint,
  reason: string,
): Promise<AmendmentRow> {
  const amendment = await lockAmendment(tx, id);
  if (!amendment) throw amendmentMissing();
  const changes = { state: 'cancelled', cancel_reason: reason } as const;
  const moved = await moveAmendment(tx, id, ['drafted', 'issued'], changes);
  if (!moved) throw wrongAmendmentState(amendment.state, '作废');
  const countyCode = amendment.county_code;
  const paper = { kind: AMENDMENT_PAPER, subjectKind: 'agreement_amendment', subjectId: id, countyCode };
  await revokeDocument(tx, context, paper);
  await record(tx, context, {
    act: 'agreement.amendment-cancelled',
    subjectKind: 'agreement_amendment',
    subjectId: id,
    countyCode,
    before: { state: amendment.state },
    after: changes,
  });
  return moved;
}
