import { beforeEach, describe, expect, it } from 'vitest';
import { checkCapShares } from '../../src/domains/inspection/actions/check-cap-shares.ts';
import { registerLoan } from '../../src/domains/loan/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld } from '../support/claim-world.ts';
import { countyVersion, EX_POST } from '../support/county-version.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { application, loanSteps, OFFICER, refusal } from '../support/loan-steps.ts';
import type { TestHousehold } from '../support/loan-world.ts';
import * as receive from '../support/receipts.ts';

/** 贴息本金上限按户计: two open loans of a household in one product are subsidised on 50,000, not on 90,000. */
let database: TestDatabase;
let world: ClaimWorld;
let household: TestHousehold;
beforeEach(async () => {
  database = await createTestDatabase();
  world = await createClaimWorld(database, '2016-04-01');
  await countyVersion(world, '追加贷款', {
    loan: { capInclTopupFen: fen(100_000_00n) },
    subsidy: { ...EX_POST },
  });
  household = await world.loans.household();
  return async () => {
    await world.close();
    await database.drop();
  };
});

async function lend(on: string, principal: bigint, topUp = false): Promise<LoanId> {
  await world.setDay(on);
  const { approve, sign, disburse } = loanSteps(world.loans);
  const asked = application(household, { principal: fen(principal), topUp });
  const { id } = await world.loans.as(OFFICER, (tx, context) => registerLoan(tx, context, asked));
  await approve(id);
  await sign(id, on);
  await disburse(id, on);
  await world.followUp();
  return id;
}
let serials = 0;
const repay = async (loan: LoanId, on: string, principal: string): Promise<string> => {
  const bank_serial = `CAP-${(serials += 1)}`;
  const reply = await receive.repay(world, loan, {
    ...{ on_date: on, principal, interest: '0.00', bank_serial },
  });
  expect(reply.status, reply.text).toBe(201);
  await world.followUp();
  return bank_serial;
};
const reverse = async (loan: LoanId, on: string, bank_serial: string): Promise<void> => {
  const proposed = await world.post('officer', `/loans/${loan}/changes`, {
    ...{ kind: 'reversal', on_date: on, reason: '柜面录入金额有误', reverses: 'repayment', bank_serial },
  });
  const { id } = proposed.body as { id: string };
  expect((await world.post('reviewer', `/loan-changes/${id}/confirmations`, {})).status).toBe(201);
  await world.followUp();
};
const shares = async (loan: LoanId): Promise<string[]> => {
  const rows = await world.sql<{ said: string }>(
    `select on_date || ' ' || amount_fen as said from loan_event where loan_id = $1 and kind = 'cap_shared' order by id`,
    [String(loan)],
  );
  return rows.map(({ said }) => said);
};
const line = async (loan: LoanId, to: string) =>
  (
    await world.sql<{ subsidy: string; settled: string }>(
      `select subsidy_fen::text as subsidy, settled_of_line(loan_id, period_to)::text as settled from subsidy_line
       where loan_id = $1 and period_to = $2`,
      [String(loan), to],
    )
  )[0];
const verified = async () => {
  const { checked, samples } = await world.job((tx) => checkCapShares(tx));
  expect({ checked: checked > 1, samples }).toEqual({ checked: true, samples: [] });
};

describe('追加贷款（银保监发〔2021〕6号）', () => {
  const ask = async (principal: string, top_up: boolean): Promise<string> => {
    const reply = await world.post('officer', '/loans', {
      ...{ household_id: String(household.id), borrower_id: String(household.borrower), top_up, principal },
      ...{ programme_code: 'P1', product_code: 'microloan', term_months: 36, annual_percent: '4.75' },
      ...{ purpose_code: 'breeding', purpose_text: '养牛', applied_on: '2016-04-01' },
    });
    return reply.status === 201 ? 'registered' : (reply.body as { code: string }).code;
  };

  it('a household owes up to its own cap, and above it only by a loan that says it is a top-up', async () => {
    expect(await ask('50000.01', false)).toBe('loan.over-cap');
    expect(await ask('20000.00', true)).toBe('loan.nothing-to-top-up');
    await lend('2016-04-01', 50_000_00n);
    expect(await ask('20000.00', false)).toBe('loan.open-loan');
    expect(await ask('50000.01', true)).toBe('loan.over-cap');
    expect(await ask('50000.00', true)).toBe('registered');
    expect(await ask('0.01', true)).toBe('loan.over-cap');
  });

  it('a top-up is never lent alone', async () => {
    const { approve, sign, disburse } = loanSteps(world.loans);
    const enter = (principal: bigint, topUp: boolean) =>
      world.loans.as(OFFICER, (tx, context) =>
        registerLoan(tx, context, application(household, { principal: fen(principal), topUp })),
      );
    const base = await enter(10_000_00n, false);
    const top = await enter(90_000_00n, true);
    for (const { id } of [base, top]) await approve(id);
    await sign(base.id, '2016-04-01');
    expect(await refusal(sign(top.id, '2016-04-01'))).toMatch(/nothing-to-top-up|loan_tops_up_lent/);
    await disburse(base.id, '2016-04-01');
    await sign(top.id, '2016-04-01');
    await repay(base.id, '2016-04-01', '10000.00');
    expect(await refusal(disburse(top.id, '2016-04-01'))).toMatch(/nothing-to-top-up|loan_tops_up_lent/);
  });

  it('an open top-up is no obstacle to the base again; a reversal reopens none above the cap', async () => {
    const base = await lend('2016-04-01', 20_000_00n);
    const top = await lend('2016-04-01', 80_000_00n, true);
    await repay(base, '2016-04-01', '20000.00');
    const again = await lend('2016-04-01', 20_000_00n);
    const bank_serial = await repay(top, '2016-04-01', '80000.00');
    await lend('2016-04-01', 50_000_00n, true);
    const proposed = await world.post('officer', `/loans/${top}/changes`, {
      ...{
        kind: 'reversal',
        on_date: '2016-04-01',
        reason: '柜面录入金额有误',
        reverses: 'repayment',
        bank_serial,
      },
    });
    const { id } = proposed.body as { id: string };
    const confirmed = await world.post('reviewer', `/loan-changes/${id}/confirmations`, {});
    expect([confirmed.status, (confirmed.body as { code: string }).code]).toEqual([
      409,
      'loan.reversal-above-cap',
    ]);
    expect(again).toBeGreaterThan(base);
  });

  it('the database holds the contract to it, whoever writes it, and keeps what it is', async () => {
    const loan = await lend('2016-04-01', 30_000_00n);
    const another = (number: string, changes: string) =>
      world.sql(
        `insert into loan overriding system value select (jsonb_populate_record(null::loan, to_jsonb(l) || jsonb_build_object(
           'id', 901, 'contract_no', $2::text, 'voucher_no', $2::text, 'sole', false) || $3::jsonb)).* from loan l where id = $1`,
        [String(loan), number, changes],
      );
    const beyond = { constraint: 'loan_within_household_cap' };
    await expect(another('C1', '{}')).rejects.toMatchObject(beyond);
    const most = '{"top_up": true, "principal_fen": 7000001, "outstanding_fen": 7000001}';
    await expect(another('C2', most)).rejects.toMatchObject(beyond);
    await another('C3', '{"top_up": true, "principal_fen": 7000000, "outstanding_fen": 7000000}');
    await expect(world.sql('update loan set top_up = false where id = 901')).rejects.toMatchObject({
      code: 'SF001',
    });
  });
});

describe('of two open loans of a household', () => {
  it('the older is subsidised first, and the younger on what it leaves, day by day', async () => {
    const first = await lend('2016-04-01', 40_000_00n);
    const second = await lend('2016-04-11', 50_000_00n, true);
    expect([await shares(first), await shares(second)]).toEqual([[], ['2016-04-11 1000000']]);
    await world.setDay('2016-05-21');
    await repay(first, '2016-05-21', '15000.00');
    expect(await shares(second)).toEqual(['2016-04-11 1000000', '2016-05-21 2500000']);
    await world.settle('2016-06-21');
    // 40 days on 10,000 and 31 on 25,000 at 4.75 %: 52.7778 + 102.2569; and 50 on 40,000, 31 on 25,000
    expect(await line(second, '2016-06-21')).toMatchObject({ subsidy: '15503' });
    expect(await line(first, '2016-06-21')).toMatchObject({ subsidy: '36615' });
    await verified();
  });

  it('paid quarters are adjusted when the older was repaid earlier than was known, and back by a reversal', async () => {
    await grant(world, '100000.00');
    const first = await lend('2016-04-01', 50_000_00n);
    const second = await lend('2016-04-11', 30_000_00n, true);
    expect(await shares(second)).toEqual(['2016-04-11 0']);
    const [spring] = await world.settle('2016-06-21');
    expect(await line(second, '2016-06-21')).toMatchObject({ subsidy: '0' });
    await instructed(world, spring!);
    await world.setDay('2016-08-01');
    const serial = await repay(first, '2016-05-22', '50000.00');
    expect(await shares(second)).toEqual(['2016-04-11 0', '2016-05-22 5000000']);
    const [summer] = await world.settle('2016-09-21');
    // 30 days of spring on 30,000 at 4.75 % are owed: 118.75
    const adjusting = await world.sql(
      'select due_fen::text, amount_fen::text from subsidy_adjustment where loan_id = $1',
      [String(second)],
    );
    expect(adjusting).toEqual([{ due_fen: '11875', amount_fen: '11875' }]);
    await reverse(first, '2016-05-22', serial);
    expect((await shares(second)).at(-1)).toBe('2016-05-22 0');
    expect(await world.sql('select 1 from subsidy_adjustment where loan_id = $1', [String(second)])).toEqual(
      [],
    );
    expect(summer).toBeDefined();
    await verified();
  });

  it('a loan of another bank takes its place too, and nobody writes another share', async () => {
    const first = await lend('2016-04-01', 40_000_00n);
    const [other] = await world.sql<{ id: string }>(
      `insert into loan overriding system value select (jsonb_populate_record(null::loan, to_jsonb(l) || jsonb_build_object(
         'id', 900, 'bank_id', $2::bigint, 'contract_no', 'B2', 'voucher_no', 'B2', 'disbursed_on', '2016-04-21', 'sole', false, 'top_up', true))).*
       from loan l where id = $1 returning id::text`,
      [String(first), String(world.loans.secondBank)],
    );
    const second = BigInt(other!.id) as LoanId;
    expect(await shares(second)).toEqual(['2016-04-21 1000000']);
    await world.setDay('2016-05-01');
    // the officer of the first bank cannot see the loan that his entry concerns
    expect((await world.get('officer', `/loans/${second}`)).status).toBe(404);
    await repay(first, '2016-05-01', '40000.00');
    expect(await shares(second)).toEqual(['2016-04-21 1000000', '2016-05-01 5000000']);
    await verified();
    const forged = `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, recorded_by, recorded_on)
      select id, county_code, bank_id, 'cap_shared', '2016-05-01', 4999900, 1, '2016-05-01' from loan where id = $1`;
    await expect(world.sql(forged, [String(second)])).rejects.toMatchObject({
      constraint: 'loan_event_cap_shared',
    });
  });
});
