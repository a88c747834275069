import { setTimeout as delay } from 'node:timers/promises';
import { COUNTIES } from '../../src/cli/demo/cast.ts';
import { countersign } from '../../src/cli/demo/act-claim.ts';
import type { PlainDate } from '../../src/kernel/date.ts';
import { fen, formatYuan } from '../../src/kernel/money.ts';
import { fenOf, type Order } from './answer-order.ts';
import type { ClaimsLoad } from './claims-load.ts';
import { letHang } from './let-hang.ts';
import { answerWhenReady } from './load-dividends.ts';
import type { World } from './world.ts';

const BANK = 'huining-rcb';
const HERE = { county: 'huining' } as const;

interface Id {
  readonly id: string;
}
interface Claim extends Id {
  readonly state: string;
  readonly fund: string;
}

/** Seventy to thirty, as soon as the loss is determined; one day on the board. */
const MEASURES = {
  ...{ document_no: '会政办发〔2015〕88号', effective_from: '2015-07-01' },
  ...{ trigger_kind: 'loss_determined', dunning_min_count: 0, checklist: [], loss_basis: 'principal' },
  shares: [
    { party: 'fund', percent: '70' },
    { party: 'bank', percent: '30' },
  ],
  ...{ recovery_order: 'pro_rata', recovery_return_days: 5, leverage_times: '20' },
  ...{ excess_cover: 'last_disbursed_first', top_up_mode: 'demand' },
  ...{ publicity_days: 1, review_days: [10, 5, 10, 10] },
};
/** Covers twenty times as much: more than the bank has lent. */
const MONEY = '20000000.00';

/** The county sets up its fund for the loans of one bank; the money lies at another. */
export async function foundFund(world: World): Promise<void> {
  const approver = world.desk({ role: 'finance_approver', ...HERE });
  const reviewer = world.desk({ role: 'finance_reviewer', ...HERE });
  const { id } = await approver.post<Id>('/risk-funds', {
    ...{ county_code: COUNTIES.huining.code, name: '会宁县扶贫小额信贷风险补偿金' },
    deposit_bank_id: String(world.play.stage.banks['huining-abc']),
    ...{ bank_ids: [String(world.play.stage.banks[BANK])], product_codes: ['microloan'] },
  });
  const asked = await approver.post<Id>(`/risk-funds/${id}/terms`, MEASURES);
  await countersign(world.play, 'huining', asked.id, 'county_office');
  const paid = await reviewer.post<Id>(`/risk-funds/${id}/movements`, {
    ...{ kind: 'injection', source: 'county', amount: MONEY, on_date: world.day() },
    document_no: '会财农〔2016〕61号',
  });
  await approver.post(`/risk-fund-movements/${paid.id}/decisions`, { outcome: 'confirmed' });
}

/**
 * Loan after loan is called due, claimed, compensated by the fund and recovered in part, until told to stop;
 * the last one is seen through.
 */
export async function compensateUntil(load: ClaimsLoad, loans: readonly string[]): Promise<void> {
  for (const loan of loans) {
    if (!load.goOn()) return;
    await callDue(load, loan);
    const claim = await decide(load, loan);
    await pay(load, claim);
    await recover(load, claim);
    load.counted.compensations += 1;
  }
}

/** By a clause of its contract and a notice that was signed for; another person of the bank confirms it. */
async function callDue({ world, counted }: ClaimsLoad, loan: string): Promise<void> {
  const officer = world.desk({ role: 'bank_officer', bank: BANK });
  const on = world.day();
  const served = await officer.post<Id>(`/loans/${loan}/dunnings`, {
    ...{ kind: 'notice_signed', dunned_on: on, proof: '提前到期通知书，户主签收' },
  });
  const scan = { name: '回执.pdf', bytes: Buffer.from(`%PDF-1.7 回执 ${served.id}`) };
  await officer.uploadBytes(`/loans/${loan}/dunnings/${served.id}/proofs`, scan);
  const change = await officer.post<Id>(`/loans/${loan}/changes`, {
    ...{ kind: 'acceleration', on_date: on, notice_id: served.id, reason: '多期欠息，催收无果' },
    ...{ called_for: 'contract', document_no: '借款合同第十二条' },
  });
  const reviewer = world.desk({ role: 'bank_reviewer', bank: BANK });
  await reviewer.post(`/loan-changes/${change.id}/confirmations`, {});
  counted.ops += 1;
}

/** Filed by the bank and decided by three offices. */
async function decide(load: ClaimsLoad, loan: string): Promise<Claim> {
  const { world, counted } = load;
  const officer = world.desk({ role: 'bank_officer', bank: BANK });
  const office = world.desk({ role: 'county_office', ...HERE });
  const { outstanding } = await officer.get<{ readonly outstanding: string }>(`/loans/${loan}`);
  const claim = await officer.post<Claim>('/risk-fund-claims', {
    ...{ loan_id: loan, principal: outstanding, interest: '0.00', documents: [] },
    loss_determined_on: world.day(),
  });
  const path = `/risk-fund-claims/${claim.id}`;
  const decided = (act: string): void => {
    world.acks.add({ kind: 'claim-step', ref: `${claim.id}/${act}`, fen: fenOf(claim.fund) });
    counted.ops += 1;
  };
  decided('file');
  await office.post(`${path}/reviews`, {});
  decided('review');
  await world.desk({ role: 'finance_reviewer', ...HERE }).post(`${path}/examinations`, {});
  decided('examine');
  const { notices } = await office.post<{ readonly notices: readonly { readonly free_on: PlainDate }[] }>(
    ...([`${path}/notices`, {}] as const),
  );
  const [posted] = notices;
  if (!posted) throw new Error(`claim ${claim.id} was not posted`);
  await letHang(load, posted.free_on);
  await world.desk({ role: 'finance_approver', ...HERE }).post(`${path}/approvals`, {});
  decided('approve');
  return claim;
}

async function pay(load: ClaimsLoad, claim: Claim): Promise<void> {
  const { world, counted } = load;
  const payer = world.desk({ role: 'finance_payer', ...HERE });
  const path = `/risk-fund-claims/${claim.id}`;
  await payer.confirm();
  const order = await payer.post<Order>(`${path}/payment-orders`, {});
  const fund = fenOf(claim.fund);
  world.acks.add(
    { kind: 'order', ref: `risk_fund_claim/${claim.id}`, fen: fenOf(order.total) },
    { kind: 'claim-step', ref: `${claim.id}/instruct`, fen: fund },
  );
  counted.ops += 1;
  await answerWhenReady(load, order);
  while ((await payer.get<Claim>(path)).state !== 'paid') await delay(300);
}

/** A part comes back: entered by the bank, confirmed by finance, shared by who bore the loss. */
async function recover({ world, counted }: ClaimsLoad, claim: Claim): Promise<void> {
  const cost = BigInt(world.chance.between(1, 2_000));
  const net = BigInt(world.chance.between(2_000, 90_000));
  const serial = `ZH${claim.id.padStart(9, '0')}`;
  const entered = await world
    .desk({ role: 'bank_officer', bank: BANK })
    .post<Id>(`/risk-fund-claims/${claim.id}/recoveries`, {
      ...{ received_on: world.day(), gross: formatYuan(fen(net + cost)), cost: formatYuan(fen(cost)) },
      bank_serial: serial,
    });
  const approver = world.desk({ role: 'finance_approver', ...HERE });
  await approver.post(`/risk-fund-recoveries/${entered.id}/decisions`, { outcome: 'confirmed' });
  world.acks.add({ kind: 'recovery', ref: serial, fen: net });
  counted.ops += 1;
}
