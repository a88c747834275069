import type { CountyKey } from '../../src/cli/demo/cast.ts';
import { parseYuan } from '../../src/kernel/money.ts';
import type { ClaimsLoad } from './claims-load.ts';

export interface Order {
  readonly id: string;
  readonly order_no: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly state: string;
  readonly total: string;
  readonly bank_file_ready: boolean;
}

export const fenOf = (yuan: string): bigint => {
  const fen = parseYuan(yuan);
  if (fen === null) throw new Error(`not an amount: ${yuan}`);
  return fen;
};

/** Orders whose answers were handed in: a second look must not invent another outcome. */
const answered = new Set<string>();

/**
 * Plays the bank for one order: answers its lines in several partial files, each line that arrived being
 * acknowledged. Of a first order with many lines the first comes back.
 */
export async function answerOrder(
  { world, counted, answersPerOrder }: ClaimsLoad,
  county: CountyKey,
  order: Order,
): Promise<void> {
  if (answered.has(order.id)) return;
  const payer = world.desk({ role: 'finance_payer', county });
  const reviewer = world.desk({ role: 'finance_reviewer', county });
  const text = (await payer.download(`/payment-orders/${order.id}/bank-file`)).toString('utf8');
  const [head = '', ...rows] = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\r\n');
  const amountAt = head.split(',').indexOf('金额(元)');
  const comesBack = order.order_no.endsWith('-1') && rows.length > 1;
  const answers = rows.map((row, index) => {
    const cells = row.split(',').slice(0, 8);
    const serial = `FK${order.id}-${String(index + 1).padStart(6, '0')}`;
    const returned = comesBack && index === 0;
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
