import { bankOf, countyOf } from '../../src/cli/demo/act-claim.ts';
import { parseYuan } from '../../src/kernel/money.ts';
import type { Batch, ClaimsLoad } from './claims-load.ts';

interface Order {
  readonly id: string;
  readonly order_no: string;
  readonly subject_id: string;
  readonly state: string;
  readonly total: string;
  readonly bank_file_ready: boolean;
}
interface Line {
  readonly line_no: number;
  readonly id: string;
  readonly booking_ref: string;
}

const fenOf = (yuan: string): bigint => {
  const fen = parseYuan(yuan);
  if (fen === null) throw new Error(`not an amount: ${yuan}`);
  return fen;
};

export async function instruct(load: ClaimsLoad, batch: Batch): Promise<void> {
  await instructAs(load, batch, 'payment-orders');
}

async function instructAs(load: ClaimsLoad, batch: Batch, path: string): Promise<void> {
  const { world, counted } = load;
  const payer = world.desk({ role: 'finance_payer', county: countyOf(batch) });
  await payer.confirm();
  const body = { lines_hash: batch.lines_hash };
  const order = await payer.post<Order>(`/subsidy-batches/${batch.id}/${path}`, body);
  world.acks.add({ kind: 'order', ref: batch.id, fen: fenOf(order.total) });
  if (path === 'payment-orders')
    world.acks.add({ kind: 'decision', ref: `${batch.id}/instruct/${batch.lines_hash}`, fen: 0n });
  counted.ops += 1;
}

/** Plays the bank for each order on its way whose file is there: answers in several partial files. */
export async function answerOrders(load: ClaimsLoad, batch: Batch): Promise<void> {
  const payer = load.world.desk({ role: 'finance_payer', county: countyOf(batch) });
  const page = await payer.get<{ items: Order[] }>('/payment-orders?limit=200');
  const open = page.items.filter(
    (order) => order.subject_id === batch.id && order.state === 'instructed' && order.bank_file_ready,
  );
  for (const order of open) await answer(load, batch, order);
}

/** Orders whose answers were handed in: a second look must not invent another outcome. */
const answered = new Set<string>();

async function answer(
  { world, counted, answersPerOrder }: ClaimsLoad,
  batch: Batch,
  order: Order,
): Promise<void> {
  if (answered.has(order.id)) return;
  const payer = world.desk({ role: 'finance_payer', county: countyOf(batch) });
  const reviewer = world.desk({ role: 'finance_reviewer', county: countyOf(batch) });
  const text = (await payer.download(`/payment-orders/${order.id}/bank-file`)).toString('utf8');
  const [head = '', ...rows] = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\r\n');
  const amountAt = head.split(',').indexOf('金额(元)');
  const first = order.order_no.endsWith('-1');
  const answers = rows.map((row, index) => {
    const cells = row.split(',').slice(0, 8);
    const serial = `FK${order.id}-${String(index + 1).padStart(6, '0')}`;
    const returned = first && index === 0;
    const outcome = returned ? ['失败', '', world.day(), '户名不符'] : ['成功', serial, world.day(), ''];
    return { text: [...cells, ...outcome].join(','), serial, returned, fen: fenOf(cells[amountAt] ?? '') };
  });
  const size = Math.ceil(answers.length / answersPerOrder);
  for (let at = 0; at < answers.length; at += size) {
    const part = answers.slice(at, at + size);
    const bytes = Buffer.from(`\uFEFF${[head, ...part.map((line) => line.text)].join('\r\n')}\r\n`);
    await reviewer.uploadBytes(`/payment-orders/${order.id}/receipts`, {
      name: `${order.order_no}-${at}.csv`,
      bytes,
    });
    const paid = part.filter((line) => !line.returned);
    world.acks.add(...paid.map(({ serial, fen }) => ({ kind: 'paid' as const, ref: serial, fen })));
    counted.ops += 1;
  }
  answered.add(order.id);
}

/** What came back is corrected by the bank and instructed again. */
export async function correctAndInstruct(load: ClaimsLoad, batch: Batch): Promise<void> {
  const { world } = load;
  const payer = world.desk({ role: 'finance_payer', county: countyOf(batch) });
  const page = await payer.get<{ items: Order[] }>('/payment-orders?limit=200');
  const mine = page.items.filter((order) => order.subject_id === batch.id);
  if (mine.length !== 1 || mine[0]?.state !== 'settled') return;
  const officer = world.desk({ role: 'bank_officer', bank: bankOf(world.play, batch) });
  const back = await officer.get<{ items: Line[] }>(`/payment-orders/${mine[0].id}/lines?state=returned`);
  for (const line of back.items) {
    const body = { booking_ref: `${line.booking_ref}-1`, remark: '借据号补录后重拨' };
    await officer.post(`/payment-lines/${line.id}/corrections`, body);
  }
  await instructAs(load, batch, 'repayment-orders');
}
