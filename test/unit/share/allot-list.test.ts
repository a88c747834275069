import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allotShares, splitCollective } from '../../../src/domains/share/core/allot-shares.ts';
import { checkShareTerms } from '../../../src/domains/share/core/check-share-terms.ts';
import { firstLots } from '../../../src/domains/share/core/open-lots.ts';
import { termsReply } from '../../../src/domains/share/core/replies.ts';
import { formatShares, parseShares, unitsOf } from '../../../src/domains/share/core/share-units.ts';
import type { ShareTerms } from '../../../src/domains/share/core/share-terms.ts';
import {
  allotList,
  mayHold,
  type Candidate,
  type ListedHousehold,
} from '../../../src/domains/share/core/weigh-households.ts';
import { date } from '../../../src/kernel/date.ts';
import type { HouseholdId } from '../../../src/kernel/ids.ts';
import { Exact } from '../../../src/kernel/money.ts';
import { TERMS } from '../../support/share-terms.ts';

const candidate = (id: number, changes: Partial<Candidate> = {}): Candidate => ({
  id: BigInt(id) as HouseholdId,
  household_no: `H${id}`,
  head_name: `户主${id}`,
  status: 'registered_poor',
  member_count: 1,
  ...changes,
});
const listedRow = (id: number, changes: Partial<ListedHousehold> = {}): ListedHousehold => ({
  householdId: BigInt(id) as HouseholdId,
  weight: null,
  category: null,
  shares: null,
  certificateNo: null,
  ...changes,
});
const issue = { total_units: 100n, share_places: 0, issue_no: 'GQ' };
const allot = (
  terms: Partial<ShareTerms>,
  candidates: Candidate[],
  listed: ListedHousehold[] | null = null,
) => allotList({ issue, terms: { ...TERMS, ...terms }, candidates, listed });
const unitsOfLines = (allotted: ReturnType<typeof allot>) => allotted.lines.map((line) => Number(line.units));
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return null;
};

describe('allotting by the key of the terms', () => {
  it('weighs households, people, categories and points', () => {
    const [a, b] = [candidate(1, { member_count: 1 }), candidate(2, { member_count: 3 })];
    expect(unitsOfLines(allot({ allot_key: 'household' }, [a, b]))).toEqual([50, 50]);
    expect(unitsOfLines(allot({ allot_key: 'person' }, [a, b]))).toEqual([25, 75]);
    const categories = [
      { name: '一般户', weight: '1' },
      { name: '低保户', weight: '1.5' },
    ];
    const byCategory = [listedRow(1, { category: '低保户' }), listedRow(2, { category: '一般户' })];
    expect(unitsOfLines(allot({ allot_key: 'category', categories }, [a, b], byCategory))).toEqual([60, 40]);
    const byPoints = [listedRow(2, { weight: '12.5' }), listedRow(1, { weight: '37.5' })];
    const points = allot({ allot_key: 'points' }, [a, b], byPoints);
    expect(points.lines.map((line) => [line.household_id, line.weight, line.units])).toEqual([
      [1n, '37.5', 75n],
      [2n, '12.5', 25n],
    ]);
  });

  it('衡南 80 : 20: the collective first, its members the rest', () => {
    const allotted = allot({ policy: 'static', collective_percent: 200_000 }, [
      candidate(1),
      candidate(2, { status: 'exited_without_policy' }),
    ]);
    expect([allotted.villageUnits, unitsOfLines(allotted)]).toEqual([20n, [40, 40]]);
  });

  it('gives what does not divide to the first by number, or to the collective where the terms say so', () => {
    const three = [1, 2, 3].map((id) => candidate(id));
    expect(unitsOfLines(allot({}, three))).toEqual([34, 33, 33]);
    const equal = allot({ residual_to_collective: true }, three);
    expect([equal.villageUnits, unitsOfLines(equal)]).toEqual([1n, [33, 33, 33]]);
  });

  it('refuses a weight that the key does not use, or none where it needs one', () => {
    const one = [candidate(1)];
    const row = (changes: Partial<ListedHousehold>) => [listedRow(1, changes)];
    const wanted = 'share.weight-wanted';
    expect(codeOf(() => allot({ allot_key: 'points' }, one, row({})))).toBe(wanted);
    expect(codeOf(() => allot({ allot_key: 'points' }, one, row({ weight: '0' })))).toBe(wanted);
    expect(codeOf(() => allot({ allot_key: 'person' }, one, row({ weight: '2' })))).toBe(wanted);
    expect(codeOf(() => allot({ allot_key: 'household' }, one, row({ category: '低保户' })))).toBe(wanted);
    const categories = [{ name: '一般户', weight: '1' }];
    expect(codeOf(() => allot({ allot_key: 'category', categories }, one, row({ category: '别的' })))).toBe(
      wanted,
    );
  });

  it('refuses a list nobody of which may hold, or more households than shares', () => {
    expect(codeOf(() => allot({}, [candidate(1, { status: 'exited_with_policy' })]))).toBe('share.nobody');
    const crowd = Array.from({ length: 101 }, (_, index) => candidate(index + 1));
    expect(codeOf(() => allot({}, crowd))).toBe('share.too-few');
  });

  it('keeps certificate numbers of its own series for itself', () => {
    const rows = [listedRow(1, { certificateNo: 'GQ-00001' })];
    expect(codeOf(() => allot({}, [candidate(1)], rows))).toBe('share.certificate-reserved');
  });

  it('never gives out more or less than the issue', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        weights,
        fc.bigInt(1n, 10_000_000n),
        fc.integer({ min: 0, max: 999_999 }),
        fc.boolean(),
        (each, total, collectivePercent, residualToCollective) => {
          const rule = { collectivePercent, residualToCollective };
          const { collective, parts } = allotShares(
            total,
            rule,
            each.map((weight) => new Exact(weight)),
          );
          expect(parts.reduce((sum, part) => sum + part, collective)).toBe(total);
          const { households } = splitCollective(total, collectivePercent);
          const people = BigInt(each.reduce((sum, weight) => sum + weight, 0));
          parts.forEach((part, index) => {
            // within one unit of the exact part
            const off = part * people - households * BigInt(each[index] ?? 0);
            expect(off < people && off > -people).toBe(true);
          });
        },
      ),
    );
  });
});

describe('who may hold', () => {
  it('is the poor under a dynamic policy, whoever still belongs to the village under a static one', () => {
    expect(
      ['registered_poor', 'relapsed', 'exited_with_policy', 'struck_off', null].map((s) =>
        mayHold('dynamic', s),
      ),
    ).toEqual([true, true, false, false, false]);
    expect(
      ['registered_poor', 'exited_without_policy', 'struck_off', 'moved_away', null].map((s) =>
        mayHold('static', s),
      ),
    ).toEqual([true, true, false, false, false]);
  });
});

describe('shares as numbers', () => {
  it('are whole units of the places of the issue', () => {
    expect([
      parseShares('1.934', 3),
      parseShares('1.934', 2),
      parseShares('-1', 0),
      parseShares('1e3', 0),
    ]).toEqual([1934n, null, null, null]);
    expect([formatShares(1934n, 3), formatShares(70n, 0)]).toEqual(['1.934', '70']);
    expect([
      unitsOf(70_000_00n, 100_00n, 0),
      unitsOf(70_000_00n, 30_00n, 0),
      unitsOf(1_00n, 3_00n, 4),
    ]).toEqual([700n, null, null]);
  });
});

describe('the first lots', () => {
  it('number the certificates by the order of the list, around those already written', () => {
    const lines = [1, 2, 3].map((id) => ({
      household_id: BigInt(id) as HouseholdId,
      weight: '1',
      units: 10n,
      certificate_no: id === 2 ? '旧证7' : null,
    }));
    const lots = firstLots(
      { lines, villageUnits: 5n },
      { issueNo: 'GQ', preferred: true, from: date('2016-03-01') },
    );
    expect(lots.map((lot) => [lot.certificate_no, lot.share_class, lot.units])).toEqual([
      ['GQ-00001', 'preferred', 10n],
      ['旧证7', 'preferred', 10n],
      ['GQ-00002', 'preferred', 10n],
      [null, 'ordinary', 5n],
    ]);
    expect(
      firstLots({ lines, villageUnits: 0n }, { issueNo: 'GQ', preferred: false, from: date('2016-03-01') }),
    ).toHaveLength(3);
  });
});

describe('terms', () => {
  const faults = (changes: Partial<ShareTerms>) =>
    checkShareTerms({ ...TERMS, ...changes }).map((fault) => fault.pointer);
  const split = (...parts: (readonly [string, number])[]) =>
    parts.map(([party, percent], index) => ({ party, percent: percent * 10_000, holders: index === 0 }));

  it('take 肃州 55/30/15 and 奉节 30/20/5/10/35 as they are', () => {
    expect(faults({ income_split: split(['贫困户', 55], ['村集体积累', 30], ['运行管护', 15]) })).toEqual([]);
    const fengjie = split(['户主', 30], ['退出户', 20], ['老人', 5], ['学生', 10], ['发展', 35]);
    expect(faults({ income_split: fengjie })).toEqual([]);
  });

  it('refuse percentages that are not 100, a party twice, nobody who holds', () => {
    expect(faults({ income_split: split(['贫困户', 55], ['村集体积累', 30]) })).toEqual([
      '/terms/income_split',
    ]);
    expect(faults({ income_split: split(['户', 50], ['户', 50]) })).toEqual(['/terms/income_split']);
    expect(faults({ income_split: [{ party: '村', holders: false, percent: 1_000_000 }] })).toEqual([
      '/terms/income_split',
    ]);
    expect(faults({ cap_percent: 50_000 })).toEqual(['/terms/cap_percent']);
    expect(faults({ exit_rule: 'convert', preferred_percent: null })).toEqual(['/terms/exit_rule']);
    expect(faults({ allot_key: 'category' })).toEqual(['/terms/categories']);
    expect(faults({ record_month: 2, record_day: 29 })).toEqual(['/terms/record_date']);
  });

  it('are shown as people write them', () => {
    expect(termsReply(TERMS)).toMatchObject({
      record_date: '12-01',
      preferred_percent: '6',
      cap_percent: null,
    });
  });
});
