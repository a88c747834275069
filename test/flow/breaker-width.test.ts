import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverPaidOut, judgeBreakers } from '../../src/domains/risk-fund/index.ts';
import { approveLoan, disburseLoan, registerLoan, type LoanRow } from '../../src/domains/loan/index.ts';
import { date } from '../../src/kernel/date.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, signed as countersigned, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { application, loanSteps, OFFICER, REVIEWER } from '../support/loan-steps.ts';
import { openFund, TERMS } from '../support/risk-fund-world.ts';

/**
 * 会宁: 3 % of the product's loans graded substandard or worse; here contracts not yet paid out stop as well.
 */
const BREAKER = {
  ...TERMS,
  ...{ breaker_percent: '3', breaker_comparison: 'gte', breaker_numerator: 'loan_class' },
  ...{ breaker_class: 'substandard', breaker_denominator: 'product', breaker_resume_percent: '2' },
  breaker_blocks: ['approved_unpaid'],
};

const database = useTestDatabase();
let world: ClaimWorld;
let fund = '';
let lent: LoanId[];
let signed: LoanId;
let fresh: LoanId;
let repaid: LoanRow;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-09-29');
  lent = await world.lend(20);
  fund = await openFund(world, BREAKER);
  const { register, approve, sign, lent: lend } = loanSteps(world.loans);
  const next = async (): Promise<LoanId> => (await approve((await register()).id)).id;
  signed = (await sign(await next())).id;
  fresh = await next();
  repaid = await lend();
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const check = async () =>
  ((await world.post('examiner', `/risk-funds/${fund}/breaker-checks`, {})).body as { items: object[] })
    .items;
const grade = async (loan: LoanId, name: string, graded_on: string): Promise<void> => {
  const body = { grade: name, graded_on, reason: '借款人失联' };
  expect((await world.post('officer', `/loans/${loan}/grades`, body)).status).toBe(201);
};
const sign = (loan: LoanId) =>
  world.post('officer', `/loans/${loan}/signings`, { signed_on: '2016-01-11', contract_no: null });
const payOut = (loan: LoanId) =>
  world.post('officer', `/loans/${loan}/disbursements`, { disbursed_on: '2016-09-29', voucher_no: null });

describe('a breaker by class and product', () => {
  it('trips at its level by the class that each loan was given last', async () => {
    await grade(lent[0]!, 'doubtful', '2016-09-01');
    expect(await check()).toEqual([
      {
        ...{ bank_id: null, product_code: 'microloan', verdict: 'suspended' },
        ...{ numerator: '50000.00', denominator: '1050000.00' },
      },
    ]);
  });

  it('stops what its terms say besides new contracts: here payouts', async () => {
    expect(said(await sign(fresh))).toEqual([422, 'risk-fund.lending-suspended']);
    expect(said(await payOut(signed))).toEqual([422, 'risk-fund.payout-suspended']);
    const [loan] = await world.sql<{ state: string }>('select state from loan where id = $1', [
      String(signed),
    ]);
    expect(loan?.state).toBe('signed');
  });

  it('resumes by itself when the ratio has come down to the level of the terms', async () => {
    await grade(lent[0]!, 'normal', '2016-09-20');
    expect(await check()).toEqual([expect.objectContaining({ verdict: 'normal', numerator: '0.00' })]);
    await grade(lent[0]!, 'loss', '2016-09-21');
  });
});

describe('a payout in flight when the breaker trips', () => {
  it('is refused when the judgement came first: it waits for the lock and hears the verdict', async () => {
    let paying: Promise<Response> | null = null;
    await world.job(async (tx, context) => {
      await judgeBreakers(tx, context);
      paying = payOut(signed);
      const early = await Promise.race([
        paying.then(() => 'paid out'),
        new Promise((resolve) => setTimeout(resolve, 300, 'waits')),
      ]);
      expect(early).toBe('waits');
    });
    expect(said(await paying!)).toEqual([422, 'risk-fund.payout-suspended']);
  });

  it('is paid when it came first: the judgement waits for it and counts it', async () => {
    const [standing] = (await world.get('officer', '/lending-suspensions?state=suspended')).body.items as {
      id: string;
    }[];
    const order = { document_no: '县函〔2016〕1号' };
    const entered = await world.post('approver', `/lending-suspensions/${standing!.id}/lifts`, order);
    await countersigned(world, entered, 'colleague');
    const { disburse } = loanSteps(world.loans);
    let judging: Promise<object[]> | null = null;
    await world.loans.as(OFFICER, async (tx, context) => {
      const payout = { loanId: signed, disbursedOn: date('2016-09-29'), voucherNo: null };
      await disburseLoan(tx, context, payout, coverPaidOut);
      judging = check();
      const early = await Promise.race([
        judging.then(() => 'judged'),
        new Promise((resolve) => setTimeout(resolve, 300, 'waits')),
      ]);
      expect(early).toBe('waits');
    });
    expect(await judging!).toEqual([
      expect.objectContaining({ denominator: '1100000.00', verdict: 'suspended' }),
    ]);
    await expect(disburse(signed, '2016-09-29')).rejects.toMatchObject({ code: 'loan.wrong-state' });
  });
});

it('leaves renewals alone where the terms do not name them, and stops new contracts all the same', async () => {
  await world.setDay('2019-01-28');
  const { repay, sign: signOn } = loanSteps(world.loans);
  await repay(repaid.id, '2019-01-15', repaid.principal_fen);
  const household = { id: repaid.household_id, borrower: repaid.borrower_id };
  const { id } = await world.loans.as(OFFICER, (tx, context) =>
    registerLoan(tx, context, {
      ...application(household),
      ...{ appliedOn: date('2019-01-21'), renewsLoanId: repaid.id },
    }),
  );
  await world.loans.as(REVIEWER, (tx, context) =>
    approveLoan(tx, context, { loanId: id, approvedOn: date('2019-01-25') }),
  );
  expect(said(await sign(fresh))).toEqual([422, 'risk-fund.lending-suspended']);
  expect(await signOn(id, '2019-01-28')).toMatchObject({ state: 'signed', renewal_no: 1 });
});
