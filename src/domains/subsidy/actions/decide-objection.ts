import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import {
  concludeObjection,
  postNotices,
  supersedeSuspended,
  type ConclusionInput,
  type NoticeRow,
} from '../../notice/index.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { batchMissing } from '../core/failures.ts';
import { excludeAdjustments } from '../subsidy-adjustment.store.ts';
import { changeHash, hashLines, refreshTotals } from '../subsidy-batch.store.ts';
import { excludeByObjection } from '../subsidy-line.store.ts';
import { planPublicity } from './plan-publicity.ts';
import { refitHousehold } from './refit-household.ts';
import { batchInState } from './take-step.ts';

export interface ObjectionOutcome {
  readonly id: bigint;
  readonly state: 'upheld' | 'dismissed';
  readonly lines_hash: string | null;
  /**
   * First day on which the batch may be approved, after posting again for a full period; null while others
   * are open, and when the list went back to the bank meanwhile.
   */
  readonly free_on: string | null;
}

/**
 * Decides an objection. Upheld: the line stays in the list with its reason and pays nothing, and the list
 * gets a new hash. Either way the stopped levels are posted again for a full period (SUSPEND_RESTART). A
 * list that was returned meanwhile is put right before the bank can submit it again.
 */
export async function decideObjection(
  tx: Tx,
  context: Context,
  input: ConclusionInput,
): Promise<ObjectionOutcome> {
  const { objection, notice } = await concludeObjection(tx, context, input);
  // other things than batches are posted and objected to, under numbers of their own
  if (notice.subject_kind !== 'subsidy_batch') throw batchMissing();
  const batch = await batchInState(tx, notice.subject_id, ['noticed', 'returned', 'drafted'], '处理异议');
  const hash =
    input.outcome === 'upheld'
      ? await excludeLine(tx, context, {
          batch,
          loanId: BigInt(objection.subject_ref) as LoanId,
          reason: input.reason,
        })
      : batch.lines_hash;
  const reposted = batch.state === 'noticed' ? await postStopped(tx, context, batch) : [];
  await appendEvent(tx, { name: 'subsidy.objection-decided', payload: { batch_id: String(batch.id) } });
  return {
    id: objection.id,
    state: input.outcome,
    lines_hash: hash,
    free_on: reposted.at(-1)?.free_on ?? null,
  };
}

/** The list's new hash; the old one when the line pays nothing already. */
async function excludeLine(
  tx: Tx,
  context: Context,
  input: { readonly batch: BatchRow; readonly loanId: LoanId; readonly reason: string },
): Promise<string | null> {
  const { batch, loanId } = input;
  const lines = await excludeByObjection(tx, batch.id, loanId, input.reason);
  if (lines + (await excludeAdjustments(tx, batch.id, loanId)) === 0) return batch.lines_hash;
  await refitHousehold(tx, batch.id, loanId);
  await refreshTotals(tx, [batch.id]);
  const hash = batch.lines_hash === null ? null : await hashLines(tx, batch.id);
  if (hash !== null) await changeHash(tx, batch.id, hash);
  await record(tx, context, {
    act: 'subsidy.line-excluded',
    subjectKind: 'subsidy_batch',
    subjectId: String(batch.id),
    countyCode: batch.county_code,
    before: { lines_hash: batch.lines_hash },
    after: { lines_hash: hash, loan_id: String(loanId) },
  });
  return hash;
}

async function postStopped(tx: Tx, context: Context, batch: BatchRow): Promise<NoticeRow[]> {
  const subject = { kind: 'subsidy_batch', id: batch.id, round: batch.round };
  const suspended = await supersedeSuspended(tx, subject);
  if (suspended.length === 0) return [];
  const levels = suspended.map((notice) => notice.level);
  return postNotices(tx, {
    subject,
    countyCode: batch.county_code,
    on: context.today,
    posting: Math.max(...suspended.map((notice) => notice.posting)) + 1,
    levels: await planPublicity(tx, batch, context.today, levels),
  });
}
