import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchSeen } from './act-settle.ts';
import { bankOf, countyOf, readBatch } from './act-claim.ts';
import { PLAYERS, type CountyKey } from './cast.ts';
import { until } from './desk.ts';
import { playerAt, type Play } from './play.ts';

export interface Order {
  readonly id: string;
  readonly order_no: string;
  readonly line_count: number;
  readonly total: string;
}

interface Receipt {
  readonly paid_count: number;
  readonly returned_count: number;
  readonly already_booked: boolean;
}

export interface Paid {
  readonly returned: number;
  readonly files: readonly string[];
}

/**
 * A third person instructs the payment; the bank answers for each line and sends `returns` of them back;
 * those are corrected, instructed again and confirmed.
 */
export async function pay(play: Play, batch: BatchSeen, returns: number): Promise<Paid> {
  const payer = await play.desk(playerAt(PLAYERS, { role: 'finance_payer', county: countyOf(batch) }));
  await payer.confirm();
  const { lines_hash } = await readBatch(payer, batch.id);
  const order = await payer.post<Order>(`/subsidy-batches/${batch.id}/payment-orders`, { lines_hash });
  const bankFile = await takeBankFile(play, order);
  const receipt = await answer(play, countyOf(batch), { order, bankFile, returns });
  play.say(
    `  ${order.order_no}  ${order.line_count} 笔 ${order.total} 元，银行确认 ${receipt.paid_count}，退回 ${receipt.returned_count}`,
  );
  if (returns > 0) {
    await correct(play, batch, order);
    await payer.confirm();
    const second = await payer.post<Order>(`/subsidy-batches/${batch.id}/repayment-orders`, { lines_hash });
    const again = await answer(play, countyOf(batch), {
      order: second,
      bankFile: await takeBankFile(play, second),
      returns: 0,
    });
    play.say(`  ${second.order_no}  更正后重拨 ${again.paid_count} 笔 ${second.total} 元`);
  }
  await until(
    `batch ${batch.batch_no} to be paid`,
    async () => (await readBatch(payer, batch.id)).state === 'paid',
  );
  return { returned: receipt.returned_count, files: [bankFile] };
}

export async function takeBankFile(play: Play, order: Order): Promise<string> {
  const payer = await payerOf(play, order);
  await until(`the bank file of ${order.order_no}`, async () => {
    const seen = await payer.get<{ bank_file_ready: boolean }>(`/payment-orders/${order.id}`);
    return seen.bank_file_ready;
  });
  const path = join(play.out, `${order.order_no}.csv`);
  await writeFile(path, await payer.download(`/payment-orders/${order.id}/bank-file`));
  return path;
}

const payerOf = (play: Play, order: Order) =>
  play.desk(
    playerAt(PLAYERS, {
      role: 'finance_payer',
      county: order.order_no.includes('620422') ? 'huining' : 'qinan',
    }),
  );

/** Plays the bank: fills in the last columns of the file it was sent and hands it back. */
export async function answer(
  play: Play,
  county: CountyKey,
  sent: { readonly order: Order; readonly bankFile: string; readonly returns: number },
): Promise<Receipt> {
  const [head = '', ...rows] = (await readFile(sent.bankFile, 'utf8'))
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\r\n');
  const today = await businessDay(play);
  const answered = rows.map((row, index) => {
    const cells = row.split(',').slice(0, 8);
    const outcome =
      index < sent.returns
        ? ['失败', '', today, '借据号与银行系统不符']
        : ['成功', `FK${sent.order.id}-${String(index + 1).padStart(6, '0')}`, today, ''];
    return [...cells, ...outcome].join(',');
  });
  const path = join(play.out, `${sent.order.order_no}-回单.csv`);
  await writeFile(path, `\uFEFF${[head, ...answered].join('\r\n')}\r\n`);
  const reviewer = await play.desk(playerAt(PLAYERS, { role: 'finance_reviewer', county }));
  const receipt = await reviewer.upload<Receipt>(`/payment-orders/${sent.order.id}/receipts`, path);
  const repeated = await reviewer.upload<Receipt>(`/payment-orders/${sent.order.id}/receipts`, path);
  if (!repeated.already_booked) throw new Error('the same answer was booked twice');
  return receipt;
}

async function businessDay(play: Play): Promise<string> {
  const desk = await play.desk(playerAt(PLAYERS, { role: 'province_supervisor' }));
  return (await desk.get<{ today: string }>('/session')).today;
}

/** The bank officer puts right what came back. */
async function correct(play: Play, batch: BatchSeen, order: Order): Promise<void> {
  const officer = await play.desk(playerAt(PLAYERS, { role: 'bank_officer', bank: bankOf(play, batch) }));
  const lines = await officer.get<{ items: { id: string; booking_ref: string }[] }>(
    `/payment-orders/${order.id}/lines?state=returned`,
  );
  for (const line of lines.items) {
    await officer.post(`/payment-lines/${line.id}/corrections`, {
      booking_ref: `${line.booking_ref}-1`,
      remark: '借据号补录后重拨',
    });
  }
}
