import type { LoanId } from '../../../kernel/ids.ts';
import { addFen, fen, minFen, type Fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { keepBack, type PayingItem } from '../core/adjust-lines.ts';
import type { AdjustmentRow } from '../core/adjustment-row.ts';
import * as store from '../subsidy-adjustment.store.ts';
import { wantAssessed } from '../subsidy-correction.store.ts';

/**
 * After an upheld objection a household gets less in a posted list: what is taken back from it there shrinks
 * to what is left, the latest periods first, and the rest waits for the next batch or an order.
 */
export async function refitHousehold(tx: Tx, batchId: bigint, loanId: LoanId): Promise<void> {
  const adjustments = await store.adjustmentsOfHousehold(tx, batchId, loanId);
  const [any] = adjustments;
  if (!any) return;
  const lines = await store.linesOfHouseholds(tx, [batchId], [any.household_id]);
  const items: PayingItem[] = [
    ...adjustments
      .filter((row) => row.amount_fen > 0n && row.excluded === null)
      .map((row) => item('adjustment', row, row.amount_fen)),
    ...lines.map((row) => item('line', row, row.subsidy_fen)),
  ];
  let room: Fen = addFen(...items.map(({ amount }) => amount));
  const shrunk: { row: AdjustmentRow; amount: Fen }[] = [];
  let recovered = 0n;
  for (const row of adjustments) {
    if (row.amount_fen >= 0n) continue;
    const taken = minFen(fen(-row.amount_fen), room);
    room = fen(room - taken);
    recovered += taken;
    if (taken !== -row.amount_fen) shrunk.push({ row, amount: fen(-taken) });
  }
  const kept = keepBack(items, fen(recovered)).map((entry) => ({ ...entry, batchId }));
  await store.setOffsets(tx, kept);
  await store.shrinkRecoveries(tx, shrunk);
  const loans = [...new Set(shrunk.map(({ row }) => row.loan_id))];
  await wantAssessed(tx, loans);
  await appendEvent(
    tx,
    ...loans.map((id) => ({ name: 'subsidy.lines-stale', payload: { loan_id: String(id) } })),
  );
}

const item = (
  kind: PayingItem['kind'],
  row: Pick<AdjustmentRow, 'loan_id' | 'period_to'>,
  amount: Fen,
): PayingItem => ({ kind, loanId: row.loan_id, periodTo: row.period_to, amount });
