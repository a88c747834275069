import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeBreakers } from '../../src/domains/risk-fund/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { loanSteps } from '../support/loan-steps.ts';
import { openFund, TERMS } from '../support/risk-fund-world.ts';

/** 黄平: non-performing loans above 3 % stop new lending; here overdue 90 days, bank by bank. */
const BREAKER = {
  ...{
    breaker_percent: '3',
    breaker_comparison: 'gt',
    breaker_numerator: 'overdue',
    breaker_overdue_days: 90,
  },
  ...{ breaker_denominator: 'bank', breaker_warn_percent: '2' },
};

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let waiting: LoanId[];
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-09-28');
  await world.lend(32);
  // due on 1 July, a Friday: overdue 90 days on 29 September; one of 33 is above three percent
  await world.lend(1, { maturesOn: '2016-07-01' });
  fund = await openFund(world, { ...TERMS, ...BREAKER });
  const { register, approve } = loanSteps(world.loans);
  waiting = [];
  for (let n = 0; n < 2; n += 1) waiting.push((await approve((await register()).id)).id);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const check = async () => {
  const reply = await world.post('examiner', `/risk-funds/${fund}/breaker-checks`, {});
  return (reply.body as { items: unknown[] }).items;
};
const sign = (loan: LoanId) =>
  world.post('officer', `/loans/${loan}/signings`, { signed_on: '2016-01-11', contract_no: null });
const standing = async () =>
  (
    (await world.get('officer', '/lending-suspensions?state=suspended')).body as {
      items: { id: string; bank_name: string }[];
    }
  ).items;

describe('the breaker of a bank', () => {
  it('leaves lending alone below its level', async () => {
    expect(await check()).toEqual([
      {
        ...{
          bank_id: String(world.loans.bank),
          product_code: null,
          numerator: '0.00',
          denominator: '1650000.00',
        },
        verdict: 'normal',
      },
    ]);
    expect(await standing()).toEqual([]);
  });

  it('trips on the ninetieth day, in the nightly job, once', async () => {
    await world.setDay('2016-09-29');
    await world.job(judgeBreakers);
    await world.job(judgeBreakers);
    expect(await check()).toEqual([expect.objectContaining({ numerator: '50000.00', verdict: 'suspended' })]);
    expect(await standing()).toEqual([expect.objectContaining({ bank_name: '农村信用合作联社' })]);
  });

  it('says so to the officer who tries to sign, and nothing is signed', async () => {
    expect(said(await sign(waiting[0]!))).toEqual([422, 'risk-fund.lending-suspended']);
    const [loan] = await world.sql<{ state: string }>('select state from loan where id = $1', [
      String(waiting[0]),
    ]);
    expect(loan?.state).toBe('approved');
  });

  it('lets lending go on by a written order of the county, lifted once', async () => {
    const [suspension] = await standing();
    const lift = (staff: 'second' | 'examiner') =>
      world.post(staff, `/lending-suspensions/${suspension!.id}/lifts`, {
        document_no: '县政办函〔2016〕31号',
      });
    expect(said(await lift('examiner'))[0]).toBe(403);
    const entered = await lift('second');
    expect(entered.body).toMatchObject({ kind: 'suspension_lift', state: 'entered' });
    expect(said(await lift('second'))).toEqual([409, 'countersign.waiting']);
    expect(said(await sign(waiting[0]!))).toEqual([422, 'risk-fund.lending-suspended']);
    const path = `/countersigns/${(entered.body as { id: string }).id}/confirmations`;
    expect(said(await world.post('examiner', path, {}))).toEqual([403, 'permission.missing']);
    expect(said(await world.post('approver', path, {}))).toEqual([403, 'permission.missing']);
    expect(said(await world.post('office', path, {}))).toEqual([403, 'countersign.same-person']);
    await expect(
      world.sql(
        `update lending_suspension set state = 'lifted', lift_reason = 'order', lifted_on = suspended_on, lift_document_no = 'X',
           lifted_by = (select min(id) from person) where state = 'suspended'`,
      ),
    ).rejects.toThrow('this takes two persons');
    expect((await world.post('colleague', path, {})).body).toMatchObject({
      ...{ state: 'confirmed', result: { state: 'lifted', lifted_on: '2016-09-29', lift_reason: 'order' } },
    });
    expect(said(await world.post('colleague', path, {}))).toEqual([409, 'countersign.decided']);
    expect(said(await lift('second'))).toEqual([409, 'risk-fund.suspension-moved']);
    expect((await sign(waiting[0]!)).status).toBe(201);
  });

  it('makes a signature wait for a judgement that is being made', async () => {
    let signing: Promise<Response> | null = null;
    await world.job(async (tx, context) => {
      await judgeBreakers(tx, context);
      signing = sign(waiting[1]!);
      const early = await Promise.race([
        signing.then(() => 'signed'),
        new Promise((resolve) => setTimeout(resolve, 300, 'waits')),
      ]);
      expect(early).toBe('waits');
    });
    expect(said(await signing!)).toEqual([422, 'risk-fund.lending-suspended']);
  });

  it('has nothing to say to a fund without one', async () => {
    await world.sql(
      `update lending_suspension set state = 'lifted', lifted_on = suspended_on, lift_reason = 'resumed' where state = 'suspended'`,
    );
    await world.setDay('2015-06-30');
    expect(said(await world.post('examiner', `/risk-funds/${fund}/breaker-checks`, {}))).toEqual([
      422,
      'risk-fund.no-breaker',
    ]);
  });
});
