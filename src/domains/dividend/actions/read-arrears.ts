import { addFen, fen, formatYuan, type Fen } from '../../../kernel/money.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { daysLate, lateFee } from '../core/late-fee.ts';
import type { ReceiptSource } from '../core/payout-row.ts';
import { listArrears, type ArrearsQuery, type ArrearsRow } from '../dividend-arrears.views.ts';

/**
 * What an overdue enterprise owes each household: floor and cash part, who paid what of it, days and fee of
 * the delay. The fee runs until the year is made whole; then it is a debt of its own.
 */
export async function readArrears(tx: Tx, context: Context, query: ArrearsQuery) {
  const { items, next } = await listArrears(tx, context.actor.scope, query);
  return { items: items.map((row) => shown(row, context.today)), next };
}

function shown({ receipts, ...row }: ArrearsRow, today: PlainDate) {
  const received = receipts.map(({ on, amount }) => ({ on, amount: fen(BigInt(amount)) }));
  const last = receipts.at(-1)?.on ?? row.due_on;
  const through = row.short_fen > 0n ? today : last;
  const from = (source: ReceiptSource): string =>
    formatYuan(
      addFen(
        ...receipts.filter((each) => each.source === source).map((each): Fen => fen(BigInt(each.amount))),
      ),
    );
  const late = { dueOn: row.due_on, cash: row.cash_fen, percentPerDay: row.late_fee_percent, received };
  return {
    ...row,
    days_late: daysLate(row.due_on, through),
    late_fee: formatYuan(lateFee(late, through)),
    late_fee_charged: formatYuan(row.charged_fen),
    late_fee_received: formatYuan(row.charged_received_fen),
    from_enterprise: from('enterprise'),
    from_deposit: from('deposit'),
    from_guarantor: from('guarantor'),
    advanced: from('county'),
  };
}
