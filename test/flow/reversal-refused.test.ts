import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  bankPays,
  claimOf,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  must,
  openFund,
} from '../support/risk-fund-world.ts';
import { lendProduct, said as idSaid } from '../support/product-world.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const repay = async (loan: unknown, principal: string, serial: string, on = '2019-06-03') =>
  must(
    await receive.repay(world, loan, {
      ...{ on_date: on, principal, interest: '0.00', bank_serial: serial },
    }),
  );
const propose = (loan: unknown, serial: string, on = '2019-06-03') =>
  world.post('officer', `/loans/${String(loan)}/changes`, {
    ...{ kind: 'reversal', on_date: on, reason: '录入金额有误', reverses: 'repayment', bank_serial: serial },
  });
const confirm = (reply: Response) => world.post('reviewer', `/loan-changes/${idOf(reply)}/confirmations`, {});

it('of what a fund has paid for: a claim under way stops, money paid out stays', async () => {
  const [loan] = (await lendOwing(world, 1)) as [LoanId];
  const fund = await openFund(world);
  await move(world, fund);
  await repay(loan, '1000.00', 'LS-1');
  await world.setDay('2019-07-01');
  await dun(world, loan);
  const claim = idOf(
    await world.post(
      'officer',
      '/risk-fund-claims',
      claimOf(loan, { principal: '49000.00', interest: '0.00' }),
    ),
  );
  const waiting = await propose(loan, 'LS-1');
  expect((await confirm(waiting)).status).toBe(201);
  must(await world.post('office', `/risk-fund-claims/${claim}/reviews`, {}));
  const next = await world.post('examiner', `/risk-fund-claims/${claim}/examinations`, {});
  expect(said(next)).toEqual([409, 'risk-fund.debt-changed']);
  must(await world.post('examiner', `/risk-fund-claims/${claim}/returns`, { remark: '还款已冲正' }));

  await repay(loan, '2000.00', 'LS-1', '2019-07-01');
  const again = await fileAndPost(world, loan, { principal: '48000.00', interest: '0.00' });
  const late = await propose(loan, 'LS-1', '2019-07-01');
  await world.setDay('2019-07-12');
  must(await world.post('approver', `/risk-fund-claims/${again}/approvals`, {}));
  const order = must(await world.post('payer', `/risk-fund-claims/${again}/payment-orders`, {}));
  expect(said(await confirm(late))).toEqual([409, 'loan.reversal-compensated']);
  must(await world.post('reviewer', `/loan-changes/${idOf(late)}/refusals`, { reason: '补偿金已拨付' }));
  await bankPays(world, order.body as never, '2019-07-12');
  expect(said(await propose(loan, 'LS-1', '2019-07-01'))).toEqual([409, 'loan.reversal-compensated']);

  // what came after the claim was filed is the household's repayment since: nothing was paid for it
  await repay(loan, '300.00', 'LS-2', '2019-07-12');
  const due = async () =>
    ((await world.get('officer', `/risk-fund-claims/${again}`)).body as { recovery_dues: object[] })
      .recovery_dues;
  expect(await due()).toMatchObject([{ amount: '300.00' }]);
  expect((await confirm(await propose(loan, 'LS-2', '2019-07-12'))).status).toBe(201);
  expect(await due()).toEqual([]);
});

it('of what a renewal or another open loan of the household rests on', async () => {
  const product = {
    ...{ programme_code: 'P1', product_code: 'microloan', principal: '50000.00', term_months: 36 },
    ...{ annual_percent: '4.75', purpose_code: 'breeding' },
  };
  const again = async (changes: object) =>
    idSaid(world, 'officer', '/loans', {
      ...{ household_id: String(household.id), borrower_id: String(household.borrower) },
      ...{ purpose_text: '续养肉牛', applied_on: '2019-08-02', ...product, ...changes },
    });
  const household = await world.loans.household();
  const first = await lendProduct(world, household, product, '2019-05-03');
  await world.setDay('2019-08-02');
  await repay(first, '50000.00', 'LS-3', '2019-08-01');
  const renewal = await again({ renews_loan_id: first });
  expect(said(await propose(first, 'LS-3', '2019-08-01'))[0]).toBe(409);
  must(await world.post('officer', `/loans/${renewal}/cancellations`, { reason: '录入有误，撤销' }));
  const other = await again({});
  expect(said(await propose(first, 'LS-3', '2019-08-01'))).toEqual([409, 'loan.reversal-beside-loan']);
  must(await world.post('officer', `/loans/${other}/cancellations`, { reason: '录入有误，撤销' }));
  expect((await confirm(await propose(first, 'LS-3', '2019-08-01'))).status).toBe(201);
});
