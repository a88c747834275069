import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrearsOf, countArrears } from '../../../src/domains/loan/index.ts';
import { confirmChange } from '../../../src/domains/loan/actions/decide-change.ts';
import { proposeChange } from '../../../src/domains/loan/actions/propose-change.ts';
import { listOverdueLoans, showArrearsBook } from '../../../src/domains/loan/actions/read-arrears.ts';
import { bucketOf, daysPastDue } from '../../../src/domains/loan/core/arrears.ts';
import { householdInterest } from '../../../src/domains/subsidy/index.ts';
import { addDays, date } from '../../../src/kernel/date.ts';
import type { LoanId } from '../../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { loanSteps, OFFICER, REVIEWER } from '../../support/loan-steps.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let steps: ReturnType<typeof loanSteps>;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-06-01');
  steps = loanSteps(world.loans);
});
afterAll(() => world.close());

const count = async (day: string): Promise<number> => {
  await world.setDay(day);
  return world.job(countArrears);
};
const counted = async (loan: LoanId) =>
  (
    await world.sql<{ due_on: string; days_past_due: number; bucket: string; overdue: string }>(
      `select due_on::text, days_past_due, bucket, overdue_fen::text as overdue from loan_arrears where id = $1`,
      [String(loan)],
    )
  )[0];
const live = (loan: LoanId, on: string) => world.loans.as(OFFICER, (tx) => arrearsOf(tx, loan, date(on)));

describe('the daily count', () => {
  it('puts a loan in the bucket of its days, the due date being day 0', async () => {
    // a Monday
    const due = date('2017-01-16');
    const [loan] = await world.lend(1, { disbursedOn: '2016-01-15', maturesOn: due });
    for (const days of [0, 1, 3, 4, 10, 11, 30, 31, 69, 70, 400]) {
      const today = addDays(due, days);
      await count(today);
      const row = await counted(loan!);
      expect([days, row?.days_past_due ?? 0, row?.bucket]).toEqual([
        days,
        daysPastDue(due, today),
        days === 0 ? undefined : bucketOf(days),
      ]);
    }
  });

  it('follows what is repaid, and lets go of a loan repaid in full', async () => {
    const [loan] = await world.lend(1, { disbursedOn: '2016-02-01', maturesOn: '2017-02-03' });
    await count('2017-03-05');
    expect(await counted(loan!)).toMatchObject({ days_past_due: 30, overdue: '5000000' });
    await steps.repay(loan!, '2017-03-01', 20_000_00n);
    await count('2017-03-04');
    expect(await counted(loan!)).toMatchObject({ due_on: '2017-02-03', overdue: '3000000' });
    await steps.repay(loan!, '2017-03-04', 30_000_00n);
    expect(await live(loan!, '2017-03-04')).toBeNull();
    await count('2017-03-04');
    expect(await counted(loan!)).toBeUndefined();
  });

  it('changes nothing when run again, and the book of the day holds every fen', async () => {
    await count('2017-04-01');
    expect(await count('2017-04-01')).toBe(0);
    const [sums] = await world.sql(
      `select (select sum(outstanding_fen) from loan_arrears_day where counted_on = '2017-04-01')
         = (select sum(outstanding_fen) from loan where state = 'disbursed') as outstanding,
       (select sum(overdue_fen) from loan_arrears_day where counted_on = '2017-04-01')
         = (select sum(overdue_fen) from loan_arrears) as overdue`,
    );
    expect(sums).toEqual({ outstanding: true, overdue: true });
    const { items } = await world.loans.as(OFFICER, (tx) => showArrearsBook(tx, date('2017-04-01')));
    expect(items.every(({ counted_on }) => counted_on === '2017-04-01')).toBe(true);
  });
});

describe('a loan repaid in parts', () => {
  const byParts = async (): Promise<LoanId> => {
    await world.setDay('2016-06-01');
    return (await steps.lent({ repaymentMethod: 'equal_principal', termMonths: 12, annualPercent: 43_500 }))
      .id;
  };

  it('is overdue since the oldest instalment not covered by what was repaid', async () => {
    const loan = await byParts();
    // 4,166.67 a month since 15 February; four of them were due by June
    await count('2016-06-01');
    expect(await counted(loan)).toMatchObject({
      due_on: '2016-02-15',
      days_past_due: 107,
      overdue: '1666668',
    });
    await steps.repay(loan, '2016-06-01', 8_333_34n);
    expect(await live(loan, '2016-06-01')).toEqual({
      due_on: '2016-04-15',
      days_past_due: 47,
      overdue_fen: 8_333_34n,
    });
    await steps.repay(loan, '2016-06-01', 8_333_34n);
    expect(await live(loan, '2016-06-01')).toBeNull();
    expect(await live(loan, '2016-06-15')).toBeNull();
    expect(await live(loan, '2016-06-16')).toMatchObject({ due_on: '2016-06-15', days_past_due: 1 });
  });

  it('gets its due dates with the count when it was lent before they were kept', async () => {
    const loan = await byParts();
    await world.sql('delete from loan_instalment where loan_id = $1', [String(loan)]);
    expect(await live(loan, '2016-06-01')).toBeNull();
    await count('2016-06-01');
    expect(await counted(loan)).toMatchObject({ due_on: '2016-02-15' });
  });

  it('has its last due date moved by an extension, the contractual one kept', async () => {
    const loan = await byParts();
    const { id } = await world.loans.as(OFFICER, (tx, context) =>
      proposeChange(tx, context, householdInterest, {
        loanId: loan,
        kind: 'extension',
        onDate: date('2016-06-01'),
        reason: '牛未出栏',
        documentNo: null,
        maturesOn: date('2017-07-15'),
        annualPercent: null,
        rateBasis: null,
        heirId: null,
        ...{ entitlement: null, studiesTurn: null, studiesEndOn: null },
      }),
    );
    await world.loans.as(REVIEWER, (tx, context) =>
      confirmChange(tx, context, householdInterest, { changeId: id }),
    );
    const rows = await world.sql(
      `select no, contract_due_on::text, due_on::text from loan_instalment where loan_id = $1 and no > 10 order by no`,
      [String(loan)],
    );
    expect(rows).toEqual([
      { no: 11, contract_due_on: '2016-12-15', due_on: '2016-12-15' },
      { no: 12, contract_due_on: '2017-01-15', due_on: '2017-07-15' },
    ]);
  });
});

describe('the list of overdue loans', () => {
  it('shows a bank its own, by bucket', async () => {
    const [loan] = await world.lend(1, { disbursedOn: '2017-01-10', maturesOn: '2018-01-10' });
    await count('2018-01-15');
    const list = (bank: bigint, bucket?: 'd4_10' | 'd70_on') =>
      world.loans.as(
        OFFICER,
        (tx, context) => listOverdueLoans(tx, context, householdInterest, { limit: 200, bucket }),
        {
          bank: bank as never,
        },
      );
    const own = await list(world.loans.bank, 'd4_10');
    expect(own.items).toMatchObject([{ id: loan, days_past_due: 5, grade: null, graded_on: null }]);
    expect((await list(world.loans.bank)).items.length).toBeGreaterThan(1);
    expect((await list(world.loans.bank, 'd70_on')).items.map(({ id }) => id)).not.toContain(loan);
    expect((await list(world.loans.secondBank)).items).toEqual([]);
  });
});
