import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { raiseObjection } from '../../notice/index.ts';
import { lineMissing } from '../core/failures.ts';
import { countLinesOfLoan } from '../subsidy-line.store.ts';

export interface LineObjectionInput {
  readonly noticeId: bigint;
  readonly loanId: bigint;
  readonly reason: string;
  readonly objectorKind: 'named' | 'anonymous';
  readonly letterId?: bigint | undefined;
}

/**
 * Records an objection (异议) to one household's line on a posted list; the publicity stops until it is
 * decided.
 */
export async function objectToLine(
  tx: Tx,
  context: Context,
  input: LineObjectionInput,
): Promise<{ id: bigint; state: string }> {
  const { objectionId, notice } = await raiseObjection(tx, context, {
    noticeId: input.noticeId,
    subjectRef: String(input.loanId),
    reason: input.reason,
    objectorKind: input.objectorKind,
    letterId: input.letterId,
  });
  const isBatch = notice.subject_kind === 'subsidy_batch';
  if (!isBatch || (await countLinesOfLoan(tx, notice.subject_id, input.loanId)) === 0) throw lineMissing();
  return { id: objectionId, state: 'open' };
}
