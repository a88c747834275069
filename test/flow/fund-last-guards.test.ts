import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import { repay } from '../support/receipts.ts';
import {
  approveAndPay,
  bankPays,
  claimOf,
  dun,
  fileAndPost,
  idOf,
  move,
  must,
  openFund,
  publishMeasures,
  readClaim,
  TERMS,
} from '../support/risk-fund-world.ts';

const share = (party: string, percent: string) => ({ party, percent });
/** 陇西, from May 2016: fund 20, bank 10, insurer 70, for whom the fund advances. */
const LONGXI = {
  ...TERMS,
  ...{ document_no: '陇县政办发〔2014〕1号', effective_from: '2016-05-01', loss_basis: 'principal' },
  shares: [share('fund', '20'), share('bank', '10'), share('insurer', '70')],
  waterfall: [
    { party: 'fund', basis: 'principal', advances: true },
    { party: 'insurer', basis: 'principal', waiting_months: 3 },
  ],
  refused_part: 'bank',
};

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let plain: LoanId[];
let insured: LoanId;
let before: LoanId;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  plain = await world.lend(4);
  [insured] = (await world.lend(1, { disbursedOn: '2016-05-10' })) as [LoanId];
  [before] = (await world.lend(1, { disbursedOn: '2015-06-30' })) as [LoanId];
  fund = await openFund(world, { ...TERMS, effective_to: '2016-04-30' });
  await publishMeasures(world, fund, LONGXI);
  await move(world, fund);
  for (const loan of [...plain, insured, before]) await dun(world, loan);
  await world.setDay('2019-07-01');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const INTEREST_FREE = { principal: '10000.00', interest: '0.00' };
const file = (loan: LoanId, changes: object = INTEREST_FREE) =>
  world.post('officer', '/risk-fund-claims', claimOf(loan, changes));
/** Writes past every trigger, as no door of the product can. */
const tamper = (sql: string) =>
  world.sql(`set session_replication_role = replica; ${sql}; set session_replication_role = origin`);

describe('what is asked for cannot be', () => {
  const body = (changes: object) => ({
    ...{ county_code: COUNTY, name: '某县第二风险补偿金', deposit_bank_id: String(world.loans.bank) },
    ...{ bank_ids: [String(world.loans.bank)], product_codes: ['dangerous_house'] },
    ...changes,
  });
  const open = (changes: object) => world.post('approver', '/risk-funds', body(changes));

  it('risk-fund.name-taken: a county has one fund of a name', async () => {
    expect(said(await open({ name: '某县扶贫小额信贷风险补偿金' }))).toEqual([409, 'risk-fund.name-taken']);
  });

  it('risk-fund.unknown-product: a fund covers products of the catalogue', async () => {
    expect(said(await open({ product_codes: ['gold-bars'] }))).toEqual([422, 'risk-fund.unknown-product']);
  });

  it('risk-fund.no-terms: a loan signed before there were measures has no cover', async () => {
    const reply = await file(before);
    expect(said(reply)).toEqual([422, 'risk-fund.no-terms']);
    expect((reply.body as { facts: object }).facts).toEqual({ signed_on: '2015-06-30' });
  });

  it('risk-fund.nothing-owed: a loan that was repaid has no loss', async () => {
    const repaid = {
      on_date: '2019-07-01',
      principal: '50000.00',
      interest: '0.00',
      bank_serial: 'HK-900001',
    };
    must(await repay(world, plain[3], repaid));
    expect(said(await file(plain[3]!))).toEqual([422, 'risk-fund.nothing-owed']);
  });

  it('risk-fund.no-premium-subsidy: the measures give none', async () => {
    const reply = await world.post('examiner', `/loans/${plain[0]}/premium-subsidies`, {
      ...{ insurer: '人保财险', policy_no: 'PDAA2019-1', premium: '100.00', on_date: '2019-07-01' },
      ...{ document_no: '财金〔2019〕8号', payee_account: '27006208210000880001', payee_bank: '工商银行' },
    });
    expect(said(reply)).toEqual([422, 'risk-fund.no-premium-subsidy']);
  });

  it('risk-fund.not-settled: while a payer is waited for, nobody knows what is to be written off', async () => {
    const claim = await fileAndPost(world, insured, INTEREST_FREE);
    await bankPays(world, await approveAndPay(world, claim), '2019-07-12');
    const proposed = { document_no: '核销〔2019〕3号', reason: '借款人死亡，无可执行财产' };
    const reply = await world.post('officer', `/risk-fund-claims/${claim}/write-offs`, proposed);
    expect(said(reply)).toEqual([409, 'risk-fund.not-settled']);
  });
});

/** The code above is right, so these are seen only where the books were forged under it. */
describe('the last guard is the database, and what it says reaches the officer as a sentence', () => {
  it('risk-fund.out-of-order: a step was taken behind the back of the claim', async () => {
    const claim = idOf(await file(plain[0]!));
    await tamper(
      `insert into risk_fund_decision (claim_id, county_code, bank_id, step, act, person_id, account_id, person_name, role,
         organisation_id, decided_on)
       select claim_id, county_code, bank_id, 1, 'review', (select max(id) from person), account_id, person_name, role,
         organisation_id, decided_on from risk_fund_decision where claim_id = ${claim};
       drop trigger risk_fund_decision_order on risk_fund_decision`,
    );
    expect(said(await world.post('office', `/risk-fund-claims/${claim}/reviews`, {}))).toEqual([
      409,
      'risk-fund.out-of-order',
    ]);
    expect((await readClaim(world, claim)).state).toBe('filed');
  });

  it('ledger.not-enough-money: what was approved is not on the account any more', async () => {
    const claim = await fileAndPost(world, plain[1]!, INTEREST_FREE);
    const { free_on: on } = (await readClaim(world, claim)).notices.at(-1)!;
    await world.setDay(on);
    must(await world.post('approver', `/risk-fund-claims/${claim}/approvals`, {}));
    const account = `where code = 'risk-fund:${fund}'`;
    const [held] = await world.sql<{ fen: string }>(
      `select posted_fen::text as fen from ledger_account ${account}`,
    );
    await tamper(`update ledger_account set posted_fen = 0 ${account}`);
    const order = () => world.post('payer', `/risk-fund-claims/${claim}/payment-orders`, {});
    const reply = await order();
    expect(said(reply)).toEqual([422, 'ledger.not-enough-money']);
    expect((reply.body as { detail: string }).detail).toContain('账户余额不足');
    expect((await readClaim(world, claim)).state).toBe('approved');
    await tamper(`update ledger_account set posted_fen = ${held!.fen} ${account}`);
    await bankPays(world, must(await order()).body as Parameters<typeof bankPays>[1], on);
  });

  it('risk-fund.recovered-beyond: nobody gets back more than it bore, nor less than nothing', async () => {
    const [claim] = await world.sql<{ id: string }>(
      `select id::text from risk_fund_claim where state = 'paid' and loan_id = $1`,
      [String(plain[1])],
    );
    const body = { received_on: '2019-08-01', gross: '1000.00', cost: '0.00', bank_serial: 'ZH-90001' };
    await world.setDay('2019-08-01');
    const entered = idOf(await world.post('officer', `/risk-fund-claims/${claim!.id}/recoveries`, body));
    must(
      await world.post('approver', `/risk-fund-recoveries/${entered}/decisions`, { outcome: 'confirmed' }),
    );
    const paper = { document_no: '冲正单2019-1', reason: '金额多录一个零' };
    const work = idOf(await world.post('examiner', `/risk-fund-recoveries/${entered}/reversals`, paper));
    await tamper(`update risk_fund_claim_share set recovered_fen = 0 where claim_id = ${claim!.id}`);
    expect(said(await world.post('approver', `/countersigns/${work}/confirmations`, {}))).toEqual([
      409,
      'risk-fund.recovered-beyond',
    ]);
  });

  it('risk-fund.recovery-unparted: of a recovery from before, nobody knows who got what', async () => {
    await tamper(`update risk_fund_recovery set parted = false`);
    const [recovery] = await world.sql<{ id: string }>('select id::text from risk_fund_recovery limit 1');
    const paper = { document_no: '冲正单2019-1', reason: '金额多录一个零' };
    const reply = await world.post('examiner', `/risk-fund-recoveries/${recovery!.id}/reversals`, paper);
    expect(said(reply)).toEqual([422, 'risk-fund.recovery-unparted']);
  });

  it('risk-fund.dunning-changed: the notices are not those that were counted', async () => {
    await tamper(
      `create function lose_notice() returns trigger language plpgsql as $$ begin
         set local session_replication_role = replica;
         delete from loan_dunning where loan_id = new.loan_id;
         set local session_replication_role = origin; return new; end $$;
       alter function lose_notice() security definer;
       create trigger a_lose_notice before insert on risk_fund_claim for each row execute function lose_notice()`,
    );
    expect(said(await file(plain[2]!))).toEqual([409, 'risk-fund.dunning-changed']);
  });

  it('risk-fund.paid-twice: a payer is spared what did not come back for it', async () => {
    await world.setDay('2019-10-12');
    const [owed] = await world.sql<{ id: string; amount: string }>(
      `select id::text, (amount_fen / 100)::text || '.00' as amount from risk_fund_transfer where state = 'waiting'`,
    );
    const answer = {
      outcome: 'paid',
      amount: owed!.amount,
      answered_on: '2019-10-12',
      document_no: '保险赔字7',
    };
    const path = `/risk-fund-transfers/${owed!.id}/answers`;
    const entered = idOf(await world.post('examiner', path, { ...answer, bank_serial: 'BX-0001' }));
    await tamper(
      `create function spare() returns trigger language plpgsql as $$ begin
         new.offset_fen := new.offset_fen + 1; new.paid_fen := new.paid_fen - 1; return new; end $$;
       create trigger a_spare before update on risk_fund_transfer for each row execute function spare()`,
    );
    const confirmed = await world.post('approver', `/risk-fund-answers/${entered}/decisions`, {
      outcome: 'confirmed',
    });
    expect(said(confirmed)).toEqual([409, 'risk-fund.paid-twice']);
  });
});
