import { formatUnits } from '../../../kernel/units.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { lossMissing, payoutMissing } from '../core/loss-failures.ts';
import { noticesOf } from '../farm-insurance.views.ts';
import * as views from '../insurance-loss.views.ts';

const shown = ({ reported_units, affected_units, ...loss }: views.LossView) => ({
  ...loss,
  reported_units: formatUnits(reported_units, loss.unit_places),
  affected_units: affected_units === null ? null : formatUnits(affected_units, loss.unit_places),
});

export async function showLoss(tx: Tx, id: bigint) {
  const loss = await views.lossView(tx, id);
  if (!loss) throw lossMissing();
  return shown(loss);
}

export async function readLosses(tx: Tx, context: Context, query: views.LossQuery) {
  const { items, next } = await views.listLosses(tx, context.actor.scope, query);
  return { items: items.map(shown), next };
}

/** A claim list as its steps answer it. */
export async function showPayout(tx: Tx, id: bigint): Promise<views.PayoutView> {
  const payout = await views.payoutView(tx, id);
  if (!payout) throw payoutMissing();
  return payout;
}

export const readPayouts = (tx: Tx, context: Context, query: views.PayoutQuery) =>
  views.listPayouts(tx, context.actor.scope, query);

/** One claim list with its lines and its postings. */
export async function readPayout(tx: Tx, id: bigint) {
  const payout = await showPayout(tx, id);
  return {
    ...payout,
    lines: await views.payoutLines(tx, id),
    notices: await noticesOf(tx, 'insurance_payout', id),
  };
}
