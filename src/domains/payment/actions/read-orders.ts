import type { Tx } from '../../../platform/db.ts';
import { orderMissing } from '../core/failures.ts';
import { listLines, listOrders, orderById, type LineQuery, type OrderQuery } from '../payment.views.ts';

export async function readOrders(tx: Tx, query: OrderQuery) {
  return listOrders(tx, query);
}

export async function readOrder(tx: Tx, id: bigint) {
  const order = await orderById(tx, id);
  if (!order) throw orderMissing();
  return order;
}

export async function readOrderLines(tx: Tx, id: bigint, query: LineQuery) {
  await readOrder(tx, id);
  return listLines(tx, id, query);
}
