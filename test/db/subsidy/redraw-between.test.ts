import { beforeEach, describe, expect, it } from 'vitest';
import { PRESETS, publishTerms } from '../../../src/domains/programme/index.ts';
import type { LoanId } from '../../../src/kernel/ids.ts';
import { approved, createClaimWorld, grant, instructed, type ClaimWorld } from '../../support/claim-world.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { refusal } from '../../support/loan-steps.ts';
import { COUNTY } from '../../support/loan-world.ts';
import '../../support/global-setup.ts';
import { receive } from '../../support/receipts.ts';

let database: TestDatabase;
let world: ClaimWorld;
let loan: LoanId;
beforeEach(async () => {
  database = await createTestDatabase();
  world = await createClaimWorld(database);
  [loan] = (await world.lend(1, { disbursedOn: '2016-03-21' })) as [LoanId];
  return async () => {
    await world.close();
    await database.drop();
  };
});

let serials = 0;
const repay = (onDate: string, principal: bigint) =>
  receive(world.loans, {
    ...{ loanId: loan, onDate, principal },
    bankSerial: `B${String((serials += 1)).padStart(6, '0')}`,
  });

describe('interest paid on the day after the settlement', () => {
  const DAY = '2016-06-21';
  const payInterest = () =>
    receive(world.loans, {
      ...{ loanId: loan, onDate: DAY, principal: 0n, interest: 100_00n },
      bankSerial: 'I000001',
    });
  /** A version that pays at most the interest paid, over one whole period with the interest paid in time. */
  const paid = async (accruedOrPaid: 'paid' | 'accrued'): Promise<void> => {
    const { parameters, ...preset } = PRESETS.find(({ code }) => code === 'gansu-2016')!;
    await world.job((tx, context) =>
      publishTerms(tx, context, {
        ...{
          code: 'county',
          programme_code: 'P1',
          product_code: 'microloan',
          title: '县版本',
          county_code: COUNTY,
        },
        ...{
          document_no: '某县〔2015〕1号',
          effective_from: preset.effectiveFrom,
          effective_to: preset.effectiveTo,
        },
        parameters: { ...parameters, subsidy: { ...parameters.subsidy, accruedOrPaid } },
      }),
    );
    await world.sql(`delete from loan`);
    [loan] = (await world.lend(1, { disbursedOn: '2016-03-21', terms: 'county' })) as [LoanId];
    await world.setDay('2016-06-20');
    await receive(world.loans, {
      ...{ loanId: loan, onDate: '2016-06-20', principal: 0n, interest: 100_00n },
      bankSerial: 'I000000',
    });
    await grant(world, '100000.00');
    const [batch] = await world.settle('2016-06-21');
    await instructed(world, batch!);
  };

  it('counts for that period when it is paid already, by an adjusting line of the next', async () => {
    await paid('paid');
    expect(await refusal(payInterest())).toBe('accepted');
    await world.followUp();
    const [summer] = await world.settle('2016-09-21');
    expect(
      await world.sql(
        `select batch_id::text, period_to::text, due_fen - settled_fen = amount_fen as whole, amount_fen::text
         from subsidy_adjustment`,
      ),
    ).toEqual([
      {
        batch_id: String(summer),
        period_to: '2016-06-21',
        whole: true,
        amount_fen: expect.stringMatching(/^\d+$/),
      },
    ]);
  });

  it('is recorded where the subsidy does not look at what was paid', async () => {
    await paid('accrued');
    expect(await refusal(payInterest())).toBe('accepted');
  });
});

describe('lines drawn up again in several batches of one loan', () => {
  it('leave the days of a paid batch between them alone', async () => {
    await grant(world, '100000.00');
    await world.settle('2016-06-21');
    const [summer] = await world.settle('2016-09-21');
    await instructed(world, summer!);
    const [autumn] = await world.settle('2016-12-21');
    await repay('2016-10-01', 20_000_00n);
    await world.followUp();
    const lines = await world.sql<object>(
      `select period_from::text, period_to::text, batch_id = $1 as autumn from subsidy_line order by period_to`,
      [String(autumn)],
    );
    expect(lines).toEqual([
      { period_from: '2016-03-21', period_to: '2016-06-21', autumn: false },
      { period_from: '2016-06-21', period_to: '2016-09-21', autumn: false },
      { period_from: '2016-09-21', period_to: '2016-12-21', autumn: true },
    ]);
  });

  it('give back what the first gave to the second before that was sent back as well', async () => {
    const [spring] = await world.settle('2016-06-21');
    const [summer] = await world.settle('2016-09-21');
    // enough for either, not for both
    await grant(world, '700.00');
    expect(await approved(world, spring!)).toMatchObject({ funding: 'reserved' });
    expect(await approved(world, summer!)).toMatchObject({ funding: 'queued' });
    await repay('2016-04-01', 20_000_00n);
    await world.followUp();
    for (const id of [spring, summer])
      expect(await world.batch(id!)).toMatchObject({ state: 'returned', funding: 'none' });
    expect(await world.sql('select reserved_fen::text from subsidy_budget')).toEqual([{ reserved_fen: '0' }]);
  });
});
