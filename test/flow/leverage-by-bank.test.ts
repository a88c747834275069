import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { loanSteps } from '../support/loan-steps.ts';
import { idOf, move, openFund, TERMS } from '../support/risk-fund-world.ts';

const said = (reply: Response): [number, string | undefined] => [
  reply.status,
  (reply.body as { code?: string }).code,
];

/** 达州 at several banks: each lends ten times what lies with it, and only when some of it does. */
const BY_BANK = {
  ...TERMS,
  ...{ document_no: '达市府发〔2015〕29号', leverage_pool: 'bank' },
  ...{ fund_before_lending: 'held', fund_lead_days: 0 },
};

describe('达州: each bank lends against what lies with it', () => {
  const database = useTestDatabase();
  let world: ClaimWorld;
  let fund = '';
  let first = '';
  let own = '';
  let loan: LoanId;
  beforeAll(async () => {
    world = await createClaimWorld(database(), '2016-01-15');
    // its money lies at a bank that it does not cover
    fund = await openFund(world, BY_BANK);
    await move(world, fund, { amount: '100000.00', on_date: '2016-01-15' });
    await world.followUp();
    first = (await read()).accounts[0]!.id;
    own = idOf(
      await world.post('approver', `/risk-funds/${fund}/accounts`, {
        ...{ bank_id: String(world.loans.bank), account_no: '27006208210000881111' },
        opened_on: '2016-01-15',
      }),
    );
    const { register, approve, sign } = loanSteps(world.loans);
    ({ id: loan } = await register());
    await approve(loan);
    await sign(loan);
  });
  afterAll(() => world.close());

  const read = async () =>
    (await world.get('office', `/risk-funds/${fund}`)).body as {
      cap: string;
      uncovered: string;
      free: string;
      accounts: { id: string }[];
      banks: { id: string; outstanding: string; pool: string }[];
    };
  const between = (from: string, to: string, amount: string) =>
    move(world, fund, {
      ...{ kind: 'transfer', source: null, account_id: from, to_account_id: to, amount },
      on_date: '2016-01-15',
    });
  const pay = () => world.post('officer', `/loans/${loan}/disbursements`, { disbursed_on: '2016-01-15' });
  const covers = async () => {
    const reply = await world.get('officer', `/loans/${loan}/covers`);
    return (
      reply.body as { items: { cause: string; pool: string; cap: string; covered: string }[] }
    ).items.map(({ cause, covered }) => `${cause} ${covered}`);
  };

  it('does not lend while nothing lies with it, whatever lies elsewhere', async () => {
    expect(await read()).toMatchObject({ free: '100000.00', cap: '0.00' });
    const refused = await pay();
    expect(said(refused)).toEqual([422, 'risk-fund.fund-before-lending']);
    expect((refused.body as { facts: { available: string } }).facts.available).toBe('0.00');
  });

  it('covers ten times what lies with it, and more once more was moved there', async () => {
    await between(first, own, '3000.00');
    await world.followUp();
    expect(said(await pay())).toEqual([201, undefined]);
    expect(await covers()).toEqual(['disbursement 30000.00']);
    expect(await read()).toMatchObject({
      ...{ cap: '30000.00', uncovered: '20000.00' },
      banks: [{ id: String(world.loans.bank), outstanding: '50000.00', pool: '3000.00' }],
    });
    await between(first, own, '2000.00');
    await world.followUp();
    expect(await covers()).toEqual(['disbursement 30000.00', 'injection 50000.00']);
  });

  it('and less once it was moved away: the fund holds what it held', async () => {
    await between(own, first, '1000.00');
    await world.followUp();
    expect(await covers()).toHaveLength(3);
    expect((await covers()).at(-1)).toBe('injection 40000.00');
    expect(await read()).toMatchObject({ free: '100000.00', uncovered: '10000.00' });
  });

  it('is computed again by the database, which takes no other pool', async () => {
    const copy = (changes: object) => `insert into risk_fund_cover overriding system value
      select (jsonb_populate_record(null::risk_fund_cover, to_jsonb(c) || '${JSON.stringify({ id: 900, ...changes })}')).*
      from risk_fund_cover c where loan_id = ${String(loan)} order by c.id desc limit 1`;
    // against the whole fund the loan would be covered whole
    const whole = { pool_fen: 10_000_000, cap_fen: 100_000_000, covered_fen: 5_000_000 };
    await expect(world.sql(copy(whole))).rejects.toMatchObject({ code: 'SF003' });
    await world.sql(copy({}));
  });
});
