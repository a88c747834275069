import type { Response } from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, grant, instructed, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import {
  claimOf,
  dun,
  idOf,
  lendOwing,
  move,
  must,
  openFund,
  readClaim,
} from '../support/risk-fund-world.ts';
import * as receive from '../support/receipts.ts';

const database = useTestDatabase();
let world: ClaimWorld;
/** Four loans of 50,000 at 4.75 % that fell due on 1 April 2019 with nothing repaid. */
let full: LoanId;
let part: LoanId;
let cleared: LoanId;
let owing: LoanId;
beforeAll(async () => {
  world = await createClaimWorld(database());
  await grant(world, '100000.00');
  [full, part, cleared] = (await world.lend(3)) as [LoanId, LoanId, LoanId];
  const [summer] = await world.settle('2016-06-21');
  // three times 50,000 at 4.75 % for 81 days
  expect((await instructed(world, summer!)).total).toBe('1603.14');
  await world.settle('2016-09-21');
  [owing] = (await lendOwing(world, 1)) as [LoanId];
  for (const loan of [part, cleared])
    await world.sql(
      `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reason, recorded_by, recorded_on)
       select id, county_code, bank_id, 'eligibility_lost', '2018-12-21', '清退', 1, '2018-12-21' from loan where id = $1`,
      [String(loan)],
    );
  await world.setDay('2019-07-02');
  await move(world, await openFund(world));
  for (const loan of [full, part, cleared, owing]) await dun(world, loan);
});
afterAll(() => world.close());

const said = (reply: Response): [number, string] => [reply.status, (reply.body as { code: string }).code];
const file = (loan: LoanId, interest: string) =>
  world.post('officer', '/risk-fund-claims', claimOf(loan, { interest }));
/** The most that is taken: a fen more is refused with the sum, then the sum is filed. */
async function most(loan: LoanId, refused: string, taken: string): Promise<object> {
  const reply = await file(loan, refused);
  expect(said(reply)).toEqual([422, 'risk-fund.interest-above-owed']);
  const { detail } = reply.body as { detail: string };
  expect(detail.replaceAll(',', '')).toContain(` ${taken} 元`);
  return readClaim(world, idOf(await file(loan, taken)));
}

it('is nothing where the state pays the bank the whole, though it has paid one quarter of twelve', async () => {
  const claim = await most(full, '0.01', '0.00');
  expect(claim).toMatchObject({
    principal: '50000.00',
    interest: '0.00',
    loss: '50000.00',
    fund: '35000.00',
  });
});

it('is what arose after the household lost the subsidy', async () => {
  // ninety days until 21 March 2019 and eleven until the maturity: 593.75 + 72.57
  expect(await most(part, '666.33', '666.32')).toMatchObject({ interest: '666.32', loss: '50666.32' });
});

it('less what the household has paid of it', async () => {
  const paid = { on_date: '2019-06-28', principal: '0.00', interest: '100.00', bank_serial: 'HX-00007' };
  must(await receive.repay(world, cleared, paid));
  expect(await most(cleared, '566.33', '566.32')).toMatchObject({ interest: '566.32', loss: '50566.32' });
});

it('is the whole where the subsidy goes to the household', async () => {
  // 1,095 days in twelve lines, each rounded
  expect(await most(owing, '7223.96', '7223.95')).toMatchObject({ interest: '7223.95', loss: '57223.95' });
});

it('and the database does not take what the state pays, whatever was computed', async () => {
  await world.sql('alter table risk_fund_claim disable trigger user');
  const insert = (owed: number) =>
    world.sql(
      `insert into risk_fund_claim overriding system value select (jsonb_populate_record(null::risk_fund_claim, to_jsonb(c)
         || jsonb_build_object('id', 900, 'claim_no', 'DC-X', 'interest_fen', $2::bigint, 'owed_interest_fen', $2::bigint))).*
       from risk_fund_claim c where loan_id = $1`,
      [String(full), owed],
    );
  await world.sql('alter table risk_fund_claim enable trigger risk_fund_claim_interest');
  // with 31 days more the contract could make 7,428.48 at most; 534.38 is paid, 606.94 drawn and still to be
  // paid
  const left = 742_848 - 534_38 - 606_94;
  await expect(insert(left)).rejects.toThrow('risk_fund_claim_one_open');
  await expect(insert(left + 1)).rejects.toThrow('what the state pays is not claimed again');
});
