import { bankOf, countyOf } from '../../src/cli/demo/act-claim.ts';
import { answerOrder, fenOf, type Order } from './answer-order.ts';
import type { Batch, ClaimsLoad } from './claims-load.ts';

interface Line {
  readonly line_no: number;
  readonly id: string;
  readonly booking_ref: string;
}

export async function instruct(load: ClaimsLoad, batch: Batch): Promise<void> {
  await instructAs(load, batch, 'payment-orders');
}

async function instructAs(load: ClaimsLoad, batch: Batch, path: string): Promise<void> {
  const { world, counted } = load;
  const payer = world.desk({ role: 'finance_payer', county: countyOf(batch) });
  await payer.confirm();
  const body = { lines_hash: batch.lines_hash };
  const order = await payer.post<Order>(`/subsidy-batches/${batch.id}/${path}`, body);
  world.acks.add({ kind: 'order', ref: `subsidy_batch/${batch.id}`, fen: fenOf(order.total) });
  if (path === 'payment-orders')
    world.acks.add({ kind: 'decision', ref: `${batch.id}/instruct/${batch.lines_hash}`, fen: 0n });
  counted.ops += 1;
}

const ordersOf = async (load: ClaimsLoad, batch: Batch): Promise<readonly Order[]> => {
  const payer = load.world.desk({ role: 'finance_payer', county: countyOf(batch) });
  const page = await payer.get<{ items: Order[] }>(`/payment-orders?batch_id=${batch.id}&limit=200`);
  return page.items;
};

/** Plays the bank for each order on its way whose file is there. */
export async function answerOrders(load: ClaimsLoad, batch: Batch): Promise<void> {
  const open = (await ordersOf(load, batch)).filter(
    (order) => order.state === 'instructed' && order.bank_file_ready,
  );
  for (const order of open) await answerOrder(load, countyOf(batch), order);
}

/** What came back is corrected by the bank and instructed again. */
export async function correctAndInstruct(load: ClaimsLoad, batch: Batch): Promise<void> {
  const { world } = load;
  const mine = await ordersOf(load, batch);
  if (mine.length !== 1 || mine[0]?.state !== 'settled') return;
  const officer = world.desk({ role: 'bank_officer', bank: bankOf(world.play, batch) });
  const back = await officer.get<{ items: Line[] }>(`/payment-orders/${mine[0].id}/lines?state=returned`);
  for (const line of back.items) {
    const body = { booking_ref: `${line.booking_ref}-1`, remark: '借据号补录后重拨' };
    await officer.post(`/payment-lines/${line.id}/corrections`, body);
  }
  await instructAs(load, batch, 'repayment-orders');
}
