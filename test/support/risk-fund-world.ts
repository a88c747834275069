import type { Response } from 'supertest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { answerFile, signed, type ClaimWorld, type Lent, type OrderJson, type Staff } from './claim-world.ts';
import { COUNTY } from './loan-world.ts';

/** 黄平 特惠贷: 70:30 with 50/30/20 inside the fund, here at 90 days with two notices, as 南澳. */
export const TERMS = {
  document_no: '县政办发〔2015〕88号',
  effective_from: '2015-07-01',
  trigger_kind: 'days',
  trigger_days: 90,
  dunning_min_count: 2,
  checklist: ['contract', 'voucher', 'dunning'],
  loss_basis: 'principal_and_interest',
  shares: [
    {
      party: 'fund',
      percent: '70',
      nested: [
        { party: 'county', percent: '50' },
        { party: 'township', percent: '30' },
        { party: 'village', percent: '20' },
      ],
    },
    { party: 'bank', percent: '30' },
  ],
  recovery_order: 'pro_rata',
  recovery_return_days: 5,
  leverage_times: '10',
  excess_cover: 'last_disbursed_first',
  funding_ratio: [
    { source: 'province', weight: 1 },
    { source: 'county', weight: 1 },
    { source: 'bank', weight: 1 },
  ],
  top_up_mode: 'quarterly_percent',
  top_up_percent: '10',
  publicity_days: 10,
  review_days: [10, 5, 10, 10],
};

export function must(reply: Response): Response {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
  return reply;
}

export const idOf = (reply: Response): string => (must(reply).body as { id: string }).id;

/**
 * Lends to households that owe the bank their interest whole: the state's subsidy goes to their own cards.
 */
export async function lendOwing(world: ClaimWorld, count: number, changes: Lent = {}): Promise<LoanId[]> {
  await world.sql(
    `insert into programme_terms (code, programme_code, product_code, title, document_no, effective_from, effective_to,
       parameters, parameters_hash, county_code, state, published_by, published_on)
     select 'to-the-card', programme_code, product_code, title, document_no, effective_from, effective_to,
       jsonb_set(parameters, '{subsidy,payee}', '"household_card"'), 'to-the-card', '620999', state,
       published_by, published_on
     from programme_terms where code = 'gansu-2016' on conflict do nothing`,
  );
  return world.lend(count, { ...changes, terms: 'to-the-card' });
}

/** A fund whose money lies at another bank than the one it covers. */
export async function openFund(world: ClaimWorld, terms: object = TERMS): Promise<string> {
  const fund = idOf(
    await world.post('approver', '/risk-funds', {
      county_code: COUNTY,
      name: '某县扶贫小额信贷风险补偿金',
      deposit_bank_id: String(world.loans.secondBank),
      bank_ids: [String(world.loans.bank)],
      product_codes: ['microloan'],
    }),
  );
  await publishMeasures(world, fund, terms);
  return fund;
}

/** Finance asks for measures, the county office confirms them. */
export const publishMeasures = async (world: ClaimWorld, fund: string, terms: object): Promise<Response> =>
  signed(world, await world.post('approver', `/risk-funds/${fund}/terms`, terms), 'office');

let vouchers = 0;

export const movement = (changes: object = {}) => ({
  kind: 'injection',
  source: 'county',
  amount: '100000.00',
  on_date: '2019-06-03',
  document_no: `财预〔2019〕${(vouchers += 1)}号`,
  ...changes,
});

/**
 * Enters money and has another person confirm it; what goes out is paid by a third, and arrives on that day.
 */
export async function move(world: ClaimWorld, fund: string, changes: object = {}): Promise<void> {
  const entered = await world.post('examiner', `/risk-funds/${fund}/movements`, movement(changes));
  const path = `/risk-fund-movements/${idOf(entered)}`;
  const decided = must(await world.post('approver', `${path}/decisions`, { outcome: 'confirmed' }));
  if ((decided.body as { kind: string }).kind === 'returned') await payOut(world, path);
}

/** Has a payer instruct what was confirmed, and the bank answer today that it arrived. */
export async function payOut(world: ClaimWorld, path: string): Promise<void> {
  const order = must(await world.post('payer', `${path}/payment-orders`, {})).body as OrderJson;
  const [today] = await world.sql<{ day: string }>('select business_day()::text as day');
  await bankPays(world, order, today!.day);
}

/** The papers that the terms list, each as a file of the loan. */
export async function papers(world: ClaimWorld, loan: LoanId): Promise<void> {
  for (const kind of TERMS.checklist) {
    const scan = `%PDF-1.7 ${kind} ${String(loan)}`;
    must(await world.upload('officer', `/loans/${loan}/claim-files`, scan, { kind }));
  }
}

/** The papers, and two notices between the due date and the trigger, as the terms want them. */
export async function dun(world: ClaimWorld, loan: LoanId): Promise<void> {
  await papers(world, loan);
  for (const dunned_on of ['2019-04-20', '2019-05-20']) {
    const body = { kind: 'notice_signed', dunned_on, proof: '户主签收回执' };
    must(await world.post('officer', `/loans/${loan}/dunnings`, body));
  }
}

/** The bank calls the whole loan due from a day on (提前到期), by a notice served that day and its scan. */
export async function callDue(world: ClaimWorld, loan: LoanId, on: string): Promise<void> {
  const served = { kind: 'notice_posted', dunned_on: on, proof: '提前到期通知书，挂号寄出' };
  const notice = idOf(await world.post('officer', `/loans/${loan}/dunnings`, served));
  must(await world.upload('officer', `/loans/${loan}/dunnings/${notice}/proofs`, `%PDF-1.7 ${notice}`));
  const called = await world.post('officer', `/loans/${loan}/changes`, {
    ...{ kind: 'acceleration', on_date: on, reason: '多期欠息，催收无果', notice_id: notice },
    ...{ called_for: 'contract', document_no: '借款合同第十二条' },
  });
  must(await world.post('reviewer', `/loan-changes/${idOf(called)}/confirmations`, {}));
}

export const claimOf = (loan: LoanId, changes: object = {}) => ({
  loan_id: String(loan),
  principal: '50000.00',
  interest: '1187.50',
  documents: ['contract', 'voucher', 'dunning'],
  ...changes,
});

export interface ClaimJson {
  readonly id: string;
  readonly claim_no: string;
  readonly state: string;
  readonly outstanding: string;
  readonly shares: readonly {
    path: string;
    party: string;
    amount: string;
    recovered: string;
    settled: string | null;
  }[];
  readonly transfers: readonly {
    id: string;
    from_party: string;
    due_on: string;
    owed: string;
    state: string;
  }[];
  readonly settled_on: string | null;
  readonly decisions: readonly { act: string; person_name: string }[];
  readonly notices: readonly { id: string; state: string; free_on: string; posting: number }[];
}

export const readClaim = async (world: ClaimWorld, id: string): Promise<ClaimJson> =>
  must(await world.get('office', `/risk-fund-claims/${id}`)).body as ClaimJson;

const WAY: readonly (readonly [Staff, string])[] = [
  ['office', 'reviews'],
  ['examiner', 'examinations'],
  ['office', 'notices'],
];

/** Files a claim and takes it as far as the offices take it before approval; answers its id. */
export async function fileAndPost(world: ClaimWorld, loan: LoanId, changes: object = {}): Promise<string> {
  const id = idOf(await world.post('officer', '/risk-fund-claims', claimOf(loan, changes)));
  for (const [staff, act] of WAY) must(await world.post(staff, `/risk-fund-claims/${id}/${act}`, {}));
  return id;
}

/** Waits out the notice, approves and pays; answers the order that the bank is to answer. */
export async function approveAndPay(world: ClaimWorld, id: string): Promise<OrderJson> {
  const { notices } = await readClaim(world, id);
  await world.setDay(notices.at(-1)?.free_on ?? '');
  must(await world.post('approver', `/risk-fund-claims/${id}/approvals`, {}));
  return must(await world.post('payer', `/risk-fund-claims/${id}/payment-orders`, {})).body as OrderJson;
}

/** The bank's answer that the compensation arrived. */
export async function bankPays(world: ClaimWorld, order: OrderJson, on: string): Promise<void> {
  const file = answerFile(order.order_no, [{ no: 1, amount: order.total, on }]);
  must(await world.upload('payer', `/payment-orders/${order.id}/receipts`, file));
  await world.followUp();
}
