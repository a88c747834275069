import { setTimeout as delay } from 'node:timers/promises';
import { VILLAGE } from '../../src/cli/demo/act-register.ts';
import { addMonths, dateParts, type PlainDate } from '../../src/kernel/date.ts';
import { fen, formatYuan } from '../../src/kernel/money.ts';
import { answerOrder, fenOf, type Order } from './answer-order.ts';
import type { ClaimsLoad } from './claims-load.ts';
import { letHang } from './let-hang.ts';
import type { PatientDesk } from './patient-desk.ts';

const COLLEAGUE = { username: 'fuhe.huining' };
const BANK = 'huining-rcb';
const HERE = { county: 'huining' } as const;

interface Id {
  readonly id: string;
}
interface List extends Id {
  readonly state: string;
  readonly net: string;
  readonly notices: readonly { readonly free_on: PlainDate }[];
}

/** What the members of the village resolved; the record date is the day of the allotment. */
const termsOf = (day: PlainDate) => ({
  ...{ document_no: '会师镇村民代表会议决议〔2016〕1号', effective_from: '2016-01-01' },
  ...{ policy: 'dynamic', exit_rule: 'redistribute', support_months: 0, allot_key: 'household' },
  ...{ collective_percent: '10', residual_to_collective: false, record_date: day.slice(5) },
  ...{ preferred_percent: '6', participating_percent: '70', ratio_mode: 'exact', cap_percent: null },
  income_split: [{ party: '持股户', holders: true, percent: '100' }],
  ...{ publicity_days: 1, publicity_day_kind: 'working' },
});

/**
 * Project after project pays its holders a dividend: declared, received, listed, posted, approved, paid and
 * paid again where it came back, until told to stop; the last one is seen through.
 */
export async function payDividendsUntil(load: ClaimsLoad): Promise<void> {
  for (let no = 1; load.goOn(); no += 1) {
    const dividend = await declare(load, no);
    await receive(load, dividend, no);
    await payOut(load, dividend);
    load.counted.lists += 1;
  }
}

interface Declared extends Id {
  readonly year: number;
}

async function declare({ world, counted }: ClaimsLoad, no: number): Promise<Declared> {
  const office = world.desk({ role: 'county_office', ...HERE });
  const colleague = world.desk(COLLEAGUE);
  const day = world.day();
  const { year } = dateParts(day);
  const { id: issue } = await office.post<Id>('/share-issues', {
    ...{ village_code: VILLAGE, issue_no: `GQ620422-${year}-${no}`, project: '肉牛养殖' },
    ...{ source: 'fiscal', source_document_no: '会财农〔2016〕12号' },
    operator_id: String(world.play.stage.cooperatives.huining),
    ...{ total_amount: '150000.00', par: '100.00', share_places: 0, terms: termsOf(day) },
  });
  const proposed = await office.post<Id>(`/share-issues/${issue}/allotments`, { effective_on: day });
  await colleague.post(`/share-allotments/${proposed.id}/confirmations`, {});
  await colleague.post(`/share-issues/${issue}/records`, { year });
  const declared = await office.post<Id>(`/share-issues/${issue}/dividends`, {
    ...{ year, profit: formatYuan(fen(BigInt(world.chance.between(2_000_000, 9_000_000)))) },
    ...{ document_no: `决算${no}`, pay_by: addMonths(day, 6) },
  });
  const approver = world.desk({ role: 'finance_approver', ...HERE });
  await approver.post(`/share-dividends/${declared.id}/decisions`, { outcome: 'confirmed' });
  counted.ops += 1;
  return { id: declared.id, year };
}

/** What is owed reaches the county's account: entered by one person, confirmed by another. */
async function receive({ world, counted }: ClaimsLoad, dividend: Declared, no: number): Promise<void> {
  const office = world.desk({ role: 'county_office', ...HERE });
  const dues = await office.get<{ items: { readonly cash: string }[] }>(
    `/dividend-dues?share_dividend_id=${dividend.id}&limit=200`,
  );
  const sum = dues.items.reduce((total, due) => total + fenOf(due.cash), 0n);
  const serial = `FHRZ${String(no).padStart(9, '0')}`;
  const entered = await world.desk({ role: 'finance_reviewer', ...HERE }).post<Id>('/dividend-receipts', {
    ...{ enterprise_id: String(world.play.stage.cooperatives.huining), year: dividend.year },
    ...{ source: 'enterprise', amount: formatYuan(fen(sum)), received_on: world.day() },
    ...{ bank_serial: serial, payer_name: '会宁县丰源养殖农民专业合作社', share_dividend_id: dividend.id },
  });
  const approver = world.desk({ role: 'finance_approver', ...HERE });
  await approver.post(`/dividend-receipts/${entered.id}/decisions`, { outcome: 'confirmed' });
  world.acks.add({ kind: 'income', ref: serial, fen: sum });
  counted.ops += 1;
}

async function payOut(load: ClaimsLoad, dividend: Declared): Promise<void> {
  const { world, counted } = load;
  const office = world.desk({ role: 'county_office', ...HERE });
  const list = await office.post<List>('/dividend-payouts', {
    enterprise_id: String(world.play.stage.cooperatives.huining),
    ...{ bank_id: String(world.play.stage.banks[BANK]), share_dividend_id: dividend.id },
  });
  const path = `/dividend-payouts/${list.id}`;
  const decided = (act: string): void => {
    world.acks.add({ kind: 'list-step', ref: `${list.id}/${act}`, fen: fenOf(list.net) });
    counted.ops += 1;
  };
  decided('draft');
  const { notices } = await office.post<List>(`${path}/notices`, {});
  const [posted] = notices;
  if (!posted) throw new Error(`list ${list.id} was not posted`);
  await letHang(load, posted.free_on);
  await world.desk({ role: 'finance_approver', ...HERE }).post(`${path}/approvals`, {});
  decided('approve');
  await instruct(load, list.id, 'instructions');
  decided('instruct');
  await reached(office, path, 'partial');
  await correctAndInstruct(load, list.id);
  await reached(office, path, 'settled');
}

/** Waits until the workers have carried the bank's answer up into the list. */
async function reached(office: PatientDesk, path: string, wanted: string): Promise<void> {
  while ((await office.get<List>(path)).state !== wanted) await delay(300);
}

/** The order last instructed for each list. */
const instructed = new Map<string, string>();

async function instruct(load: ClaimsLoad, list: string, path: string): Promise<void> {
  const { world, counted } = load;
  const payer = world.desk({ role: 'finance_payer', ...HERE });
  await payer.confirm();
  const order = await payer.post<Order>(`/dividend-payouts/${list}/${path}`, {});
  world.acks.add({ kind: 'order', ref: `dividend_payout/${list}`, fen: fenOf(order.total) });
  counted.ops += 1;
  instructed.set(list, order.id);
  await answerWhenReady(load, order);
}

/** Waits for the bank file, which a worker writes, and answers it. */
export async function answerWhenReady(load: ClaimsLoad, order: Order): Promise<void> {
  const payer = load.world.desk({ role: 'finance_payer', ...HERE });
  while (!(await payer.get<Order>(`/payment-orders/${order.id}`)).bank_file_ready) await delay(300);
  await answerOrder(load, HERE.county, order);
}

/** What came back is corrected by the bank and instructed again. */
async function correctAndInstruct(load: ClaimsLoad, list: string): Promise<void> {
  const officer = load.world.desk({ role: 'bank_officer', bank: BANK });
  const path = `/payment-orders/${instructed.get(list) ?? ''}/lines?state=returned`;
  const back = await officer.get<{ items: Id[] }>(path);
  for (const line of back.items)
    await officer.post(`/payment-lines/${line.id}/corrections`, {
      ...{ payee_bank_name: '会宁县农村信用合作联社', remark: '开户行已核对' },
    });
  await instruct(load, list, 'reinstructions');
}
