import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declaredAlready, ratiosOver } from '../../../src/domains/dividend/core/share-dividend-failures.ts';
import {
  shareDividend,
  type ShareHolder,
  type ShareReturn,
} from '../../../src/domains/dividend/core/share-dividend.ts';
import { fen } from '../../../src/kernel/money.ts';

const TERMS: ShareReturn = {
  ...{ par_fen: fen(100_00n), share_places: 0, preferred_percent: 60_000, participating_percent: 700_000 },
  ...{ ratio_mode: 'exact', cap_percent: null },
  income_split: [{ party: '持股户', holders: true, percent: 1_000_000 }],
};
const holder = (id: number | null, units: number, shareClass?: 'ordinary'): ShareHolder => ({
  household_id: id === null ? null : BigInt(id),
  share_class: shareClass ?? (id === null ? 'ordinary' : 'preferred'),
  units: BigInt(units),
});
const dues = (profit: bigint, holders: ShareHolder[], changes: Partial<ShareReturn> = {}) =>
  shareDividend(profit, holders, { ...TERMS, ...changes })?.lines.map((line) => Number(line.due_fen));

describe('preferred plus participating (D3)', () => {
  it('高县: the floor on preferred shares, then shares again in profit', () => {
    // 80 preferred shares of 100 yuan: 480 yuan of floors; of the 10,120 beyond, 70 % is 7,084 by 30 : 50 :
    // 20
    const found = shareDividend(1_060_000n, [holder(1, 30), holder(2, 50), holder(null, 20)], TERMS);
    expect(found?.lines.map((line) => [line.floor_fen, line.participating_fen])).toEqual([
      [18_000n, 212_520n],
      [30_000n, 354_200n],
      [0n, 141_680n],
    ]);
    expect(found).toMatchObject({ floor_fen: 48_000n, shared_fen: 708_400n });
  });

  it('pays the floor in a loss year, and nothing beside it (负赢不负亏)', () => {
    expect(dues(-5_000_00n, [holder(1, 30), holder(null, 70)])).toEqual([180_00, 0]);
    expect(dues(0n, [holder(1, 30)])).toEqual([180_00]);
  });

  it('gives converted shares no floor, but their part of the profit (长坪)', () => {
    expect(
      dues(60_000n, [holder(1, 100), holder(2, 100, 'ordinary')], { participating_percent: 1_000_000 }),
    ).toEqual([600_00, 0]);
    expect(
      dues(160_000n, [holder(1, 100), holder(2, 100, 'ordinary')], { participating_percent: 1_000_000 }),
    ).toEqual([1_100_00, 500_00]);
  });

  it('长坪: nobody gets more than the cap, what is above stays in the project', () => {
    const found = shareDividend(1_000_000n, [holder(1, 30), holder(2, 70)], {
      ...TERMS,
      cap_percent: 100_000,
    });
    expect(found?.lines.map((line) => line.due_fen)).toEqual([300_00n, 700_00n]);
    expect(found?.retained_fen).toBe((found?.shared_fen ?? 0n) - (found?.participating_fen ?? 0n));
  });
});

describe('the income table', () => {
  it('肃州 55/30/15: the holders share their part, the village and the upkeep have theirs', () => {
    const income_split = [
      { party: '贫困户', holders: true, percent: 550_000 },
      { party: '村集体积累', holders: false, percent: 300_000 },
      { party: '运行管护', holders: false, percent: 150_000 },
    ];
    const all = { preferred_percent: null, participating_percent: 1_000_000, income_split };
    const found = shareDividend(100_001n, [holder(1, 1), holder(2, 1)], { ...TERMS, ...all });
    expect(found?.parts.map((part) => part.amount)).toEqual([55_001n, 30_000n, 15_000n]);
    expect(found?.lines.map((line) => line.due_fen)).toEqual([27_501n, 27_500n]);
  });
});

describe('fractions', () => {
  const three = [holder(1, 1), holder(2, 1), holder(3, 1)];
  const alone = { preferred_percent: null, participating_percent: 1_000_000 } as const;

  it('are exact to the fen, or as published to 0.01 %', () => {
    expect(dues(100_00n, three, alone)).toEqual([33_34, 33_33, 33_33]);
    expect(dues(1_000_000_00n, three, alone)).toEqual([333_333_34, 333_333_33, 333_333_33]);
    // 33.33 % each: 100 yuan of the million stay
    const rounded = shareDividend(1_000_000_00n, three, { ...TERMS, ...alone, ratio_mode: 'rounded' });
    expect(rounded?.lines.map((line) => line.due_fen)).toEqual([333_300_00n, 333_300_00n, 333_300_00n]);
    expect(rounded?.retained_fen).toBe(100_00n);
  });

  it('that would give out more than there is are refused', () => {
    const six = [1, 2, 3, 4, 5, 6].map((id) => holder(id, 1));
    // 16.67 % six times is 100.02 %
    expect(dues(1_000_000_00n, six, { ...alone, ratio_mode: 'rounded' })).toBeUndefined();
    expect([ratiosOver().code, declaredAlready().code]).toEqual([
      'dividend.ratios-over',
      'dividend.declared',
    ]);
  });
});

it("whatever the year, the lines and what stays are the holders' part, and the floor is never less", () => {
  const units = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(
      units,
      fc.bigInt(-1_000_000_000n, 10_000_000_000n),
      fc.option(fc.integer({ min: 60_000, max: 400_000 })),
      (held, profit, cap) => {
        const holders = held.map((own, index) => holder(index === 0 ? null : index, own));
        const found = shareDividend(profit, holders, { ...TERMS, share_places: 1, cap_percent: cap });
        expect(found).not.toBeNull();
        const sum = (found?.lines ?? []).reduce((total, line) => total + line.participating_fen, 0n);
        expect(sum + (found?.retained_fen ?? 0n)).toBe(found?.shared_fen);
        expect(found?.lines.every((line) => line.due_fen >= line.floor_fen)).toBe(true);
      },
    ),
  );
});
