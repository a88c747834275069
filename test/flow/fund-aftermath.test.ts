import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  approveAndPay,
  bankPays,
  callDue,
  claimOf,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  must,
  openFund,
  papers,
  payOut,
  readClaim,
  TERMS,
} from '../support/risk-fund-world.ts';
import * as receive from '../support/receipts.ts';

const MEASURES = {
  ...TERMS,
  ...{ trigger_counts_interest: true, dunning_min_count: 0 },
  premium_shares: [
    { party: 'county', percent: '50' },
    { party: 'household', percent: '50' },
  ],
};

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let fund = '';
let claim = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-09-18');
  loans = await lendOwing(world, 3);
  fund = await openFund(world, MEASURES);
  await move(world, fund, { on_date: '2016-09-18' });
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const balance = async (): Promise<string> =>
  ((await world.get('office', `/risk-funds/${fund}`)).body as { balance: string }).balance;
const account = async (code: string): Promise<string> =>
  (
    await world.sql<{ fen: string }>(
      'select coalesce(sum(posted_fen), 0)::text as fen from ledger_account where code = $1',
      [code],
    )
  )[0]!.fen;

describe('interest in arrears before the maturity', () => {
  it('triggers ninety days after the oldest settlement that was not paid, where the terms say so', async () => {
    await papers(world, loans[2]!);
    await callDue(world, loans[2]!, '2016-09-18');
    // interest of the line to 21 June 2016: 50,000 × 4.75 % × 81/360 = 534.38
    const file = () => world.post('officer', '/risk-fund-claims', claimOf(loans[2]!, { interest: '534.38' }));
    expect(said(await file())).toEqual([422, 'risk-fund.not-triggered']);
    await world.setDay('2016-09-19');
    const filed = await file();
    expect(filed.body).toMatchObject({ due_on: '2016-06-21', triggered_on: '2016-09-19', loss: '50534.38' });
    const back = { remark: '已还清欠息' };
    expect((await world.post('approver', `/risk-fund-claims/${idOf(filed)}/returns`, back)).status).toBe(201);
  });

  it('triggers no more once that interest is paid', async () => {
    const paid = { on_date: '2016-09-19', principal: '0.00', interest: '534.38', bank_serial: 'HX-00001' };
    expect((await receive.repay(world, loans[2], paid)).status).toBe(201);
    const again = await world.post('officer', '/risk-fund-claims', claimOf(loans[2]!, { interest: '0.00' }));
    expect(said(again)).toEqual([422, 'risk-fund.not-triggered']);
  });
});

describe('interest that the state owes the bank', () => {
  it('triggers nothing, however late the state is', async () => {
    const [subsidised] = await world.lend(1);
    await papers(world, subsidised!);
    await world.setDay('2016-12-19');
    const claimed = claimOf(subsidised!, { interest: '0.00' });
    expect(said(await world.post('officer', '/risk-fund-claims', claimed))).toEqual([
      422,
      'risk-fund.not-triggered',
    ]);
    // the household that lost its subsidy owes what arises afterwards
    await world.sql(
      `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reason, recorded_by, recorded_on)
       select id, county_code, bank_id, 'eligibility_lost', '2016-08-01', '清退', 1, '2016-12-19' from loan where id = $1`,
      [String(subsidised)],
    );
    await callDue(world, subsidised!, '2016-12-19');
    await world.setDay('2016-12-20');
    const filed = await world.post('officer', '/risk-fund-claims', claimed);
    expect(filed.body).toMatchObject({ due_on: '2016-09-21', triggered_on: '2016-12-20' });
    const back = { remark: '已还清欠息' };
    must(await world.post('approver', `/risk-fund-claims/${idOf(filed)}/returns`, back));
  });
});

describe('a write-off', () => {
  const propose = (staff: Staff = 'officer') =>
    world.post(staff, `/risk-fund-claims/${claim}/write-offs`, {
      ...{ document_no: '核销〔2019〕3号', reason: '借款人死亡，无可执行财产' },
    });
  const decide = (staff: Staff, id: string, body: object) =>
    world.post(staff, `/risk-fund-write-offs/${id}/decisions`, body);
  const recover = async (serial: string, gross: string) => {
    const body = { received_on: '2019-08-05', gross, cost: '0.00', bank_serial: serial };
    const entered = await world.post('officer', `/risk-fund-claims/${claim}/recoveries`, body);
    return world.post('approver', `/risk-fund-recoveries/${idOf(entered)}/decisions`, {
      outcome: 'confirmed',
    });
  };

  it('waits for the compensation', async () => {
    await world.setDay('2019-07-01');
    await dun(world, loans[0]!);
    claim = await fileAndPost(world, loans[0]!);
    expect(said(await propose())).toEqual([409, 'risk-fund.wrong-state']);
    await bankPays(world, await approveAndPay(world, claim), '2019-07-12');
    await world.setDay('2019-08-05');
    await recover('ZH-7001', '10000.00');
  });

  it('is proposed by the bank over what all still lack, and decided by the county', async () => {
    const first = await propose();
    // 35,831.25 − 7,000.00 and 15,356.25 − 3,000.00
    expect(first.body).toMatchObject({
      ...{ outstanding: '50000.00', fund_lacks: '28831.25', others_lack: '12356.25', state: 'proposed' },
    });
    expect(said(await propose())).toEqual([409, 'risk-fund.written-off']);
    expect(said(await decide('officer', idOf(first), { outcome: 'confirmed' }))[0]).toBe(403);
    const refusal = { outcome: 'refused', refusal: '请补充死亡证明' };
    expect((await decide('office', idOf(first), refusal)).body).toMatchObject({ state: 'refused' });
    const stale = await propose();
    await recover('ZH-7000', '0.10');
    const late = await decide('office', idOf(stale), { outcome: 'confirmed' });
    expect(said(late)).toEqual([409, 'risk-fund.write-off-stale']);
    expect((late.body as { detail: string }).detail).toMatch(/28,831\.25.*现为.*28,831\.18/);
    must(await decide('office', idOf(stale), refusal));
    const third = await propose();
    const waiting = await world.post('officer', `/loans/${loans[0]}/repayments`, {
      ...{ on_date: '2019-08-05', principal: '0.00', interest: '100.00', bank_serial: 'HX-7001' },
    });
    expect(said(await decide('office', idOf(third), { outcome: 'confirmed' }))).toEqual([
      409,
      'loan.receipts-waiting',
    ]);
    must(await decide('office', idOf(third), refusal));
    must(await receive.confirmed(world, waiting));
    const second = await propose();
    expect((await decide('office', idOf(second), { outcome: 'confirmed' })).status).toBe(201);
    expect(said(await decide('office', idOf(second), { outcome: 'confirmed' }))).toEqual([
      409,
      'risk-fund.already-decided',
    ]);
  });

  it('keeps what it says: what it counted is not reversed, what came back later is', async () => {
    const reverse = (id: string) =>
      world.post('examiner', `/risk-fund-recoveries/${id}/reversals`, {
        ...{ document_no: '冲正单2019-1', reason: '金额多录一个零' },
      });
    const sign = (entered: Response) =>
      world.post('approver', `/countersigns/${idOf(entered)}/confirmations`, {});
    const later = idOf(await recover('ZH-7003', '500.00'));
    must(await sign(await reverse(later)));
    const [counted] = await world.sql<{ id: string }>(
      `select id::text from risk_fund_recovery where bank_serial = 'ZH-7000'`,
    );
    expect(said(await sign(await reverse(counted!.id)))).toEqual([409, 'risk-fund.recovery-written-off']);
  });

  it('leaves the debt of the household, and what comes back later is shared as ever', async () => {
    const after = await readClaim(world, claim);
    expect(after).toMatchObject({ state: 'paid', outstanding: '50000.00' });
    expect((await recover('ZH-7002', '1000.00')).body).toMatchObject({ fund: '700.00', others: '300.00' });
  });
});

describe('money of the county beside the fund', () => {
  const voucher = { on_date: '2019-08-05', document_no: '财金〔2019〕8号' };
  const confirm = (staff: Staff, reply: Response) =>
    world.post(staff, `/county-payments/${idOf(reply)}/decisions`, { outcome: 'confirmed' });
  const premium = (changes: object = {}) =>
    world.post('examiner', `/loans/${loans[1]}/premium-subsidies`, {
      ...{ insurer: '人保财险', policy_no: 'PDAA2019-1', premium: '333.33', ...voucher },
      ...{ payee_account: '27006208210000880001', payee_bank: '工商银行某县支行' },
      ...changes,
    });

  it('pays its part of a premium, by shares of its own', async () => {
    const before = await balance();
    const entered = await premium();
    expect(entered.body).toMatchObject({
      ...{ kind: 'premium_subsidy', amount: '166.67', premium: '333.33' },
      parts: [
        { party: 'county', amount: '166.67' },
        { party: 'household', amount: '166.66' },
      ],
    });
    expect(said(await premium())).toEqual([409, 'risk-fund.policy-known']);
    const tiny = { premium: '0.01', policy_no: 'PDAA2019-2' };
    expect((await premium(tiny)).body).toMatchObject({ amount: '0.01' });
    expect(said(await confirm('twin', entered))).toEqual([422, 'risk-fund.same-person']);
    const path = `/county-payments/${idOf(entered)}`;
    expect(said(await world.post('payer', `${path}/payment-orders`, {}))).toEqual([
      ...[422, 'risk-fund.nothing-to-pay'],
    ]);
    expect((await confirm('approver', entered)).status).toBe(201);
    // confirmed is not paid: that is for a third person, and for the bank to say
    expect(await account('county-premium:620821')).toBe('0');
    await payOut(world, path);
    expect([await account('county-premium:620821'), await balance()]).toEqual(['16667', before]);
    const listed = (await world.get('office', `/risk-funds/${fund}/county-payments`)).body as {
      items: { payee_account_last4: string; payments: object[] }[];
    };
    expect(listed.items[0]).toMatchObject({
      ...{ payee_account_last4: '0001', payments: [{ state: 'paid', amount: '166.67' }] },
    });
    const [sent] =
      await world.sql(`select payee_kind, payee_name, payee_bank_name, booking_ref from payment_line
      where subject_kind = 'county_payment'`);
    expect(sent).toEqual({
      ...{ payee_kind: 'insurer', payee_name: '人保财险', payee_bank_name: '工商银行某县支行' },
      booking_ref: '财金〔2019〕8号',
    });
  });

  it('advances on a claim within what the fund owes, gets it back, and never through the fund', async () => {
    const before = await balance();
    const advance = (amount: string, serial: string | null = null) =>
      world.post('examiner', `/risk-fund-claims/${claim}/county-advances`, {
        ...{ kind: serial ? 'advance_repaid' : 'advance', amount, ...voucher, bank_serial: serial },
      });
    expect(said(await advance('35831.26'))).toEqual([422, 'risk-fund.advance-beyond-claim']);
    const given = await advance('20000.00');
    expect(said(await advance('1.00', 'DF-0009'))).toEqual([422, 'risk-fund.advance-beyond-claim']);
    await confirm('approver', given);
    // what the bank has not paid yet cannot come back
    expect(said(await advance('1.00', 'DF-0009'))[0]).toBe(422);
    await payOut(world, `/county-payments/${idOf(given)}`);
    expect(said(await advance('20000.01', 'DF-0002'))[0]).toBe(422);
    expect(said(await advance('15831.26'))[0]).toBe(422);
    expect(await account('county-advance:620821')).toBe('2000000');
    await confirm('approver', await advance('20000.00', 'DF-0002'));
    expect([await account('county-advance:620821'), await balance()]).toEqual(['0', before]);
  });

  it('is kept from the accounts of the fund by the database', async () => {
    const forged = `with e as (insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
      values ('posted', 'county.advance', 'county_payment', 99, '620821', '2019-08-05', '垫付') returning id)
      insert into posting select e.id, a.id, case when a.guarded then 1 else -1 end
      from e, ledger_account a where a.code in ('risk-fund:${fund}', 'county-budget:620821')`;
    await expect(world.sql(forged)).rejects.toMatchObject({ constraint: 'posting_county_beside_fund' });
    // and nobody books money as gone that no order sent
    const byHand = forged
      .replace('county.advance', 'risk-fund.returned')
      .replace("'county_payment', 99", "'risk_fund_movement', 99")
      .replace('case when a.guarded then 1 else -1 end', 'case when a.guarded then -1 else 1 end');
    await expect(world.sql(byHand)).rejects.toMatchObject({ constraint: 'posting_leaves_by_order' });
    await expect(world.sql('update county_payment set amount_fen = 1')).rejects.toMatchObject({
      code: 'SF001',
    });
    // nor does who entered it pay it, nor anybody what nobody confirmed
    const order = (
      subject: string,
      payer: string,
      amount: string,
    ) => `insert into payment_order (order_no, county_code,
        bank_id, subject_kind, subject_id, round, line_count, total_fen, lines_hash, instructed_by, instructed_on)
      select 'X', o.county_code, o.bank_id, 'county_payment', ${subject}, 9, 1, ${amount}, 'x', ${payer}, o.instructed_on
      from payment_order o where o.subject_kind = 'county_payment' order by o.id limit 1 returning *`;
    const enterer = '(select entered_by from county_payment where id = o.subject_id)';
    await expect(world.sql(order('o.subject_id', enterer, 'o.total_fen'))).rejects.toMatchObject({
      constraint: 'fund_outlay_other_person',
    });
    const waiting = `(select min(id) from county_payment where state = 'entered')`;
    const unconfirmed = `with n as (${order(waiting, 'o.instructed_by', '1')})
      insert into payment_line (order_id, county_code, bank_id, line_no, subject_kind, subject_ref, loan_id, payee_kind,
        payee_name, payee_account_cipher, payee_account_last4, payee_bank_name, booking_ref, amount_fen)
      select n.id, n.county_code, n.bank_id, 1, 'county_payment', n.subject_id::text, y.loan_id, 'insurer', 'x', 'x', '0001',
        'x', 'x', 1 from n join county_payment y on y.id = n.subject_id`;
    await expect(world.sql(unconfirmed)).rejects.toMatchObject({
      message: 'what is paid was confirmed, to the fen',
    });
    const forgedWriteOff = `insert into risk_fund_write_off (claim_id, county_code, bank_id, loan_id, outstanding_fen,
        fund_lacks_fen, others_lack_fen, document_no, reason, proposed_by, proposed_on)
      select id, county_code, bank_id, loan_id, 5000000, 0, 0, 'X-1', '试', filed_by, filed_on from risk_fund_claim
      where state = 'returned'`;
    await expect(world.sql(forgedWriteOff)).rejects.toMatchObject({
      constraint: 'risk_fund_write_off_of_paid',
    });
  });
});

it('sends back what is free once: of two returns confirmed, the second finds nothing left', async () => {
  const all = await balance();
  const paths: string[] = [];
  for (const document_no of ['财预〔2019〕91号', '财预〔2019〕92号']) {
    const body = { kind: 'returned', source: null, amount: all, on_date: '2019-08-05', document_no };
    const path = `/risk-fund-movements/${idOf(await world.post('examiner', `/risk-funds/${fund}/movements`, body))}`;
    expect((await world.post('approver', `${path}/decisions`, { outcome: 'confirmed' })).status).toBe(201);
    paths.push(path);
  }
  expect((await world.post('payer', `${paths[0]}/payment-orders`, {})).status).toBe(201);
  expect(said(await world.post('payer', `${paths[1]}/payment-orders`, {}))).toEqual([
    ...[422, 'risk-fund.fund-too-small'],
  ]);
});
