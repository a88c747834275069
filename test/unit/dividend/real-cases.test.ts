import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodFloors } from '../../../src/domains/agreement/index.ts';
import { calculate } from '../../../src/domains/calculator/index.ts';
import { openInAll, type AgreementAccount } from '../../../src/domains/dividend/core/agreement-account.ts';
import { allotReceipt } from '../../../src/domains/dividend/core/allot-receipt.ts';
import { compareReport, type ReportedDue } from '../../../src/domains/dividend/core/compare-report.ts';
import type { DueId } from '../../../src/domains/dividend/core/due-row.ts';
import { lateFee } from '../../../src/domains/dividend/core/late-fee.ts';
import { shareDividend } from '../../../src/domains/dividend/core/share-dividend.ts';
import { allotShares } from '../../../src/domains/share/core/allot-shares.ts';
import { date } from '../../../src/kernel/date.ts';
import type { AgreementId } from '../../../src/kernel/ids.ts';
import { Exact, fen, formatYuan } from '../../../src/kernel/money.ts';
import { formatPercent } from '../../../src/kernel/rate.ts';

const agreed = (percent: number, years: number) => ({
  ...{ amount: fen(50_000_00n), percent, dayBasis: 365, termMonths: years * 12, dueDay: '12-20' },
  ...{ ladder: [], capPercent: null, versions: [], end: null },
});
/** One year of 50,000 as a report finds it. */
const WHOLE_YEAR = {
  agreement_id: 1n as AgreementId,
  ...{ year_no: 1, part_no: 1, before_fen: 0n, before_slices: [] },
  slices: [{ from: date('2015-12-20'), to: date('2016-12-20'), invested_fen: '5000000', percent: 60_000 }],
};
const floors = (percent: number, years: number): bigint[] =>
  periodFloors(agreed(percent, years) as never, 'yearly', date('2015-12-20'), []).map((year) => year.floor);

/** One year of 50,000, reported alone. */
function reportedYear(
  line: { floor: bigint; profit: bigint; cash: bigint; reinvested: bigint },
  terms: Partial<ReportedDue> = {},
) {
  const due = { ...WHOLE_YEAR, id: 1n as DueId, invested_fen: fen(50_000_00n), floor_fen: fen(line.floor) };
  const agreedOn = { profit_share_percent: 700_000, floor_counts_reinvested: false, reinvest_percent: 0 };
  const head = { profit: line.profit, capital: fen(50_000_00n) };
  const sums = { total: fen(line.cash), reinvested: fen(line.reinvested) };
  const reported = { dueId: due.id, amount: fen(line.cash), reinvested: fen(line.reinvested) };
  return compareReport(
    { ...head, ...sums },
    [reported],
    [{ ...due, ...agreedOn, ...terms, received_fen: fen(0n) }],
  )[0];
}

describe('cases as they were reported', () => {
  it('蒙羊: 16 households, four years of 8 %; two payments came, so 128,000 of dividends stay open', () => {
    const due = floors(80_000, 4);
    expect(due).toEqual([4_000_00n, 4_000_00n, 4_000_00n, 4_000_00n]);
    expect((due[2]! + due[3]!) * 16n).toBe(128_000_00n);
  });

  it('陇县: five years over and nothing returned: every day late is counted, the debt stays whole', () => {
    const year = { dueOn: date('2015-12-20'), cash: fen(4_000_00n), percentPerDay: 500, received: [] };
    // 1,827 days of 0.05 % on 4,000
    expect(lateFee(year, date('2020-12-20'))).toBe(3_654_00n);
  });

  it('水城: 363 a person for 302 people in 129 households goes out to the fen by members', () => {
    // 44 households of three and 85 of two members
    const members = Array.from({ length: 129 }, (_, index) => (index < 44 ? 3 : 2));
    expect(members.reduce((sum, count) => sum + count, 0)).toBe(302);
    const { parts } = allotShares(
      363_00n * 302n,
      { collectivePercent: 0, residualToCollective: false },
      members.map((count) => new Exact(count)),
    );
    expect(parts).toEqual(members.map((count) => 363_00n * BigInt(count)));
  });

  it('沅江: 8 to 10 % of 500,000 for 55 households: every fen of the floor has its household', () => {
    const { parts } = allotShares(
      50_000_000n,
      { collectivePercent: 0, residualToCollective: false },
      Array.from({ length: 55 }, () => new Exact(1)),
    );
    const found = shareDividend(
      0n,
      parts.map((units, index) => ({
        ...{ household_id: BigInt(index + 1), share_class: 'preferred' as const, units },
      })),
      {
        ...{ par_fen: fen(1n), share_places: 0, preferred_percent: 80_000, participating_percent: 0 },
        ...{ ratio_mode: 'exact', cap_percent: null },
        income_split: [{ party: '持股户', holders: true, percent: 1_000_000 }],
      },
    );
    // 9,090.91 or 9,090.90 each: 727.27, whatever the profit
    expect(new Set(found?.lines.map((line) => line.due_fen))).toEqual(new Set([727_27n]));
    expect(found?.due_fen).toBe(55n * 727_27n);
  });

  it('沅江: the 43,200 that came within 7 days of being missed reach 55 households to the fen', () => {
    // 8.64 % of 500,000: within the 8 to 10 % that was promised
    expect(500_000_00n * 864n).toBe(43_200_00n * 10_000n);
    const owed = Array.from({ length: 55 }, (_, index) => ({
      ...{ id: BigInt(index + 1) as DueId, received_fen: fen(0n), reported_fen: null },
      cash_fen: fen(index < 25 ? 785_46n : 785_45n),
    }));
    expect(owed.reduce((sum, each) => sum + each.cash_fen, 0n)).toBe(43_200_00n);
    const allotted = allotReceipt(fen(43_200_00n), owed);
    expect(allotted.map((each) => each.amount_fen)).toEqual(owed.map((each) => each.cash_fen));
    const year = { dueOn: date('2021-06-01'), cash: fen(43_200_00n), percentPerDay: 500 };
    const received = [{ on: date('2021-06-08'), amount: fen(43_200_00n) }];
    // seven days of 0.05 %
    expect(lateFee({ ...year, received }, date('2021-06-30'))).toBe(151_20n);
  });

  it('御诺乳业: return and principal are owed whole whatever the business does, as a debt is', () => {
    const loss = reportedYear({ floor: 4_000_00n, profit: -900_000_00n, cash: 0n, reinvested: 0n });
    expect(loss).toMatchObject({ due_fen: 4_000_00n, short_fen: 4_000_00n, meets_floor: false });
    const account = {
      open_principal_fen: fen(50_000_00n),
      dues: [{ open_fen: fen(4_000_00n) }, { open_fen: fen(4_000_00n) }],
    } as unknown as AgreementAccount;
    expect(openInAll(account)).toBe(58_000_00n);
  });

  it('洪江: 5,000 as 3,000 cash and 2,000 reinvested meets the 10 % only where what is reinvested counts', () => {
    const line = { floor: 5_000_00n, profit: 0n, cash: 3_000_00n, reinvested: 2_000_00n };
    expect(reportedYear(line, { floor_counts_reinvested: true, reinvest_percent: 400_000 })).toMatchObject({
      ...{
        due_fen: 5_000_00n,
        reinvested_fen: 2_000_00n,
        cash_fen: 3_000_00n,
        short_fen: 0n,
        meets_floor: true,
      },
    });
    // the cash part is below the floor: all 5,000 are owed in cash, and 2,000 are short
    expect(reportedYear(line, { floor_counts_reinvested: false, reinvest_percent: 400_000 })).toMatchObject({
      ...{
        due_fen: 5_000_00n,
        reinvested_fen: 0n,
        cash_fen: 5_000_00n,
        short_fen: 2_000_00n,
        meets_floor: false,
      },
    });
  });

  it('宁化 石牛: 1.934 shares for each of 362 would be 700.108 of 700; largest remainder gives exactly 700', () => {
    expect(1_934n * 362n).toBe(700_108n);
    const { parts } = allotShares(
      700_000n,
      { collectivePercent: 0, residualToCollective: false },
      Array.from({ length: 362 }, () => new Exact(1)),
    );
    expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(700_000n);
    expect([...new Set(parts)].sort()).toEqual([1_933n, 1_934n]);
  });

  it('古浪: 6 % of 50,000 is 3,000; wages and land rent never count towards it', () => {
    expect(floors(60_000, 1)).toEqual([3_000_00n]);
    const due = { ...WHOLE_YEAR, id: 1n as DueId, invested_fen: fen(50_000_00n), floor_fen: fen(3_000_00n) };
    const terms = { profit_share_percent: 700_000, floor_counts_reinvested: false, reinvest_percent: 0 };
    const head = { profit: 0n, capital: fen(50_000_00n), total: fen(1_000_00n), reinvested: fen(0n) };
    const line = { dueId: due.id, amount: fen(1_000_00n), reinvested: fen(0n) };
    const [compared] = compareReport(head, [line], [{ ...due, ...terms, received_fen: fen(0n) }]);
    expect(compared).toMatchObject({ due_fen: 3_000_00n, short_fen: 2_000_00n });
  });
});

describe('the calculators are the functions that pay', () => {
  it('`allot` divides as an issue is allotted, whatever the weights', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), weights, (total, each) => {
        const shares = allotShares(
          BigInt(total),
          { collectivePercent: 0, residualToCollective: false },
          each.map((weight) => new Exact(weight)),
        );
        const asked = { total: formatYuan(fen(BigInt(total))), weights: each.map(String), unit: '0.01' };
        expect(calculate('allot', asked)).toEqual({
          parts: shares.parts.map((part) => formatYuan(fen(part))),
          residue: '0.00',
        });
      }),
    );
  });

  it('`dividend` owes what a report’s line owes, profit or loss', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40_000, max: 120_000 }),
        fc.integer({ min: -2_000_000, max: 2_000_000 }),
        (percent, profit) => {
          const [floor = 0n] = floors(percent, 1);
          const due = {
            ...WHOLE_YEAR,
            ...{ id: 1n as DueId, invested_fen: fen(50_000_00n), floor_fen: fen(floor) },
            ...{ profit_share_percent: 700_000, floor_counts_reinvested: false, reinvest_percent: 0 },
            received_fen: fen(0n),
          };
          const head = {
            profit: BigInt(profit),
            capital: fen(50_000_00n),
            total: fen(0n),
            reinvested: fen(0n),
          };
          const line = { dueId: due.id, amount: fen(0n), reinvested: fen(0n) };
          const [owed] = compareReport(head, [line], [due]);
          const told = calculate('dividend', {
            ...{
              invested: '50000.00',
              floor_annual_percent: formatPercent(percent),
              day_count: 'whole_years',
            },
            ...{ from: '2015-12-20', to: '2016-12-20', profit_share_percent: '70', paid: '0.00' },
            profit: `${profit < 0 ? '-' : ''}${formatYuan(fen(BigInt(Math.abs(profit))))}`,
            ...{ reinvested: '0.00', floor_counts_reinvested: false },
          });
          expect(told).toMatchObject({
            floor: formatYuan(fen(floor)),
            due: formatYuan(owed!.due_fen),
            shortfall: formatYuan(owed!.short_fen),
          });
        },
      ),
    );
  });
});
