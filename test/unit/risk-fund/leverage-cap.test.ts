import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFen, fen, formatYuan, parseYuan, ZERO_FEN } from '../../../src/kernel/money.ts';
import {
  carriesAll,
  coverKept,
  coverOfLoan,
  leverageByBank,
  leverageCap,
} from '../../../src/domains/risk-fund/core/leverage-cap.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);
const TEN_TIMES = 100_000;

describe('the leverage cap', () => {
  it('达州 达市府发〔2015〕29号: ten times the pool, the rest without cover', () => {
    const { cap, uncovered } = leverageCap(yuan('10000000.00'), TEN_TIMES, yuan('103000000.00'));
    expect([formatYuan(cap), formatYuan(uncovered)]).toEqual(['100000000.00', '3000000.00']);
    expect(leverageCap(yuan('10000000.00'), TEN_TIMES, yuan('99000000.00')).uncovered).toBe(0n);
  });

  it.each([
    ['秦安 惠陇通: twenty times', 20, '200000000.00'],
    ['秦安 助保贷: ten times', 10, '100000000.00'],
    ['金寨 互助资金: five times', 5, '50000000.00'],
    ['惠城 政银保: fourteen times', 14, '140000000.00'],
    ['湖南 湘财农〔2017〕7号: a hundred times', 100, '1000000000.00'],
  ])('%s', (_, times, most) => {
    const { cap, uncovered } = leverageCap(yuan('10000000.00'), times * 10_000, fen(yuan(most) + 1n));
    expect([formatYuan(cap), uncovered]).toEqual([most, 1n]);
  });

  it('甘政办发〔2016〕205号: 30 亿 carry 1,000 亿 at 33⅓ times, as near as four decimals say it', () => {
    const lent = yuan('100000000000.00');
    const uncovered = (times: number): string =>
      formatYuan(leverageCap(yuan('3000000000.00'), times, lent).uncovered);
    expect([uncovered(333_333), uncovered(333_334)]).toEqual(['100000.00', '0.00']);
  });

  it('by bank: what lies with one bank carries no loan of another', () => {
    const rich = { pool: yuan('10000.00'), outstanding: yuan('50000.00') };
    const poor = { pool: fen(-1n), outstanding: yuan('20000.00') };
    const { cap, uncovered } = leverageByBank([rich, poor], TEN_TIMES);
    expect([formatYuan(cap), formatYuan(uncovered)]).toEqual(['100000.00', '20000.00']);
    expect(leverageByBank([], TEN_TIMES)).toEqual({ cap: 0n, uncovered: 0n });
    // against the fund as a whole all of it would be covered
    expect(leverageCap(yuan('10000.00'), TEN_TIMES, yuan('70000.00')).uncovered).toBe(0n);
  });

  it('is nothing when there is no money, and drops a fraction of a fen', () => {
    expect(leverageCap(fen(-5n), TEN_TIMES, fen(100n))).toEqual({ cap: 0n, uncovered: 100n });
    expect(leverageCap(fen(3n), 15_000, ZERO_FEN).cap).toBe(4n);
  });
});

describe('which loans lose their cover', () => {
  it('LAST_DISBURSED_FIRST: the last loan first, the one at the edge in part', () => {
    const cap = fen(250n);
    const at = (earlier: bigint) =>
      coverOfLoan(cap, { own: fen(100n), earlier: fen(earlier), total: fen(400n) }, 'last_disbursed_first');
    expect([at(0n), at(100n), at(200n), at(300n)]).toEqual([100n, 100n, 50n, 0n]);
  });

  it('PRO_RATA: all the same part, and all of it while the cap is not reached', () => {
    const loan = { own: fen(100n), earlier: ZERO_FEN, total: fen(400n) };
    expect(coverOfLoan(fen(250n), loan, 'pro_rata')).toBe(62n);
    expect(coverOfLoan(fen(400n), loan, 'pro_rata')).toBe(100n);
    expect(coverOfLoan(ZERO_FEN, loan, 'pro_rata')).toBe(0n);
  });

  it('covers together never more than the cap, and the whole of it when the last go first', () => {
    const owns = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(owns, fc.bigInt({ min: 0n, max: 10n ** 10n }), (loans, cap) => {
        const total = addFen(...loans);
        const covered = (policy: 'last_disbursed_first' | 'pro_rata') =>
          addFen(
            ...loans.map((own, index) => {
              const earlier = addFen(...loans.slice(0, index));
              return coverOfLoan(fen(cap), { own: fen(own), earlier, total }, policy);
            }),
          );
        const most = total < cap ? total : cap;
        expect(covered('last_disbursed_first')).toBe(most);
        expect(covered('pro_rata') <= most).toBe(true);
        expect(most - covered('pro_rata') < BigInt(loans.length)).toBe(true);
      }),
    );
  });
});

describe('beside the book', () => {
  it('a payout bears on no other loan while the strictest of all measures carries them all', () => {
    const carries = (times: number[], total: bigint) => carriesAll(fen(10n), times, fen(total));
    expect([carries([100_000, 50_000], 50n), carries([100_000, 50_000], 51n)]).toEqual([true, false]);
    expect(carries([], 51n)).toBe(true);
  });

  it('counts for a claim up to what was kept', () => {
    expect([coverKept(fen(50n), fen(20n)), coverKept(fen(10n), fen(20n))]).toEqual([20n, 10n]);
  });
});
