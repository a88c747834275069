import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { postNotices, type NoticeRow } from '../../notice/index.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { staleHash, wrongState } from '../core/failures.ts';
import { changeState } from '../subsidy-batch.store.ts';
import { planPublicity } from './plan-publicity.ts';
import { batchInState, type StepInput } from './take-step.ts';

/** Posts a reviewed list (公示) at the levels and for the days of the programme version. */
export async function postClaimNotice(
  tx: Tx,
  context: Context,
  input: StepInput,
): Promise<{ batch: BatchRow; notices: NoticeRow[] }> {
  const batch = await batchInState(tx, input.batchId, ['reviewed'], '公示');
  if (batch.lines_hash !== input.linesHash) throw staleHash();
  if (!(await changeState(tx, batch, 'noticed'))) throw wrongState(batch.state, '公示');
  const notices = await postNotices(tx, {
    subject: { kind: 'subsidy_batch', id: batch.id, round: batch.round },
    countyCode: batch.county_code,
    on: context.today,
    posting: 1,
    levels: await planPublicity(tx, batch, context.today),
  });
  await record(tx, context, {
    act: 'subsidy.batch-noticed',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { state: batch.state },
    after: { state: 'noticed', free_on: notices.at(-1)?.free_on },
  });
  await appendEvent(tx, { name: 'subsidy.batch-noticed', payload: { batch_id: String(batch.id) } });
  return { batch: { ...batch, state: 'noticed' }, notices };
}
