import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { publicityDeadline, termsById, workingCalendar } from '../../programme/index.ts';
import { publicityPlan, type Level } from '../core/publicity-plan.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { termsOfBatch } from '../subsidy-line.store.ts';

/** The levels and days the batch's programme version asks for, posted from a day on. */
export async function planPublicity(tx: Tx, batch: BatchRow, postedOn: PlainDate, levels?: readonly Level[]) {
  const termsId = await termsOfBatch(tx, batch.id);
  invariant(termsId !== null, 'a submitted batch has lines');
  const { disclosure, subsidy } = (await termsById(tx, termsId)).parameters;
  const calendar = await workingCalendar(tx);
  const rule = {
    days: subsidy.subsidyPublicityDays,
    kind: disclosure.publicityDayKind,
    startOffset: disclosure.publicityStartOffset,
    inclusive: disclosure.publicityInclusive,
  };
  return publicityPlan(
    levels ?? subsidy.subsidyPublicityLevels,
    subsidy.publicityLevelOrder,
    postedOn,
    (on) => publicityDeadline(rule, on, calendar),
  );
}
