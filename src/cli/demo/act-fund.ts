import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { date } from '../../kernel/date.ts';
import { addFen, formatYuan, parseYuan, ZERO_FEN, type Fen } from '../../kernel/money.ts';
import { countersign } from './act-claim.ts';
import { answer, takeBankFile, type Order } from './act-pay.ts';
import { BANKS, COUNTIES, PLAYERS, type Player } from './cast.ts';
import { until, type Desk } from './desk.ts';
import { playerAt, type Play } from './play.ts';
import { scanPaper } from './scanned-paper.ts';

/** The usual claim file: contract, IOU, notices, application, table of the loss, identity and statement. */
const FILE = [
  ...['contract', 'voucher', 'dunning', 'application', 'loss_table', 'borrower_id', 'account_statement'],
] as const;

/** Measures as most counties wrote them: 90 days, two notices, 70:30, twenty times the pool. */
const MEASURES = {
  ...{ document_no: '会政办发〔2015〕88号', effective_from: '2015-07-01' },
  ...{ trigger_kind: 'days', trigger_days: 90, dunning_min_count: 2 },
  ...{ dunning_proof_required: true, checklist: FILE, loss_basis: 'principal_and_interest' },
  shares: [
    { party: 'fund', percent: '70' },
    { party: 'bank', percent: '30' },
  ],
  ...{ recovery_order: 'pro_rata', recovery_return_days: 5, leverage_times: '20' },
  ...{ excess_cover: 'last_disbursed_first', top_up_mode: 'quarterly_percent', top_up_percent: '10' },
  ...{ publicity_days: 10, review_days: [10, 5, 10, 10] },
};

const fenOf = (yuan: string): Fen => parseYuan(yuan) ?? ZERO_FEN;

type Post = Player['role'];

const desk = (play: Play, role: Post): Promise<Desk> =>
  play.desk(
    playerAt(PLAYERS, role === 'bank_officer' ? { role, bank: 'huining-rcb' } : { role, county: 'huining' }),
  );

export interface Paper {
  readonly id: string;
}

/** Waits until a paper is printed and keeps it. */
export async function keepPaper(play: Play, at: Desk, paper: Paper, name: string): Promise<string> {
  await until(name, async () => {
    const { state } = await at.get<{ state: string }>(`/documents/${paper.id}`);
    return state === 'rendered';
  });
  const path = join(play.out, name);
  await writeFile(path, await at.download(`/documents/${paper.id}/pdf`));
  return path;
}

/** The county sets up its fund: the money lies at another bank than the one whose loans it covers. */
export async function setUpFund(play: Play): Promise<string> {
  const approver = await desk(play, 'finance_approver');
  const reviewer = await desk(play, 'finance_reviewer');
  const { id } = await approver.post<{ id: string }>('/risk-funds', {
    county_code: COUNTIES.huining.code,
    name: '会宁县扶贫小额信贷风险补偿金',
    deposit_bank_id: String(play.stage.banks['huining-abc']),
    bank_ids: [String(play.stage.banks['huining-rcb'])],
    product_codes: ['microloan'],
  });
  const asked = await approver.post<{ id: string }>(`/risk-funds/${id}/terms`, MEASURES);
  await countersign(play, 'huining', asked.id, 'county_office');
  const paid = await reviewer.post<{ id: string }>(`/risk-funds/${id}/movements`, {
    ...{ kind: 'injection', source: 'county', amount: '5000000.00', on_date: '2016-09-23' },
    document_no: '会财农〔2016〕61号',
  });
  await approver.post(`/risk-fund-movements/${paid.id}/decisions`, { outcome: 'confirmed' });
  play.say('  风险补偿金设立：县级拨入 5000000.00 元，存农业银行，覆盖信用联社，放大二十倍');
  return id;
}

/** The household is told twice in writing what it owes; each serving is recorded with its notice. */
export async function dunTwice(play: Play, loan: string): Promise<string[]> {
  const officer = await desk(play, 'bank_officer');
  const kept: string[] = [];
  for (const [day, payBy] of [
    ['2019-04-22', '2019-05-10'],
    ['2019-06-03', '2019-06-20'],
  ] as const) {
    await play.setDay(date(day));
    const notice = await officer.post<{ id: string; no: number; notice_no: string; document: Paper }>(
      `/loans/${loan}/dunning-notices`,
      { pay_by: payBy },
    );
    const served = await officer.post<{ id: string }>(`/loans/${loan}/dunnings`, {
      ...{ kind: 'notice_signed', dunned_on: day, proof: '户主签收回执', notice_id: notice.id },
    });
    const paper = await keepPaper(play, officer, notice.document, `催收通知书-${notice.no}.pdf`);
    // a notice counts with the scan of what was signed for
    await officer.upload(`/loans/${loan}/dunnings/${served.id}/proofs`, paper);
    kept.push(paper);
    play.say(`  ${day} 第 ${notice.no} 次催收：${notice.notice_no} 已送达，户主签收`);
  }
  return kept;
}

interface Lent {
  readonly contract_no: string;
  readonly voucher_no: string;
  readonly principal: string;
  readonly disbursed_on: string;
  readonly matures_on: string;
}

/** What is owed on the day of the claim, as the bank reads it off the loan. */
interface Dues {
  readonly principal: string;
  readonly interest: string;
}

/**
 * The papers of the claim, each as a file: notices as they were served, the others from the bank's drawer.
 */
async function gatherFile(play: Play, loan: string, notices: readonly string[]): Promise<Dues> {
  const officer = await desk(play, 'bank_officer');
  const { dues } = await officer.get<{ dues: Dues | null }>(`/loans/${loan}/arrears`);
  if (!dues) throw new Error('nothing is owed on the loan');
  const { principal, interest } = dues;
  const claimed = `${formatYuan(addFen(fenOf(principal), fenOf(interest)))} 元`;
  const lent = await officer.get<Lent>(`/loans/${loan}`);
  const numbers = [['合同号', lent.contract_no] as const, ['借据号', lent.voucher_no] as const];
  const stamped = { stampedBy: BANKS['huining-rcb'].name, on: '2019-07-08' };
  const terms = [
    ...[['本金', `${lent.principal} 元`] as const, ['发放日', lent.disbursed_on] as const],
    ['到期日', lent.matures_on] as const,
  ];
  const papers = {
    contract: { title: '借款合同', rows: [...numbers, ...terms] },
    voucher: { title: '借款借据', rows: [...numbers, ...terms] },
    application: { title: '代偿申请书', rows: [...numbers, ['申请金额', claimed] as const] },
    loss_table: {
      title: '损失计算表',
      rows: [
        ...[...numbers, ['未还本金', `${principal} 元`] as const],
        ...[['农户未付合同利息', `${interest} 元`] as const, ['财政贴息部分', '不计入损失'] as const],
      ],
    },
    borrower_id: { title: '借款人身份证明', rows: [['证件', '居民身份证（号码已遮盖）'] as const] },
    account_statement: { title: '贷款账户流水', rows: [...numbers, ['余额', `${principal} 元`] as const] },
  };
  for (const [kind, paper] of Object.entries(papers)) {
    const scan = await scanPaper(play, { ...paper, ...stamped }, `申报材料-${paper.title}.pdf`);
    await officer.upload(`/loans/${loan}/claim-files`, scan, { kind });
  }
  for (const notice of notices)
    await officer.upload(`/loans/${loan}/claim-files`, notice, { kind: 'dunning' });
  play.say(`  申报材料 ${FILE.length} 类 ${Object.keys(papers).length + notices.length} 份，均上传扫描件`);
  return { principal, interest };
}

interface Claim {
  readonly id: string;
  readonly claim_no: string;
  readonly loss: string;
  readonly fund: string;
}

/** The bank claims, the offices decide step by step, the fund pays its seventy percent. */
export async function compensate(
  play: Play,
  loan: string,
  notices: readonly string[],
): Promise<[Claim, string[]]> {
  await play.setDay(date('2019-07-08'));
  const officer = await desk(play, 'bank_officer');
  const owed = await gatherFile(play, loan, notices);
  const claim = await officer.post<Claim>('/risk-fund-claims', {
    ...{ loan_id: loan, principal: owed.principal, interest: owed.interest, documents: FILE },
    remark: '借款人外出失联，家中无可供执行财产',
  });
  play.say(`  ${claim.claim_no} 申报：损失 ${claim.loss} 元，补偿金七成 ${claim.fund} 元，银行三成`);
  const path = `/risk-fund-claims/${claim.id}`;
  const office = await desk(play, 'county_office');
  await office.post(`${path}/reviews`, { remark: '建档立卡户属实，贷款用途相符' });
  await (await desk(play, 'finance_reviewer')).post(`${path}/examinations`, { remark: '损失金额核对无误' });
  const { notices: posted } = await office.post<{ notices: { free_on: string }[] }>(`${path}/notices`, {});
  await play.setDay(date(posted[0]?.free_on ?? ''));
  await (await desk(play, 'finance_approver')).post(`${path}/approvals`, { remark: '同意代偿' });
  const payer = await desk(play, 'finance_payer');
  await payer.confirm();
  const order = await payer.post<Order>(`${path}/payment-orders`, {});
  await answer(play, 'huining', { order, bankFile: await takeBankFile(play, order), returns: 0 });
  await until('the claim to be paid', async () => {
    const { state } = await payer.get<{ state: string }>(path);
    return state === 'paid';
  });
  play.say(`  公示期满，审批、拨付 ${order.total} 元，银行确认到账；农户的债务不因代偿免除`);
  return [claim, await claimPapers(play, claim)];
}

async function claimPapers(play: Play, claim: Claim): Promise<string[]> {
  const payer = await desk(play, 'finance_payer');
  const path = `/risk-fund-claims/${claim.id}`;
  const sheet = await payer.post<Paper>(`${path}/approval-sheets`, {});
  const voucher = await payer.post<Paper>(`${path}/payment-vouchers`, {});
  return [
    await keepPaper(play, payer, sheet, `风险补偿审批表-${claim.claim_no}.pdf`),
    await keepPaper(play, payer, voucher, `拨付凭证-${claim.claim_no}.pdf`),
  ];
}

/** A part comes back and is shared as the loss was. */
export async function recover(play: Play, loan: string, claim: Claim): Promise<string> {
  await play.setDay(date('2019-09-20'));
  const officer = await desk(play, 'bank_officer');
  const { id: receipt } = await officer.post<{ id: string }>(`/loans/${loan}/repayments`, {
    ...{ on_date: '2019-09-19', principal: '10000.00', bank_serial: 'HK20190919000001' },
  });
  const reviewer = await desk(play, 'bank_reviewer');
  await reviewer.post('/receipt-confirmations', { count: 1, total: '10000.00', receipt_ids: [receipt] });
  const entered = await officer.post<{ id: string }>(`/risk-fund-claims/${claim.id}/recoveries`, {
    ...{ received_on: '2019-09-19', gross: '10000.00', cost: '200.00', bank_serial: 'ZH20190919000001' },
  });
  const approver = await desk(play, 'finance_approver');
  const shared = await approver.post<{ fund: string; others: string }>(
    `/risk-fund-recoveries/${entered.id}/decisions`,
    { outcome: 'confirmed' },
  );
  play.say(`  追回 10000.00 元，扣除费用 200.00 元，补偿金得 ${shared.fund} 元，银行得 ${shared.others} 元`);
  return shared.fund;
}

/** The year is drawn up by finance and found right by three institutions; then it is closed. */
export async function reconcile(play: Play, fund: string): Promise<string[]> {
  await play.setDay(date('2020-01-10'));
  const reviewer = await desk(play, 'finance_reviewer');
  const drawn = await reviewer.post<{ id: string; closing: string; line_count: number }>(
    `/risk-funds/${fund}/year-statements`,
    { year: 2019 },
  );
  const parties = [
    await desk(play, 'finance_approver'),
    await desk(play, 'county_office'),
    await play.desk(playerAt(PLAYERS, { role: 'bank_officer', bank: 'huining-abc' })),
  ];
  for (const party of parties)
    await party.post(`/fund-statements/${drawn.id}/confirmations`, { closing: drawn.closing });
  const paper = await reviewer.post<Paper>(`/fund-statements/${drawn.id}/papers`, {});
  const workbook = join(play.out, '风险补偿金2019年度对账单.xlsx');
  await writeFile(workbook, await reviewer.download(`/fund-statements/${drawn.id}/workbook`));
  play.say(
    `  2019年度对账单：${drawn.line_count} 笔，年末余额 ${drawn.closing} 元，财政、扶贫办、存放银行三方确认`,
  );
  return [await keepPaper(play, reviewer, paper, '风险补偿金2019年度对账单.pdf')];
}
