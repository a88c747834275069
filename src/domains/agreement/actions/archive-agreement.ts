import type { AgreementId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { archiveItems, papersOf, terminationsOf } from '../agreement-end.store.ts';
import { lockAgreement, moveAgreement } from '../agreement.store.ts';
import { readAgreement } from '../agreement.views.ts';
import { nameOfItem, type ArchiveItem } from '../core/agreement-end.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import { archiveIncomplete } from '../core/end-failures.ts';
import { agreementMissing, wrongState } from '../core/failures.ts';

const named = (item: ArchiveItem) => ({ ...item, label: nameOfItem(item) });

/** What is kept of an agreement and what its archive still wants. */
export async function readFile(tx: Tx, id: AgreementId) {
  const agreement = await readAgreement(tx, id);
  if (!agreement) throw agreementMissing();
  const items = (await archiveItems(tx, id)).map(named);
  return {
    agreement_id: id,
    state: agreement.state,
    archived_on: agreement.archived_on,
    complete: items.every(({ present }) => present),
    items,
    papers: await papersOf(tx, id),
    terminations: await terminationsOf(tx, id),
  };
}

/** Closes an agreement: everything paid and given back, every paper there. Nothing of it is deleted. */
export async function archiveAgreement(tx: Tx, context: Context, id: AgreementId): Promise<AgreementRow> {
  const agreement = await lockAgreement(tx, id);
  if (!agreement) throw agreementMissing();
  if (agreement.state !== 'in_force' && agreement.state !== 'terminated')
    throw wrongState(agreement.state, '归档');
  const wants = (await archiveItems(tx, id)).filter(({ present }) => !present).map(nameOfItem);
  if (wants.length > 0) throw archiveIncomplete(wants);
  const changes = { state: 'archived', archived_on: context.today } as const;
  const moved = await moveAgreement(tx, id, [agreement.state], changes);
  if (!moved) throw wrongState(agreement.state, '归档');
  await record(tx, context, {
    act: 'agreement.archived',
    subjectKind: 'agreement',
    subjectId: id,
    countyCode: agreement.county_code,
    before: { state: agreement.state },
    after: changes,
  });
  await appendEvent(tx, { name: 'agreement.archived', payload: { agreement_id: String(id) } });
  return moved;
}
