import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { loanSteps } from '../support/loan-steps.ts';
import { idOf, move, movement, must, openFund, TERMS } from '../support/risk-fund-world.ts';

const said = (reply: Response): [number, string | undefined] => [
  reply.status,
  (reply.body as { code?: string }).code,
];

/** 广西 2017: money in place before lending, ten times the fund; here it must carry the loan whole. */
const GUANGXI = {
  ...TERMS,
  ...{ document_no: '桂财农〔2017〕58号', fund_before_lending: 'carries', fund_lead_days: 3 },
};

/** A county of its own, with contracts of 50,000.00 signed under measures. */
function inCounty(title: string, terms: object, prove: (at: Scene) => void): void {
  describe(title, () => {
    const database = useTestDatabase();
    const at = {} as Scene;
    beforeAll(async () => {
      at.world = await createClaimWorld(database(), '2016-01-15');
      at.fund = await openFund(at.world, terms);
      at.pay = (loan, on) => at.world.post('officer', `/loans/${loan}/disbursements`, { disbursed_on: on });
      at.sign = async () => {
        const { register, approve, sign } = loanSteps(at.world.loans);
        const { id } = await register();
        await approve(id);
        await sign(id);
        return id;
      };
    });
    afterAll(() => at.world.close());
    prove(at);
  });
}
interface Scene {
  world: ClaimWorld;
  fund: string;
  sign: () => Promise<LoanId>;
  pay: (loan: LoanId, on: string) => Promise<Response>;
}

inCounty('广西 2017: money in place before lending (先到位后放贷)', GUANGXI, (at) => {
  let first: LoanId;
  it('refuses a payout while the fund is empty, and says why to the officer who tries', async () => {
    first = await at.sign();
    const reply = await at.pay(first, '2016-01-15');
    expect(said(reply)).toEqual([422, 'risk-fund.fund-before-lending']);
    expect((reply.body as { detail: string }).detail).toContain('先到位、后放款');
    expect((reply.body as { facts: { available: string } }).facts.available).toBe('0.00');
    const [loan] = await at.world.sql('select state, disbursed_on from loan where id = $1', [String(first)]);
    expect(loan).toEqual({ state: 'signed', disbursed_on: null });
  });

  it('counts the days from when the money lay there, not from when it was entered', async () => {
    await at.world.setDay('2016-01-18');
    await move(at.world, at.fund, { amount: '10000.00', on_date: '2016-01-16' });
    expect(said(await at.pay(first, '2016-01-18'))).toEqual([422, 'risk-fund.fund-before-lending']);
    await at.world.setDay('2016-01-19');
    // nor does a day in the past help
    expect(said(await at.pay(first, '2016-01-18'))).toEqual([422, 'risk-fund.fund-before-lending']);
    expect(said(await at.pay(first, '2016-01-19'))).toEqual([201, undefined]);
  });

  it('counts the money that stayed: what came back after it had left must lie its days anew', async () => {
    await at.world.setDay('2016-02-01');
    await move(at.world, at.fund, {
      kind: 'returned',
      source: null,
      amount: '4000.00',
      on_date: '2016-02-01',
    });
    await at.world.setDay('2016-02-02');
    await move(at.world, at.fund, { amount: '4000.00', on_date: '2016-02-02' });
    const second = await at.sign();
    const early = await at.pay(second, '2016-02-02');
    expect(early.body).toMatchObject({
      code: 'risk-fund.fund-before-lending',
      facts: { available: '6000.00', lead_days: 3 },
    });
    await at.world.setDay('2016-02-05');
    expect(said(await at.pay(second, '2016-02-05'))).toEqual([201, undefined]);
  });

  it('is asked of the book of all: at ten times 10,000.00 a third loan is a fen too much', async () => {
    expect(said(await at.pay(await at.sign(), '2016-02-05'))).toEqual([422, 'risk-fund.fund-before-lending']);
  });
});

inCounty('of payouts at once for the last room', { ...GUANGXI, fund_lead_days: 0 }, (at) => {
  it('lets two through in whatever order, and the others are refused in their own transaction', async () => {
    await move(at.world, at.fund, { amount: '10000.00', on_date: '2016-01-15' });
    const loans = [];
    for (let n = 0; n < 5; n += 1) loans.push(await at.sign());
    const codes = (await Promise.all(loans.map((loan) => at.pay(loan, '2016-01-15')))).map(said);
    expect(codes.filter(([status]) => status === 201)).toHaveLength(2);
    expect(codes.filter(([, code]) => code === 'risk-fund.fund-before-lending')).toHaveLength(3);
  });
});

inCounty('of a payout and the money leaving at once', { ...GUANGXI, fund_lead_days: 0 }, (at) => {
  it('never both: what is lent was carried by money that stayed', async () => {
    await move(at.world, at.fund, { amount: '5000.00', on_date: '2016-01-15' });
    const loan = await at.sign();
    const leaving = { kind: 'returned', source: null, amount: '5000.00', on_date: '2016-01-15' };
    const entered = await at.world.post('examiner', `/risk-funds/${at.fund}/movements`, movement(leaving));
    const path = `/risk-fund-movements/${idOf(entered)}`;
    must(await at.world.post('approver', `${path}/decisions`, { outcome: 'confirmed' }));
    const [paid, left] = await Promise.all([
      at.pay(loan, '2016-01-15'),
      at.world.post('payer', `${path}/payment-orders`, {}),
    ]);
    const free = (await at.world.get('examiner', `/risk-funds/${at.fund}`)).body as { free: string };
    // the order may come before or after the payout, but a payout after it finds nothing
    expect(left.status).toBeLessThan(300);
    expect(free.free).toBe('0.00');
    const [row] = await at.world.sql<{ pool: string }>('select pool_fen::text as pool from risk_fund_cover');
    expect(paid.status === 201 ? row?.pool : said(paid)[1]).toBe(
      paid.status === 201 ? '500000' : 'risk-fund.fund-before-lending',
    );
  });
});

inCounty(
  'measures that ask for some money only',
  { ...TERMS, fund_before_lending: 'held', fund_lead_days: 0 },
  (at) => {
    it('let a bank lend above the cap, but not out of an empty fund', async () => {
      const loan = await at.sign();
      expect(said(await at.pay(loan, '2016-01-15'))).toEqual([422, 'risk-fund.fund-before-lending']);
      await move(at.world, at.fund, { amount: '0.01', on_date: '2016-01-15' });
      expect(said(await at.pay(loan, '2016-01-15'))).toEqual([201, undefined]);
    });
  },
);

inCounty('the terms themselves', TERMS, (at) => {
  it.each([
    ['days without the rule', { fund_before_lending: 'none', fund_lead_days: 3 }],
    ['the rule without days', { fund_before_lending: 'held' }],
  ])('are refused with %s', async (_, changes) => {
    const terms = { ...TERMS, effective_from: '2017-01-01', ...changes };
    const reply = await at.world.post('approver', `/risk-funds/${at.fund}/terms`, terms);
    expect(said(reply)).toEqual([422, 'risk-fund.terms-contradict']);
    expect((reply.body as { errors: { pointer: string }[] }).errors[0]?.pointer).toBe('/fund_lead_days');
  });
});
