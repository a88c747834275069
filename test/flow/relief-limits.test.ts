import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoanId } from '../../src/kernel/ids.ts';
import { inYearlyParts } from '../support/call-due.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import {
  approveAndPay,
  bankPays,
  dun,
  fileAndPost,
  idOf,
  lendOwing,
  move,
  must,
  openFund,
} from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2018-03-01');
});
afterAll(() => world.close());

/** An order of the county that another person confirms. */
async function relieve(documentNo: string, changes: object): Promise<object> {
  const order = await world.post('office', '/relief-orders', {
    ...{ county_code: COUNTY, programme_code: 'P1', document_no: documentNo, reason: '受疫情影响，统一延期' },
    ...{ not_after: null, subsidised: true, ...changes },
  });
  return must(await world.post('colleague', `/relief-orders/${idOf(order)}/confirmations`, {}))
    .body as object;
}
const maturity = async (loan: LoanId) =>
  (
    await world.sql<{ on: string }>('select matures_on::text as on from loan where id = $1', [String(loan)])
  )[0]!.on;
const instalments = async (loan: LoanId) =>
  (
    await world.sql<{ on: string }>(
      'select due_on::text as on from loan_instalment where loan_id = $1 order by no',
      [String(loan)],
    )
  ).map(({ on }) => on);

describe('a relief order', () => {
  it('moves an instalment, and with it what would fall due before it and the maturity', async () => {
    const parts = { disbursedOn: '2016-06-10', maturesOn: '2019-06-10' };
    const [far, near] = (await world.lend(2, parts)) as [LoanId, LoanId];
    await inYearlyParts(world, far);
    const span = { due_from: '2018-03-01', due_to: '2018-09-01' };
    await world.setDay('2018-03-02');
    expect(await relieve('某县延〔2018〕9号', { ...span, months_at_most: 18 })).toMatchObject({
      ...{ loans_moved: 1, loans_compensated: 0 },
    });
    // the first was due before the span; the third follows the second, and the maturity follows the third
    expect(await instalments(far)).toEqual(['2017-06-10', '2019-12-10', '2019-12-10']);
    expect(await maturity(far)).toBe('2019-12-10');
    await inYearlyParts(world, near);
    expect(await relieve('某县延〔2018〕10号', { ...span, months_at_most: 3 })).toMatchObject({
      loans_moved: 0,
    });
    expect(await instalments(near)).toEqual(['2017-06-10', '2018-09-10', '2019-06-10']);
    expect(await maturity(near)).toBe('2019-06-10');
    const update = 'update loan_instalment set due_on = $3::date where loan_id = $1 and no = $2';
    for (const [no, on] of [
      [2, '2019-06-11'],
      [3, '2019-06-11'],
    ])
      await expect(world.sql(update, [String(near), no, on])).rejects.toMatchObject({
        constraint: 'loan_instalment_order',
      });
  });

  it('leaves the loans that a fund has compensated, and says how many', async () => {
    await world.setDay('2019-06-03');
    const [paid, open] = (await lendOwing(world, 2)) as [LoanId, LoanId];
    await move(world, await openFund(world), { amount: '400000.00' });
    await world.setDay('2019-07-01');
    await dun(world, paid);
    const claim = await fileAndPost(world, paid, {});
    const order = await approveAndPay(world, claim);
    const span = { due_from: '2019-03-15', due_to: '2019-05-01', months_at_most: 6 };
    expect(await relieve('某县延〔2019〕8号', { ...span, due_to: '2019-03-16' })).toMatchObject({
      ...{ loans_moved: 0, loans_compensated: 0 },
    });
    await bankPays(world, order, '2019-07-12');
    await world.setDay('2019-09-20');
    const confirmed = await relieve('某县延〔2019〕9号', span);
    expect(confirmed).toMatchObject({ loans_moved: 1, loans_compensated: 1 });
    expect([await maturity(paid), await maturity(open)]).toEqual(['2019-04-01', '2019-10-01']);
    expect((await world.get('office', '/relief-orders')).body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ loans_compensated: 1 })]) as unknown,
    });
    const event = `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, matures_on, relief_id, relief_subsidised,
        reason, recorded_by, recorded_on)
      select l.id, l.county_code, l.bank_id, 'extended', '2019-04-01', '2019-10-01', $2, true, '延期令', 1, '2019-09-20'
      from loan l where l.id = $1`;
    const { id } = confirmed as { id: string };
    await expect(world.sql(event, [String(paid), id])).rejects.toMatchObject({
      constraint: 'loan_event_relief_uncompensated',
    });
  });
});
