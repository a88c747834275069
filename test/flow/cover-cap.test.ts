import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { claimOf, dun, idOf, lendOwing, move, must, openFund, TERMS } from '../support/risk-fund-world.ts';

/** 追加贷款: 50,000 was lent, and the fund stands for 30,000 of a household. */
const CAPPED = { ...TERMS, cover_cap: '30000.00' };

const database = useTestDatabase();
let world: ClaimWorld;
let first: LoanId;
let second: LoanId;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-07-01');
  [first, second] = (await lendOwing(world, 2)) as [LoanId, LoanId];
  const fund = await openFund(world, CAPPED);
  await move(world, fund);
  for (const loan of [first, second]) await dun(world, loan);
  const { terms } = must(await world.get('office', `/risk-funds/${fund}`)).body as { terms: object[] };
  expect(terms).toMatchObject([{ cover_cap: '30000.00' }]);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const file = (loan: LoanId, changes: object = {}) =>
  world.post('officer', '/risk-fund-claims', claimOf(loan, changes));
const takeBack = async (claim: Response) =>
  must(await world.post('approver', `/risk-fund-claims/${idOf(claim)}/returns`, { remark: '重新申报' }));

it('covers a loan up to the cap, interest and proceeds in the same proportion', async () => {
  const whole = await file(first);
  // three fifths of 50,000 and of 1,187.50, and seven tenths of that
  expect(whole.body).toMatchObject({
    ...{ principal: '50000.00', covered: '30000.00', interest: '712.50', loss: '30712.50', fund: '21498.75' },
  });
  await takeBack(whole);
  const sold = await file(first, { disposed: '10000.00' });
  expect(sold.body).toMatchObject({ covered: '30000.00', loss: '24712.50' });
  await takeBack(sold);
  // what is within the cap is covered whole
  const less = await file(first, { principal: '20000.00', interest: '0.00' });
  expect(less.body).toMatchObject({ covered: '20000.00', loss: '20000.00', fund: '14000.00' });
  await takeBack(less);
});

it('covers a top-up with what the loan before leaves', async () => {
  await world.sql('alter table loan disable trigger user');
  // where the terms allow more than one open loan of a product
  await world.sql('update loan set sole = false');
  await world.sql(
    `update loan n set household_id = o.household_id, borrower_id = o.borrower_id, principal_fen = 4000000,
       outstanding_fen = 4000000 from loan o where n.id = $1 and o.id = $2`,
    [String(second), String(first)],
  );
  const owed = (fen: number) =>
    world.sql('update loan set repaid_fen = principal_fen - $1, outstanding_fen = $1 where id = $2', [
      fen,
      String(first),
    ]);
  const topUp = { principal: '40000.00', interest: '0.00' };
  expect(said(await file(second, topUp))).toEqual([422, 'risk-fund.above-cover-cap']);
  await owed(2_500_000);
  const part = await file(second, topUp);
  expect(part.body).toMatchObject({ covered: '5000.00', loss: '5000.00', fund: '3500.00' });
  await takeBack(part);
});

it('is held by the database', async () => {
  const forged = `with was as (select * from risk_fund_claim where loan_id = $1 order by id desc limit 1)
    insert into risk_fund_claim overriding system value
    select (jsonb_populate_record(null::risk_fund_claim, to_jsonb(w) || '{"id": 900, "claim_no": "X", "state": "filed", "reason": null, "covered_fen": 500001, "exclusion": null}')).*
    from was w`;
  await expect(world.sql(forged, [String(second)])).rejects.toMatchObject({
    constraint: 'risk_fund_claim_cover_cap',
  });
});
