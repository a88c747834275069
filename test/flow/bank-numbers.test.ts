import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn, openAccount, openTestApp, type TestApp } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import { loanSteps } from '../support/loan-steps.ts';
import { COUNTY, createLoanWorld, type LoanWorld } from '../support/loan-world.ts';

const database = useTestDatabase();
let test: TestApp;
let world: LoanWorld;
let steps: ReturnType<typeof loanSteps>;
let token = '';

beforeAll(async () => {
  test = openTestApp(database());
  world = await createLoanWorld(test, database());
  steps = loanSteps(world);
  const bank = String(world.bank);
  const scope = { level: 'county', code: COUNTY, bank_id: bank } as const;
  await openAccount(test, {
    username: 'officer',
    role: 'bank_officer',
    organisationId: bank,
    scope,
    human: 1,
  });
  token = await logIn(test, 'officer');
});
afterAll(() => test.close());

let keys = 0;
const post = (path: string, body: object): Promise<Response> =>
  Promise.resolve(
    request(test.app)
      .post(`/api/v1${path}`)
      .set('authorization', `Bearer ${token}`)
      .set('idempotency-key', `bank-numbers-${(keys += 1)}`)
      .send(body),
  );
const said = (reply: Response) => [reply.status, (reply.body as { code: string }).code];
const stateOf = async (id: bigint): Promise<string> =>
  (await world.sql<{ state: string }>('select state from loan where id = $1', [id]))[0]!.state;

describe('a number of the bank', () => {
  it('stands on one contract: the second is refused, stays unsigned, and signs with its own', async () => {
    const [first, second] = [await steps.register(), await steps.register()];
    for (const { id } of [first, second]) await steps.approve(id);
    const sign = (id: bigint, contractNo: string) =>
      post(`/loans/${id}/signings`, { signed_on: '2016-01-11', contract_no: contractNo });
    expect((await sign(first.id, '甘农信2016001')).status).toBe(201);
    expect(said(await sign(second.id, '甘农信2016001'))).toEqual([409, 'loan.contract-no-taken']);
    expect(await stateOf(second.id)).toBe('approved');
    expect((await sign(second.id, '甘农信2016002')).status).toBe(201);
  });

  it('stands on one voucher: the second is refused, no money is lent, and it is lent with its own', async () => {
    const [first, second] = [await steps.register(), await steps.register()];
    for (const { id } of [first, second]) {
      await steps.approve(id);
      await steps.sign(id);
    }
    const disburse = (id: bigint, voucherNo: string) =>
      post(`/loans/${id}/disbursements`, { disbursed_on: '2016-01-15', voucher_no: voucherNo });
    expect((await disburse(first.id, 'J2016001')).status).toBe(201);
    expect(said(await disburse(second.id, 'J2016001'))).toEqual([409, 'loan.voucher-no-taken']);
    expect(await stateOf(second.id)).toBe('signed');
    expect((await disburse(second.id, 'J2016002')).status).toBe(201);
  });
});
