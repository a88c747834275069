import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  approveAndPay,
  bankPays,
  dun,
  fileAndPost,
  idOf,
  move,
  openFund,
  readClaim,
  TERMS,
  publishMeasures,
} from '../support/risk-fund-world.ts';

const share = (party: string, percent: string) => ({ party, percent });
/**
 * 陇西县 2014: fund 20, bank 10, insurer 70 of the principal; the fund advances, the insurer waits three months.
 */
const LONGXI = {
  ...TERMS,
  effective_to: '2016-04-30',
  ...{ loss_basis: 'principal', shares: [share('fund', '20'), share('bank', '10'), share('insurer', '70')] },
  waterfall: [
    { party: 'fund', basis: 'principal', advances: true },
    { party: 'insurer', basis: 'principal', waiting_months: 3 },
  ],
  refused_part: 'bank',
};
/** The same, but what the insurer refuses stays with the fund that advanced it. */
const FUND_KEEPS = {
  ...LONGXI,
  ...{ document_no: '县政办发〔2016〕40号', effective_from: '2016-05-01', effective_to: '2016-05-31' },
  refused_part: 'fund',
};
/** 云南: bank 30, insurer 70; of what exceeds 120 % of the premiums the fund pays 80. */
const YUNNAN = {
  ...LONGXI,
  ...{ document_no: '云政办发〔2016〕1号', effective_from: '2016-06-01', effective_to: null },
  shares: [share('fund', '0'), share('bank', '30'), share('insurer', '70')],
  waterfall: [
    { party: 'fund', basis: 'principal' },
    {
      ...{ party: 'insurer', basis: 'principal', waiting_days: 30 },
      layer: { above_percent: '120', ceded_percent: '80', payer: 'fund' },
    },
  ],
};

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let loans: LoanId[];
let paidClaim = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  loans = await world.lend(2);
  loans.push(...(await world.lend(1, { disbursedOn: '2016-05-10' })));
  loans.push(...(await world.lend(1, { disbursedOn: '2016-06-10' })));
  fund = await openFund(world, LONGXI);
  for (const terms of [FUND_KEEPS, YUNNAN]) await publishMeasures(world, fund, terms);
  await move(world, fund);
  for (const loan of loans) await dun(world, loan);
  await world.setDay('2019-07-01');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const balance = async (): Promise<string> =>
  ((await world.get('office', `/risk-funds/${fund}`)).body as { balance: string }).balance;
const sharesOf = async (id: string) =>
  (await readClaim(world, id)).shares.map((row) => `${row.party} ${row.amount} ${row.settled ?? '-'}`);
const paid = (amount: string, changes: object = {}) => ({
  ...{ outcome: 'paid', amount, answered_on: '2019-10-12', document_no: '保险赔字2019-7' },
  ...{ bank_serial: 'BX-0001' },
  ...changes,
});
const REFUSED = {
  ...{ outcome: 'refused', answered_on: '2019-10-12', document_no: '拒赔通知2019-8' },
  reason: '超出保险责任',
};
const decide = (staff: Staff, reply: Response, outcome = 'confirmed') =>
  world.post(staff, `/risk-fund-answers/${idOf(reply)}/decisions`, { outcome });

async function compensated(loan: LoanId, principal = '33333.33'): Promise<string> {
  await world.setDay('2019-07-01');
  const id = await fileAndPost(world, loan, { principal, interest: '0.00' });
  await bankPays(world, await approveAndPay(world, id), '2019-07-12');
  return id;
}
const answer = async (claim: string, body: object, from = 'insurer') => {
  const owed = (await readClaim(world, claim)).transfers.find((each) => each.from_party === from);
  return world.post('examiner', `/risk-fund-transfers/${owed?.id ?? '0'}/answers`, body);
};

describe('陇西: fund 20, bank 10, insurer 70', () => {
  const recover = async (serial: string, gross: string) => {
    const body = { received_on: '2019-08-01', gross, cost: '0.00', bank_serial: serial };
    const entered = await world.post('officer', `/risk-fund-claims/${paidClaim}/recoveries`, body);
    return world.post('approver', `/risk-fund-recoveries/${idOf(entered)}/decisions`, {
      outcome: 'confirmed',
    });
  };

  it('has the fund advance the part of the insurer, who owes it three months later', async () => {
    paidClaim = await compensated(loans[0]!);
    const found = await readClaim(world, paidClaim);
    expect(found).toMatchObject({ state: 'paid', fund: '6666.67', advance: '23333.33', paid: '30000.00' });
    expect(found).toMatchObject({ settled_on: null, outstanding: '50000.00' });
    expect(found.transfers).toEqual([
      expect.objectContaining({
        ...{ from_party: 'insurer', to_party: 'fund', amount: '23333.33', owed: '23333.33' },
        ...{ due_on: '2019-10-12', state: 'waiting' },
      }),
    ]);
    expect(await balance()).toBe('70000.00');
  });

  it('gives the fund what comes back for the waiting insurer, who owes that much less', async () => {
    await world.setDay('2019-08-02');
    const shared = await recover('ZH-8001', '1000.00');
    expect(shared.body).toMatchObject({ fund: '200.00', others: '800.00', advance: '700.00', rest: '0.00' });
    expect(await balance()).toBe('70900.00');
    expect((await readClaim(world, paidClaim)).transfers[0]?.owed).toBe('22633.33');
    expect(said(await answer(paidClaim, paid('22633.33', { answered_on: '2019-08-02' })))).toEqual([
      422,
      'risk-fund.still-waiting',
    ]);
  });

  it('takes the answer of the insurer to the fen, by two persons, once', async () => {
    await world.setDay('2019-10-14');
    expect(said(await answer(paidClaim, paid('23333.33')))).toEqual([422, 'risk-fund.owed-otherwise']);
    const entered = await answer(paidClaim, paid('22633.33'));
    expect(said(await answer(paidClaim, paid('22633.33', { bank_serial: 'BX-0002' })))).toEqual([
      409,
      'risk-fund.answered',
    ]);
    expect(said(await decide('twin', entered))).toEqual([422, 'risk-fund.same-person']);
    expect((await decide('approver', entered)).status).toBe(201);
    expect(said(await decide('approver', entered))).toEqual([409, 'risk-fund.already-decided']);
    expect(await sharesOf(paidClaim)).toEqual([
      'fund 6666.67 6666.67',
      'bank 3333.33 3333.33',
      'insurer 23333.33 23333.33',
    ]);
    expect(await readClaim(world, paidClaim)).toMatchObject({ settled_on: '2019-10-14' });
    // 100,000.00 − 30,000.00 + 900.00 + 22,633.33: the fund has borne 6,666.67 less 200.00
    expect(await balance()).toBe('93533.33');
    expect(said(await answer(paidClaim, paid('1.00')))).toEqual([409, 'risk-fund.answered']);
  });

  it('shares what comes back afterwards among all three', async () => {
    const shared = await recover('ZH-8002', '3000.00');
    expect(shared.body).toMatchObject({ fund: '600.00', others: '2400.00', advance: '0.00' });
    expect((await readClaim(world, paidClaim)).shares.map(({ recovered }) => recovered)).toEqual([
      ...['800.00', '400.00', '2800.00'],
    ]);
    expect(await balance()).toBe('94133.33');
  });

  it('makes the bank give back what the insurer refuses, and settles then', async () => {
    const id = await compensated(loans[1]!);
    await world.setDay('2019-10-14');
    const before = await balance();
    expect((await decide('approver', await answer(id, REFUSED))).status).toBe(201);
    expect(await readClaim(world, id)).toMatchObject({ settled_on: null });
    const back = { ...REFUSED, answered_on: '2019-10-14' };
    expect(said(await answer(id, back, 'bank'))).toEqual([422, 'risk-fund.bank-owes']);
    const twice = paid('23333.33', { answered_on: '2019-10-14' });
    expect(said(await answer(id, twice, 'bank'))).toEqual([409, 'risk-fund.answer-serial-known']);
    const given = await answer(id, { ...twice, bank_serial: 'TH-0001' }, 'bank');
    expect((await decide('approver', given)).status).toBe(201);
    expect(await sharesOf(id)).toEqual([
      'fund 6666.67 6666.67',
      'bank 3333.33 26666.66',
      'insurer 23333.33 0.00',
    ]);
    expect(Number(await balance()) - Number(before)).toBeCloseTo(23333.33, 6);
  });
});

describe('other schemes', () => {
  it('leaves with the fund what it advanced and the insurer refused, where the terms say so', async () => {
    const id = await compensated(loans[2]!, '10000.00');
    await world.setDay('2019-10-14');
    await decide('approver', await answer(id, REFUSED));
    expect(await sharesOf(id)).toEqual([
      'fund 2000.00 9000.00',
      'bank 1000.00 1000.00',
      'insurer 7000.00 0.00',
    ]);
    expect(await readClaim(world, id)).toMatchObject({ settled_on: '2019-10-14' });
  });

  it('云南: the fund bears 80 % of what exceeds the premiums by more than a fifth', async () => {
    await world.setDay('2019-07-01');
    const body = { principal: '10000.00', interest: '0.00' };
    const file = () =>
      world.post('officer', '/risk-fund-claims', {
        ...{ loan_id: String(loans[3]), ...body, documents: ['contract', 'voucher', 'dunning'] },
      });
    expect(said(await file())).toEqual([422, 'risk-fund.loss-year-unknown']);
    const path = `/risk-funds/${fund}/loss-reports`;
    const report = { party: 'insurer', on_date: '2019-06-30', premium: '100000.00', claims: '115000.00' };
    const stranger = { ...report, party: 'guarantor', document_no: '赔付率表2019-6' };
    expect(said(await world.post('examiner', path, stranger))).toEqual([422, 'risk-fund.payer-unknown']);
    const entered = await world.post('examiner', path, { ...report, document_no: '赔付率表2019-6' });
    const confirm = (staff: Staff) =>
      world.post(staff, `/risk-fund-loss-reports/${idOf(entered)}/decisions`, { outcome: 'confirmed' });
    expect(said(await confirm('twin'))).toEqual([422, 'risk-fund.same-person']);
    expect((await confirm('approver')).status).toBe(201);
    expect(await sharesOf(idOf(await file()))).toEqual([
      ...['fund 1600.00 -', 'bank 3000.00 -', 'insurer 5400.00 -'],
    ]);
    const [claim] = (await world.get('office', '/risk-fund-claims?state=filed')).body.items as object[];
    expect(claim).toMatchObject({
      ...{ layer_premium: '100000.00', layer_before: '115000.00', layer_claim: '7000.00', advance: '0.00' },
    });
  });
});

it('keeps the statement of the year: advances are compensation, what payers give back is recovered', async () => {
  const year = await world.get('office', `/risk-funds/${fund}/statement?from=2019-01-01&through=2019-12-31`);
  expect(year.body).toMatchObject({
    ...{ opening: '0.00', injections: '100000.00', compensation: '69000.00', returned: '0.00' },
    ...{ recoveries: '47466.66', closing: '78466.66' },
  });
});

it('is held by the database: no part is paid twice, moved or answered again', async () => {
  const refusal = async (text: string): Promise<string> =>
    world.sql(text).then(
      () => 'accepted',
      (error: unknown) => {
        const { constraint, code } = error as { constraint?: string; code?: string };
        return constraint ?? code ?? 'unknown';
      },
    );
  const again = (party: string, amount: string) =>
    `insert into risk_fund_transfer (claim_id, county_code, bank_id, from_party, to_party, amount_fen, due_on)
     select id, county_code, bank_id, '${party}', 'fund', ${amount}, paid_on from risk_fund_claim where id = ${paidClaim}`;
  expect(await refusal(again('insurer', '2333333'))).toBe('risk_fund_transfer_no_double');
  expect(await refusal(again('bank', '1'))).toBe('risk_fund_transfer_no_double');
  expect(await refusal('update risk_fund_transfer set paid_fen = paid_fen + 1')).toBe('SF001');
  const answered = `insert into risk_fund_answer (transfer_id, claim_id, county_code, bank_id, outcome, amount_fen, answered_on,
      document_no, bank_serial, entered_by, entered_on)
    select transfer_id, claim_id, county_code, bank_id, outcome, amount_fen, answered_on, document_no, 'BX-9', entered_by,
      entered_on from risk_fund_answer where claim_id = ${paidClaim}`;
  expect(await refusal(answered)).toBe('risk_fund_answer_one');
  expect(await refusal(`update risk_fund_claim_share set settled_fen = settled_fen + 1`)).toBe('SF001');
  expect(await refusal(`update risk_fund_claim set settled_on = null where id = ${paidClaim}`)).toBe('SF001');
});
