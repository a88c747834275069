import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawDues } from '../../domains/dividend/index.ts';
import { date, type PlainDate } from '../../kernel/date.ts';
import { addFen, formatYuan, parseYuan, ZERO_FEN, type Fen } from '../../kernel/money.ts';
import { inTransaction } from '../../platform/db.ts';
import { systemContext } from '../system-context.ts';
import { answer, takeBankFile, type Order } from './act-pay.ts';
import { PLAYERS } from './cast.ts';
import { until, type Desk } from './desk.ts';
import { playerAt, type Play } from './play.ts';

export interface Due {
  readonly id: string;
  readonly enterprise_id: string;
  readonly bank_id: string;
  readonly cash: string;
  readonly short: string;
  readonly paid: string;
  readonly state: string;
}

export interface Dividends {
  /** What the story's summary says of them. */
  readonly told: { readonly households: number; readonly paid_yuan: string; readonly cured_yuan: string };
  readonly papers: readonly string[];
}

const YEAR = 2016;
export const yuanOf = (text: string): Fen => parseYuan(text) ?? ZERO_FEN;
const at = (play: Play, role: 'county_office' | 'finance_reviewer' | 'finance_approver' | 'finance_payer') =>
  play.desk(playerAt(PLAYERS, { role, county: 'huining' }));

/** The round of the night, as the workers' calendar has it. */
export async function night(play: Play, day: PlainDate): Promise<void> {
  await play.setDay(day);
  const { runtime } = play;
  await inTransaction(runtime.database.worker, async (tx) => drawDues(tx, await systemContext(runtime, tx)));
}

const duesOf = async (desk: Desk): Promise<Due[]> =>
  (await desk.get<{ items: Due[] }>(`/dividend-dues?year=${String(YEAR)}&limit=200`)).items;

/** The cooperative pays its households their year but for one, whose year the deposit makes up for. */
export async function payDividends(play: Play): Promise<Dividends> {
  const office = await at(play, 'county_office');
  await night(play, date('2016-10-25'));
  const dues = await duesOf(office);
  const last = dues.at(-1);
  if (!last) throw new Error('nobody is owed a dividend');
  await play.setDay(date('2016-12-15'));
  const reported = await report(play, dues, last);
  await receive(play, last.enterprise_id, {
    source: 'enterprise',
    amount: reported,
    day: date('2016-12-15'),
  });
  await night(play, date('2016-12-21'));
  const cured = await cure(play, last.id);
  const list = await payOut(play, { enterprise_id: last.enterprise_id, bank_id: last.bank_id });
  const papers = await takePapers(play, office, [
    ['分红兑付清单', `${list}/papers`],
    ['分红结算单', `/dividend-dues/${last.id}/statements`],
  ]);
  const after = await duesOf(office);
  const paid = addFen(...after.map((due) => yuanOf(due.paid)));
  play.say(`  ${String(after.length)} 户 2016 年度分红全部到卡，共 ${formatYuan(paid)} 元，每户一分不差`);
  const told = { households: after.length, paid_yuan: formatYuan(paid), cured_yuan: cured };
  return { told, papers };
}

/** All in full but the last, for whom only a thousand is there. Answers the sum. */
async function report(play: Play, dues: readonly Due[], last: Due): Promise<string> {
  const cooperative = await play.desk(playerAt(PLAYERS, { role: 'enterprise_clerk' }));
  const lines = dues.map((due) => ({ due_id: due.id, amount: due.id === last.id ? '1000.00' : due.cash }));
  const total = formatYuan(addFen(...lines.map((line) => yuanOf(line.amount))));
  const filed = await cooperative.post<{ id: string; lines: { short: string }[] }>('/dividend-reports', {
    ...{ year: YEAR, profit: '86000.00', capital: '5000000.00', total, lines },
  });
  const office = await at(play, 'county_office');
  await office.post(`/dividend-reports/${filed.id}/decisions`, { outcome: 'accepted' });
  const short = filed.lines.filter((line) => line.short !== '0.00');
  play.say(
    `  合作社填报 ${String(lines.length)} 户 ${total} 元，县核定：${String(short.length)} 户短缺 ${short[0]?.short ?? '0.00'} 元`,
  );
  return total;
}

export interface Money {
  readonly source: 'enterprise' | 'deposit';
  readonly amount: string;
  readonly day: PlainDate;
  /** Year it is for, and the dividend by shares where it is for one. */
  readonly year?: number;
  readonly shareDividend?: string;
}

/** Money on the county's account: entered by one person, confirmed by another. */
export async function receive(
  play: Play,
  enterprise: string,
  { source, amount, day, year = YEAR, shareDividend }: Money,
): Promise<void> {
  const reviewer = await at(play, 'finance_reviewer');
  const approver = await at(play, 'finance_approver');
  const entered = await reviewer.post<{ id: string }>('/dividend-receipts', {
    ...{ enterprise_id: enterprise, year, source, amount, received_on: day },
    ...(shareDividend === undefined ? {} : { share_dividend_id: shareDividend }),
    ...{ bank_serial: `ZH${day.replace(/-/g, '')}-${source}`, payer_name: '会宁县丰源养殖农民专业合作社' },
  });
  await approver.post(`/dividend-receipts/${entered.id}/decisions`, { outcome: 'confirmed' });
}

/** The missed year is demanded and, its days gone by, taken from the deposit. */
async function cure(play: Play, dueId: string): Promise<string> {
  const office = await at(play, 'county_office');
  const due = await office.get<Due>(`/dividend-dues/${dueId}`);
  const demand = await office.post<{ demand_no: string; answer_by: string }>('/dividend-demands', {
    due_ids: [dueId],
  });
  const day = date('2017-01-10');
  await play.setDay(day);
  await receive(play, due.enterprise_id, { source: 'deposit', amount: due.short, day });
  const { state } = await office.get<Due>(`/dividend-dues/${dueId}`);
  if (state !== 'cured') throw new Error(`the missed year is ${state}`);
  play.say(`  ${demand.demand_no} 催缴至 ${demand.answer_by}，期满未付；由保证金补足 ${due.short} 元`);
  return due.short;
}

/** Posted, approved and paid by three people; the bank answers for each card. Answers the list's address. */
export async function payOut(play: Play, list: Readonly<Record<string, string>>): Promise<string> {
  const office = await at(play, 'county_office');
  const approver = await at(play, 'finance_approver');
  const payer = await at(play, 'finance_payer');
  const drafted = await office.post<{
    id: string;
    payout_no: string;
    line_count: number;
    left_out: unknown[];
  }>('/dividend-payouts', list);
  if (drafted.left_out.length > 0)
    throw new Error(`left out: ${JSON.stringify(drafted.left_out).slice(0, 300)}`);
  const path = `/dividend-payouts/${drafted.id}`;
  const { notices } = await office.post<{ notices: { free_on: string }[] }>(`${path}/notices`, {});
  const early = await approver.refused(`${path}/approvals`, {});
  await play.setDay(date(notices[0]?.free_on ?? '2017-02-20'));
  await approver.post(`${path}/approvals`, {});
  await payer.confirm();
  const order = await payer.post<Order>(`${path}/instructions`, {});
  const receipt = await answer(play, 'huining', {
    order,
    bankFile: await takeBankFile(play, order),
    returns: 0,
  });
  await until(`payout ${drafted.payout_no} to settle`, async () => {
    const { state } = await office.get<{ state: string }>(path);
    return state === 'settled';
  });
  play.say(
    `  ${drafted.payout_no} 公示期内审批被拒 ${early.code}；期满拨付 ${String(receipt.paid_count)} 笔`,
  );
  return path;
}

export async function takePapers(
  play: Play,
  office: Desk,
  wanted: readonly (readonly [string, string])[],
): Promise<string[]> {
  const folder = join(play.out, 'dividends');
  await mkdir(folder, { recursive: true });
  const papers: string[] = [];
  for (const [name, path] of wanted) {
    const { id } = await office.post<{ id: string }>(path, {});
    await until(`paper ${name}`, async () => {
      const { state } = await office.get<{ state: string }>(`/documents/${id}`);
      return state === 'rendered';
    });
    const file = join(folder, `${name}.pdf`);
    await writeFile(file, await office.download(`/documents/${id}/pdf`));
    papers.push(file);
  }
  return papers;
}
