import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COUNTIES, PLAYERS } from './cast.ts';
import { until } from './desk.ts';
import type { ImportSeen } from './act-import.ts';
import { playerAt, type Play } from './play.ts';

export interface Repaid {
  readonly byApi: number;
  readonly byFile: number;
}

/** A receipt of the counter that waits for its review. */
interface Entered {
  readonly entered_by: string;
  readonly entered_on: string;
}

interface ListedLoan {
  readonly id: string;
  readonly voucher_no: string | null;
  readonly contract_no: string | null;
  readonly import_id?: string | null;
}

/** Repayments come one by one at the counter, and many in the bank's file. */
export async function repay(play: Play, self: readonly string[]): Promise<Repaid> {
  const officer = await play.desk(playerAt(PLAYERS, { role: 'bank_officer', bank: 'huining-rcb' }));
  const [partial, full] = self;
  const entered = await officer.post<Entered>(`/loans/${partial}/repayments`, {
    on_date: '2016-06-06',
    principal: '20000.00',
    bank_serial: 'HK20160606000001',
  });
  await officer.post(`/loans/${full}/repayments`, {
    on_date: '2016-06-08',
    principal: '50000.00',
    bank_serial: 'HK20160608000001',
  });
  const reviewer = await play.desk(playerAt(PLAYERS, { role: 'bank_reviewer', bank: 'huining-rcb' }));
  const day = { entered_by: entered.entered_by, entered_on: entered.entered_on };
  const { detail } = await reviewer.refused('/receipt-confirmations', {
    ...day,
    count: 2,
    total: '70000.01',
  });
  play.say(`  复核按笔数和金额：${detail}`);
  await reviewer.post('/receipt-confirmations', { ...day, count: 2, total: '70000.00' });
  return { byApi: 2, byFile: await repayByFile(play) };
}

const IN_FILE = 12;
const EACH_YUAN = 3000;

/** What the bank's own books say of the file. */
const stated = (rows: number) => ({ count: rows, total: `${rows * EACH_YUAN}.00` });

async function repayByFile(play: Play): Promise<number> {
  const officer = await play.desk(playerAt(PLAYERS, { role: 'bank_officer', bank: 'huining-abc' }));
  const page = await officer.get<{ items: ListedLoan[] }>(`/loans?state=disbursed&limit=${IN_FILE}`);
  const rows = page.items.map((loan, index) =>
    [
      loan.contract_no ?? '',
      loan.voucher_no ?? '',
      '2016-06-10',
      `${EACH_YUAN}.00`,
      '',
      `NH2016061000${10 + index}`,
    ].join(','),
  );
  const path = join(play.out, 'ledgers', '中国农业银行会宁县支行还款.csv');
  const head = '合同编号,借据号,还款日期,还本金额(元),还息金额(元),银行流水号';
  await writeFile(path, `\uFEFF${[head, ...rows].join('\r\n')}\r\n`);
  const received = await officer.upload<{ id: string }>('/loan-imports', path, {
    kind: 'repayments',
    county_code: COUNTIES.huining.code,
    unit: '元',
    as_of: '2016-06-10',
  });
  const reached = (states: readonly string[]) =>
    until('the repayment file', async () => {
      const seen = await officer.get<ImportSeen>(`/loan-imports/${received.id}`);
      return states.includes(seen.state) ? seen : null;
    });
  const checked = await reached(['checked', 'refused']);
  if (checked.state === 'refused') throw new Error(`the repayments were refused: ${checked.refusal?.detail}`);
  const reviewer = await play.desk(playerAt(PLAYERS, { role: 'bank_reviewer', bank: 'huining-abc' }));
  await reviewer.post(`/loan-imports/${received.id}/commitments`, stated(page.items.length));
  const imported = await reached(['imported']);
  play.say(`  还款文件 ${imported.rows} 行，入账 ${imported.accepted}，退回 ${imported.rejected}`);
  return imported.accepted;
}
