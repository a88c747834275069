import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareReport,
  reportFaults,
  type ReportedDue,
  type ReportHead,
} from '../../../src/domains/dividend/core/compare-report.ts';
import type { PlainDate } from '../../../src/kernel/date.ts';
import type { AgreementId } from '../../../src/kernel/ids.ts';
import type { DueId } from '../../../src/domains/dividend/core/due-row.ts';
import { fen, ZERO_FEN } from '../../../src/kernel/money.ts';

/** A stretch of a year with one capital. */
const slice = (from: string, to: string, invested: bigint) => ({
  ...{ from: from as PlainDate, to: to as PlainDate, invested_fen: String(invested), percent: 80_000 },
});
const due = (
  id: bigint,
  { invested_fen: invested = fen(50_000_00n), ...changes }: Partial<ReportedDue> = {},
): ReportedDue => ({
  id: id as DueId,
  agreement_id: id as AgreementId,
  ...{ year_no: 1, part_no: 1, before_fen: 0n, before_slices: [] },
  invested_fen: invested,
  slices: [slice('2016-03-01', '2016-12-20', invested)],
  floor_fen: fen(4_000_00n),
  profit_share_percent: 700_000,
  floor_counts_reinvested: false,
  reinvest_percent: 0,
  received_fen: ZERO_FEN,
  ...changes,
});
const line = (id: bigint, amount: bigint, reinvested = 0n) => ({
  dueId: id as DueId,
  amount: fen(amount),
  reinvested: fen(reinvested),
});
const head = (profit: bigint, changes: Partial<ReportHead> = {}): ReportHead => ({
  profit,
  capital: fen(50_000_00n),
  total: fen(4_000_00n),
  reinvested: ZERO_FEN,
  ...changes,
});

describe('a report beside what is owed', () => {
  it('owes 70 % of a good year’s profit, the floor of a bad one, and never less (D2)', () => {
    const owed = (profit: bigint) => compareReport(head(profit), [line(1n, 4_000_00n)], [due(1n)])[0];
    expect(owed(7_000_00n)).toMatchObject({
      profit_share_fen: 4_900_00n,
      due_fen: 4_900_00n,
      short_fen: 900_00n,
    });
    expect(owed(0n)).toMatchObject({ due_fen: 4_000_00n, short_fen: 0n });
    expect(owed(-3_000_00n)).toMatchObject({
      profit_fen: -3_000_00n,
      profit_share_fen: 0n,
      due_fen: 4_000_00n,
    });
  });

  it('takes less than the floor as a shortfall, not as a smaller debt (D7)', () => {
    const [compared] = compareReport(head(0n), [line(1n, 1_000_00n)], [due(1n)]);
    expect(compared).toMatchObject({ due_fen: 4_000_00n, short_fen: 3_000_00n, meets_floor: false });
  });

  it('shows 洪江: 3,000 in cash of 5,000 is below the floor unless what is reinvested counts', () => {
    const hongjiang = { floor_fen: fen(5_000_00n), reinvest_percent: 400_000 };
    const reported = [line(1n, 3_000_00n, 2_000_00n)];
    const sums = head(0n, { total: fen(3_000_00n), reinvested: fen(2_000_00n) });
    const [cashOnly] = compareReport(sums, reported, [due(1n, hongjiang)]);
    expect(cashOnly).toMatchObject({
      reinvested_fen: 0n,
      cash_fen: 5_000_00n,
      short_fen: 2_000_00n,
      meets_floor: false,
    });
    const [both] = compareReport(sums, reported, [due(1n, { ...hongjiang, floor_counts_reinvested: true })]);
    expect(both).toMatchObject({
      reinvested_fen: 2_000_00n,
      cash_fen: 3_000_00n,
      short_fen: 0n,
      meets_floor: true,
    });
  });

  it('leaves no more in the project than the household agreed to', () => {
    const [none] = compareReport(head(10_000_00n), [line(1n, 4_000_00n, 3_000_00n)], [due(1n)]);
    expect(none).toMatchObject({ due_fen: 7_000_00n, reinvested_fen: 0n, short_fen: 3_000_00n });
    const [tenth] = compareReport(
      head(10_000_00n),
      [line(1n, 4_000_00n, 3_000_00n)],
      [due(1n, { reinvest_percent: 100_000 })],
    );
    expect(tenth).toMatchObject({ reinvested_fen: 700_00n, cash_fen: 6_300_00n });
  });

  it('shares the profit by capital to the fen, the cooperative’s own capital included', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -1_000_000_00n, max: 1_000_000_00n }),
        fc.array(fc.bigInt({ min: 1n, max: 50_000_00n }), { minLength: 1, maxLength: 20 }),
        fc.bigInt({ min: 0n, max: 100_000_00n }),
        (profit, invested, others) => {
          const dues = invested.map((sum, index) => due(BigInt(index + 1), { invested_fen: fen(sum) }));
          const capital = fen(invested.reduce((sum, each) => sum + each, others));
          const compared = compareReport(head(profit, { capital }), [], dues);
          const shared = compared.reduce((sum, each) => sum + each.profit_fen, 0n);
          expect(others === 0n ? shared === profit : (shared - profit) * (profit < 0n ? -1n : 1n) <= 0n).toBe(
            true,
          );
          for (const each of compared) expect(each.due_fen).toBeGreaterThanOrEqual(4_000_00n);
        },
      ),
    );
  });
});

describe('the profit of capital that was not there all year', () => {
  const year = (invested: bigint) => slice('2016-12-20', '2017-12-20', invested);
  const parts = (capital: bigint, dues: readonly ReportedDue[]) =>
    compareReport(head(36_500_00n, { capital: fen(capital) }), [], dues).map((each) => each.profit_fen);

  it('is shared by the days it worked: 100 of 365 days bring 100 of 365 parts', () => {
    const whole = due(1n, { slices: [year(50_000_00n)] });
    const ended = due(2n, { slices: [slice('2016-12-20', '2017-03-30', 50_000_00n)] });
    // both and the cooperative's own 50,000: 365 + 100 days of the households, 635 of its own
    expect(parts(150_000_00n, [whole, ended])).toEqual([12_166_67n, 3_333_33n]);
  });

  it('counts what came back in the middle of the year until that day', () => {
    const halved = due(1n, {
      slices: [slice('2016-12-20', '2017-12-10', 50_000_00n), slice('2017-12-10', '2017-12-20', 25_000_00n)],
    });
    expect(parts(50_000_00n, [halved])).toEqual([36_000_00n]);
  });

  it('places the capital of an agreement once, also when two of its years fall due in one', () => {
    const last = due(2n, {
      slices: [slice('2017-12-20', '2018-03-20', 50_000_00n)],
      agreement_id: due(1n).agreement_id,
    });
    const both = [due(1n, { slices: [year(50_000_00n)] }), last];
    const sums = head(0n, { total: ZERO_FEN });
    expect(reportFaults(sums, [line(1n, 0n), line(2n, 0n)], both)).toEqual([]);
    expect(parts(50_000_00n, both).reduce((sum, each) => sum + each, 0n)).toBe(36_500_00n);
  });
});

describe('faults that refuse a report whole', () => {
  const codes = (...args: Parameters<typeof reportFaults>): string[] =>
    reportFaults(...args).map((fault) => `${fault.pointer} ${fault.code}`);

  it('names another’s agreement, a line twice, a household left out', () => {
    expect(codes(head(0n), [line(9n, 1n), line(1n, 1n), line(1n, 1n)], [due(1n), due(2n)])).toEqual([
      '/lines/0/due_id dividend.not-own-due',
      '/lines/2/due_id dividend.line-twice',
      '/lines dividend.line-missing',
    ]);
  });

  it('names sums that differ and a capital smaller than the households’ own', () => {
    const sums = { total: fen(1n), reinvested: fen(1n), capital: fen(49_999_99n) };
    expect(codes(head(0n, sums), [line(1n, 4_000_00n)], [due(1n)])).toEqual([
      '/total dividend.total-differs',
      '/reinvested dividend.reinvested-differs',
      '/capital dividend.capital-small',
    ]);
    expect(codes(head(0n), [line(1n, 4_000_00n)], [due(1n)])).toEqual([]);
  });
});
