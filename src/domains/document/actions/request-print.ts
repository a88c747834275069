import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { documentsMissing, documentsNotValid, documentsOfSeveralCounties } from '../core/failures.ts';
import { insertPrintJob } from '../document.store.ts';
import { documentHeads, type DocumentHead } from '../document.views.ts';

/** Those who see a print job are those who see all of its papers. */
function sharedBy(heads: readonly DocumentHead[], field: 'bank_id' | 'enterprise_id'): bigint | null {
  const values = new Set(heads.map((head) => head[field]));
  return values.size === 1 ? ([...values][0] ?? null) : null;
}

/** Asks for one file of many papers, in the given order. Only papers that hold are printed. */
export async function requestPrint(
  tx: Tx,
  context: Context,
  documentIds: readonly bigint[],
): Promise<{ id: bigint; state: 'waiting'; documents: number }> {
  const { personId } = context.actor;
  invariant(personId, 'a print job is asked for by a person');
  const heads = await documentHeads(tx, documentIds);
  const found = new Set(heads.map((head) => head.id));
  const absent = documentIds.filter((id) => !found.has(id));
  if (absent.length > 0) throw documentsMissing(absent);
  const ended = heads.filter((head) => head.standing !== 'valid').map((head) => head.id);
  if (ended.length > 0) throw documentsNotValid(ended);
  const [county, ...others] = new Set(heads.map((head) => head.county_code));
  if (county === undefined || others.length > 0) throw documentsOfSeveralCounties();
  const id = await insertPrintJob(tx, {
    county_code: county,
    bank_id: sharedBy(heads, 'bank_id'),
    enterprise_id: sharedBy(heads, 'enterprise_id'),
    document_ids: documentIds,
    requested_by: personId,
    requested_on: context.today,
  });
  await record(tx, context, {
    act: 'document.print-requested',
    subjectKind: 'print_job',
    subjectId: id,
    countyCode: county,
    after: { documents: documentIds.length },
  });
  await appendEvent(tx, { name: 'document.print-requested', payload: { print_job_id: String(id) } });
  return { id, state: 'waiting', documents: documentIds.length };
}
