import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countArrears } from '../../src/domains/loan/index.ts';
import { remindDuties } from '../../src/domains/risk-fund/index.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { COUNTY } from '../support/loan-world.ts';
import {
  claimOf,
  dun,
  idOf,
  lendOwing,
  move,
  must,
  openFund,
  publishMeasures,
  TERMS,
} from '../support/risk-fund-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let loans: LoanId[];
let fund = '';
let claim = '';
beforeAll(async () => {
  world = await createClaimWorld(database(), '2019-06-03');
  loans = await lendOwing(world, 2);
  fund = await openFund(world, { ...TERMS, top_up_percent: '40' });
});
afterAll(() => world.close());

const remind = async (day: string): Promise<number> => {
  await world.setDay(day);
  await world.job((tx, context) => countArrears(tx, context));
  return world.job((tx, context) => remindDuties(tx, context));
};
const told = async (staff: Staff, query = ''): Promise<unknown[]> =>
  (must(await world.get(staff, `/fund-reminders?open=true${query}`)).body as { items: object[] }).items.map(
    (item) => {
      const { kind, step, level, due_on } = item as Record<string, string>;
      return [kind, step, level, due_on].join(' ');
    },
  );
const duties = async (query = ''): Promise<Record<string, unknown>[]> =>
  (must(await world.get('examiner', `/fund-top-ups${query}`)).body as { items: Record<string, unknown>[] })
    .items;

describe('定远（定巩固振兴办〔2021〕3号）：每季初按贷款余额的比例补充', () => {
  it('is written down when it is measured, and who is to pay is told once', async () => {
    expect(await remind('2019-06-03')).toBe(1);
    // 40 % of the 100,000 owed on 1 April, of which nothing was in the fund
    expect(await duties('?open=true')).toMatchObject([
      {
        ...{ measured_on: '2019-04-01', outstanding: '100000.00', balance: '0.00', due: '40000.00' },
        ...{ paid: '0.00', pay_by: '2019-06-30', late_days: 0, mode: 'quarterly_percent' },
      },
    ]);
    expect(await told('examiner')).toEqual(['top_up due post 2019-06-30']);
    expect(await remind('2019-06-03')).toBe(0);
  });

  it('is late after its last day: the level above is told, and the next quarter is measured', async () => {
    await remind('2019-07-01');
    expect((await duties()).map(({ measured_on, late_days }) => [measured_on, late_days])).toEqual([
      ['2019-04-01', 1],
      ['2019-07-01', 0],
    ]);
    expect(await told('examiner', '&kind=top_up')).toEqual([
      'top_up due post 2019-06-30',
      'top_up late post 2019-06-30',
      'top_up due post 2019-09-30',
    ]);
    expect(await told('approver', '&kind=top_up')).toEqual(['top_up late above 2019-06-30']);
    expect(await told('office', '&kind=top_up')).toEqual(['top_up late above 2019-06-30']);
  });

  it('is settled by what is paid in since', async () => {
    await world.setDay('2019-07-02');
    await move(world, fund, { amount: '39999.99', on_date: '2019-07-02' });
    expect((await duties('?open=true')).map(({ paid }) => paid)).toEqual(['39999.99', '39999.99']);
    await move(world, fund, { amount: '60000.01', on_date: '2019-07-02' });
    expect(await duties('?open=true')).toEqual([]);
    expect((await duties(`?fund_id=${fund}`)).map(({ paid }) => paid)).toEqual(['40000.00', '40000.00']);
    expect(await told('examiner')).toEqual([]);
  });

  it('is none where the measures go by demand (南澳县)', async () => {
    const other = must(
      await world.post('approver', '/risk-funds', {
        ...{ county_code: COUNTY, name: '南澳县补偿金', deposit_bank_id: String(world.loans.secondBank) },
        ...{ bank_ids: [String(world.loans.secondBank)], product_codes: ['relocation'] },
      }),
    ).body as { id: string };
    const terms = { ...TERMS, top_up_mode: 'demand', top_up_percent: null };
    await publishMeasures(world, other.id, terms);
    await remind('2019-07-02');
    expect(await duties(`?fund_id=${other.id}`)).toEqual([]);
  });
});

describe('a loan that is ripe for a claim', () => {
  it('and not filed: the bank is told, until it files', async () => {
    const ripe = 'claim_ripe unfiled post 2019-06-30';
    expect(await told('officer')).toEqual([ripe, ripe]);
    expect(await told('reviewer')).toHaveLength(2);
    expect(await told('examiner', '&kind=claim_ripe')).toEqual([]);
    await dun(world, loans[0]!);
    claim = idOf(await world.post('officer', '/risk-fund-claims', claimOf(loans[0]!)));
    expect(await told('officer')).toEqual([ripe]);
    // told before, and not again
    expect(await remind('2019-07-03')).toBe(0);
  });
});

describe('a claim that is past the day of a step', () => {
  it('is told to the post whose turn it is and to the level above', async () => {
    expect(await remind('2019-07-16')).toBe(0);
    expect(await remind('2019-07-17')).toBe(2);
    expect(await told('office')).toEqual(['claim_step filed post 2019-07-16']);
    expect(
      await world.sql(`select role, level from risk_fund_reminder where kind = 'claim_step' order by id`),
    ).toEqual([
      { role: 'county_office', level: 'post' },
      { role: 'province_supervisor', level: 'above' },
    ]);
    must(await world.post('office', `/risk-fund-claims/${claim}/reviews`, {}));
    expect(await told('office')).toEqual([]);
  });
});
