import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClaimWorld, grant, instructed, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database());
  await grant(world, '100000.00');
});
afterAll(() => world.close());

const lines = (loan: unknown) =>
  world.sql('select * from subsidy_line where loan_id = $1 order by period_to', [String(loan)]);
const adjustments = (loan: unknown) =>
  world.sql<Record<string, string>>(
    `select batch_id::text, period_to::text, due_fen::text, settled_fen::text, amount_fen::text from subsidy_adjustment
     where loan_id = $1 order by batch_id, period_to`,
    [String(loan)],
  );
let serials = 0;
const repay = (loan: unknown, onDate: string, principal: string) =>
  world.post('officer', `/loans/${String(loan)}/repayments`, {
    on_date: onDate,
    principal,
    interest: '0.00',
    bank_serial: `LATE-${(serials += 1)}`,
  });

describe('a repayment of a paid quarter, entered late', () => {
  it('leaves the paid line as it is and is taken back from the next, to the fen', async () => {
    const [loan, neighbour] = await world.lend(2);
    const [spring] = await world.settle('2016-06-21');
    const paid = await instructed(world, spring!);
    // 50,000 at 4.75 % for 81 days: 534.375 yuan, half up
    expect(paid.total).toBe('1068.76');
    const before = await lines(loan);

    expect((await repay(loan, '2016-05-31', '20000.00')).status).toBe(201);
    await world.followUp();
    expect(await lines(loan)).toEqual(before);
    expect(await adjustments(loan)).toEqual([]);
    const { batch_no } = (await world.get('office', `/subsidy-batches/${spring}`)).body as {
      batch_no: string;
    };

    const [summer] = await world.settle('2016-09-21');
    // 60 days of 50,000 and 21 of 30,000 are 478.96: 55.42 too much was paid
    expect(await adjustments(loan)).toEqual([
      {
        batch_id: String(summer),
        period_to: '2016-06-21',
        due_fen: '47896',
        settled_fen: '53438',
        amount_fen: '-5542',
      },
    ]);
    // 30,000 for 92 days: 364.17, less 55.42; the neighbour 606.94
    expect(await world.batch(summer!)).toMatchObject({ subsidy: '915.69', payable_count: 2, line_count: 2 });
    const listed = (await world.get('office', `/subsidy-batches/${summer}/lines`)).body as {
      items: { loan_id: string }[];
    };
    expect(listed.items.filter(({ loan_id }) => loan_id === String(loan))).toMatchObject([
      { period_to: '2016-09-21', subsidy: '364.17', offset: '55.42', payable: '308.75', adjusts: null },
      {
        subsidy: '-55.42',
        payable: '0.00',
        adjusts: {
          batch_no,
          period_from: '2016-04-01',
          period_to: '2016-06-21',
          due: '478.96',
          settled: '534.38',
        },
      },
    ]);
    const order = await instructed(world, summer!);
    expect(order).toMatchObject({ line_count: 2, total: '915.69' });
    expect(await lines(loan)).toEqual([before[0], expect.anything()]);
    expect(await adjustments(neighbour)).toEqual([]);

    // settled: nothing more in autumn
    const [autumn] = await world.settle('2016-12-21');
    expect(await adjustments(loan)).toHaveLength(1);
    expect(await world.batch(autumn!)).toMatchObject({ payable_count: 2 });
  });
});
