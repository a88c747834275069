import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { lendProduct, linesOf, said, type ProductLoan } from '../support/product-world.ts';
import type { TestHousehold } from '../support/loan-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-04-01');
});
afterAll(() => world.close());

const LOAN: ProductLoan = {
  programme_code: 'P1',
  product_code: 'microloan',
  principal: '50000.00',
  term_months: 36,
  annual_percent: '4.75',
  purpose_code: 'breeding',
};

const state = async (loan: string) =>
  (await world.get('officer', `/loans/${loan}`)).body as Record<string, unknown>;

describe('无还本续贷: the new contract pays out the old one', () => {
  let household: TestHousehold;
  let first: string;
  const renewal = (changes: object = {}) => ({
    household_id: String(household.id),
    borrower_id: String(household.borrower),
    purpose_text: '续养肉牛',
    applied_on: '2019-03-22',
    renews_loan_id: first,
    pays_out_renewed: true,
    ...LOAN,
    ...changes,
  });
  const code = async (body: object): Promise<unknown> =>
    ((await world.post('officer', '/loans', body)).body as { code: unknown }).code;
  const sign = async (): Promise<string> => {
    const id = await said(world, 'officer', '/loans', renewal());
    await said(world, 'reviewer', `/loans/${id}/approvals`, {});
    await said(world, 'officer', `/loans/${id}/signings`, { signed_on: '2019-03-22' });
    return id;
  };

  it('is refused for less than the old one owes, and where nothing is open', async () => {
    household = await world.loans.household();
    first = await lendProduct(world, household, LOAN, '2016-04-01');
    await world.settle('2018-12-21');
    await world.settle('2019-03-21');
    await world.setDay('2019-03-22');
    expect(await code(renewal({ pays_out_renewed: false }))).toBe('loan.renewal-unpaid');
    expect(await code(renewal({ principal: '49999.99' }))).toBe('loan.renewal-too-small');
  });

  it('closes the old loan and opens the new one on one day: none subsidised twice, none lost', async () => {
    const second = await sign();
    expect(await code(renewal())).toBe('loan.open-loan');
    await world.setDay('2019-03-25');
    await said(world, 'officer', `/loans/${second}/disbursements`, { disbursed_on: '2019-03-25' });
    expect(await state(first)).toMatchObject({
      state: 'closed',
      closed_on: '2019-03-25',
      outstanding: '0.00',
    });
    expect(await state(second)).toMatchObject({
      ...{ state: 'disbursed', matures_on: '2022-03-25', outstanding: '50000.00', renewal_no: 1 },
      ...{ pays_out_renewed: true, settlement_calendar: 'annual_1220' },
    });
    await world.settle('2019-06-21');
    await world.settle('2019-12-21');
    const days = await world.sql<{ from: string; to: string }>(
      `select period_from::text as "from", period_to::text as "to" from subsidy_line
       where loan_id = any($1) order by period_from`,
      [[first, second]],
    );
    expect(days[0]!.from).toBe('2016-04-01');
    expect(days.slice(1).map(({ from }) => from)).toEqual(days.slice(0, -1).map(({ to }) => to));
    expect((await linesOf(world, first)).at(-1)).toMatchObject({
      // 50,000 × 4.75 % × 4 / 360
      ...{ period_to: '2019-03-25', days: 4, subsidy: '2639' },
    });
    expect(await linesOf(world, second)).toEqual([
      // 50,000 × 4.75 % × 271 / 360
      { period_to: '2019-12-21', days: 271, interest: '178785', subsidy: '178785' },
    ]);
  });

  it('does not hide arrears, neither when applied for nor when disbursed, and then nothing has happened', async () => {
    household = await world.loans.household();
    first = await lendProduct(world, household, LOAN, '2016-03-22');
    await world.setDay('2019-03-22');
    const second = await sign();
    await world.setDay('2019-03-25');
    const late = await world.post('officer', `/loans/${second}/disbursements`, {
      disbursed_on: '2019-03-25',
    });
    expect([late.status, late.body]).toMatchObject([422, { code: 'loan.renewal-overdue' }]);
    expect(await state(first)).toMatchObject({ state: 'disbursed', outstanding: '50000.00' });
    expect(await state(second)).toMatchObject({ state: 'signed' });
    // the last day is day 0 of the old loan
    await said(world, 'officer', `/loans/${second}/disbursements`, { disbursed_on: '2019-03-22' });
    expect(await state(first)).toMatchObject({ state: 'closed', closed_on: '2019-03-22' });
  });

  it('is held by the database: none is disbursed whose old loan still runs', async () => {
    household = await world.loans.household();
    first = await lendProduct(world, household, LOAN, '2016-04-01');
    await world.setDay('2019-03-22');
    const second = await sign();
    const bare = world.sql(
      `update loan set state = 'disbursed', disbursed_on = '2019-03-22', matures_on = '2022-03-22',
         contract_matures_on = '2022-03-22', voucher_no = 'X1', outstanding_fen = principal_fen where id = $1`,
      [second],
    );
    await expect(bare).rejects.toThrow('repays the old loan on its own first day');
    const flip = world.sql('update loan set pays_out_renewed = false where id = $1', [second]);
    await expect(flip).rejects.toThrow('frozen');
  });
});
