import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { answerFile, createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  claimOf,
  idOf,
  move,
  movement,
  openFund,
  publishMeasures,
  TERMS,
} from '../support/risk-fund-world.ts';

/** 生源地助学: 15 % of the year's lending, later 5 %; a deficit falls to bank and aid centre, half each. */
const STUDENT = {
  ...TERMS,
  ...{ document_no: '教财〔2016〕15号', effective_from: '2016-01-01', effective_to: '2016-08-31' },
  ...{ loss_basis: 'on_disbursement', disbursement_percent: '15', surplus_to: 'bank' },
  shares: [
    { party: 'bank', percent: '50' },
    { party: 'aid_centre', percent: '50' },
  ],
};
const LATER = {
  ...STUDENT,
  ...{ document_no: '教财〔2016〕5号', effective_from: '2016-09-01', effective_to: null },
  disbursement_percent: '5',
};

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let loans: LoanId[];
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-12-30');
  loans = await world.lend(2, { disbursedOn: '2016-08-31', maturesOn: '2019-08-31', principal: 8_000_00n });
  await world.lend(1, { disbursedOn: '2016-09-01', maturesOn: '2019-09-01', principal: 7_777_77n });
  await world.lend(1, { disbursedOn: '2017-09-01', maturesOn: '2020-09-01', principal: 10_000_00n });
  fund = await openFund(world, STUDENT);
  await publishMeasures(world, fund, LATER);
  await move(world, fund, { amount: '2788.89', on_date: '2016-12-30' });
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const enter = (year: number, loss: string, bank = world.loans.bank) =>
  world.post('examiner', `/risk-funds/${fund}/year-settlements`, {
    ...{ bank_id: String(bank), year, loss, document_no: `助学清算〔${year}〕1号` },
  });
const decide = (staff: Staff, id: string, outcome = 'confirmed') =>
  world.post(staff, `/risk-fund-year-settlements/${id}/decisions`, { outcome });
interface Payment {
  readonly order_id: string;
  readonly order_no: string;
  readonly amount: string;
  readonly state: string;
  readonly bank_serial: string | null;
}
const payments = async (): Promise<readonly Payment[]> =>
  (
    (await world.get('office', `/risk-funds/${fund}/year-settlements`)).body as {
      items: { payments: Payment[] }[];
    }
  ).items[0]!.payments;
const answer = (payment: Payment, outcome: '成功' | '失败') =>
  world.upload(
    'payer',
    `/payment-orders/${payment.order_id}/receipts`,
    answerFile(payment.order_no, [{ no: 1, amount: payment.amount, outcome, on: '2017-01-10' }]),
  );
const statement = async () =>
  (await world.get('office', `/risk-funds/${fund}/statement?from=2016-01-01&through=2017-12-31`))
    .body as object;

it('is not settled before the year is over, for a bank that lent nothing, or loan by loan', async () => {
  expect(said(await enter(2016, '0.00'))).toEqual([422, 'risk-fund.year-not-over']);
  await world.setDay('2017-01-10');
  expect(said(await enter(2015, '0.00'))).toEqual([422, 'risk-fund.nothing-lent']);
  expect(said(await world.post('officer', '/risk-fund-claims', claimOf(loans[0]!)))).toEqual([
    422,
    'risk-fund.by-year',
  ]);
});

it('provides by dated rates, compensates, and rewards the bank with what is left, by two persons', async () => {
  const entered = await enter(2016, '1000.00');
  // 16,000.00 at 15 % and 7,777.77 at 5 %: 2,400.00 + 388.89
  expect(entered.body).toMatchObject({
    ...{ lent: '23777.77', due: '2788.89', compensated: '1000.00', surplus: '1788.89', deficit: '0.00' },
    parts: [
      { document_no: '教财〔2016〕15号', percent: '15', lent: '16000.00', due: '2400.00' },
      { document_no: '教财〔2016〕5号', percent: '5', lent: '7777.77', due: '388.89' },
    ],
  });
  expect(said(await enter(2016, '1.00'))).toEqual([409, 'risk-fund.year-settled']);
  expect(said(await decide('approver', idOf(entered)))[0]).toBe(403);
  expect(said(await decide('twin-payer', idOf(entered)))).toEqual([422, 'risk-fund.same-person']);
  expect((await decide('payer', idOf(entered))).body).toMatchObject({ state: 'confirmed' });
  expect(said(await decide('payer', idOf(entered)))).toEqual([409, 'risk-fund.already-decided']);
});

it('counts as paid what the bank says arrived; what it returned is corrected and paid again', async () => {
  const [compensation, surplus] = await payments();
  expect([compensation!.amount, surplus!.amount, surplus!.state]).toEqual(['1000.00', '1788.89', 'sent']);
  expect(await statement()).toMatchObject({ compensation: '0.00', returned: '0.00', closing: '2788.89' });
  // on its way it is nobody else's
  const leaving = movement({ kind: 'returned', source: null, amount: '0.01', on_date: '2017-01-10' });
  const entered = await world.post('examiner', `/risk-funds/${fund}/movements`, leaving);
  const path = `/risk-fund-movements/${idOf(entered)}`;
  expect(said(await world.post('approver', `${path}/decisions`, { outcome: 'confirmed' }))).toEqual([
    ...[422, 'risk-fund.fund-too-small'],
  ]);
  expect(said(await world.post('payer', `${path}/payment-orders`, {}))).toEqual([
    422,
    'risk-fund.nothing-to-pay',
  ]);
  await answer(compensation!, '成功');
  await answer(surplus!, '失败');
  expect(await statement()).toMatchObject({ compensation: '1000.00', returned: '0.00', closing: '1788.89' });
  const [year] = (await world.get('office', `/risk-funds/${fund}/year-settlements`)).body.items as {
    id: string;
  }[];
  const again = () =>
    world.post('payer', `/risk-fund-year-settlements/${year!.id}/payment-orders`, { part: 'surplus' });
  expect(said(await again())).toEqual([422, 'risk-fund.nothing-corrected']);
  const [line] = await world.sql<{ id: string }>(
    `select id::text from payment_line where state = 'returned'`,
  );
  const correction = { payee_name: '农村信用合作联社', remark: '户名更正' };
  expect((await world.post('officer', `/payment-lines/${line!.id}/corrections`, correction)).status).toBe(
    201,
  );
  expect((await again()).status).toBe(201);
  await answer((await payments()).at(-1)!, '成功');
  expect(await statement()).toMatchObject({
    ...{ injections: '2788.89', compensation: '1000.00', returned: '1788.89', closing: '0.00' },
  });
  await world.post('approver', `${path}/decisions`, { outcome: 'rejected' });
});

it('shares a deficit in halves, and is refused while the fund has not what the provision says', async () => {
  await world.setDay('2018-01-10');
  const entered = await enter(2017, '700.01');
  expect(entered.body).toMatchObject({
    ...{ due: '500.00', compensated: '500.00', surplus: '0.00', deficit: '200.01' },
    deficit_parts: [
      { party: 'bank', amount: '100.01' },
      { party: 'aid_centre', amount: '100.00' },
    ],
  });
  expect(said(await decide('payer', idOf(entered)))).toEqual([422, 'risk-fund.fund-too-small']);
  expect((await decide('payer', idOf(entered), 'rejected')).body).toMatchObject({ state: 'rejected' });
  expect((await enter(2017, '0.00')).status).toBe(201);
});

it('is held by the database: the year counts what was lent in it', async () => {
  const forged = `insert into risk_fund_year (fund_id, terms_id, county_code, bank_id, year, lent_fen, due_fen, loss_fen,
      compensated_fen, surplus_fen, surplus_to, deficit_fen, deficit_parts, parts, document_no, entered_by, entered_on)
    select fund_id, terms_id, county_code, bank_id, 2018, lent_fen, due_fen, 0, 0, due_fen, surplus_to, 0, '[]', '[]', 'X-1',
      entered_by, '2019-01-02' from risk_fund_year where state = 'confirmed'`;
  await expect(world.sql(forged)).rejects.toMatchObject({ code: 'SF003' });
  await expect(world.sql('update risk_fund_year set loss_fen = 0')).rejects.toMatchObject({ code: 'SF001' });
});
