import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkChange } from '../../../src/domains/share/core/check-change.ts';
import { nextLots } from '../../../src/domains/share/core/next-lots.ts';
import { changeReply, reviewLineReply } from '../../../src/domains/share/core/review-replies.ts';
import {
  reviewHoldings,
  type ListedChange,
  type ReviewInput,
} from '../../../src/domains/share/core/review-holdings.ts';
import type { ShareTerms } from '../../../src/domains/share/core/share-terms.ts';
import type { Candidate } from '../../../src/domains/share/core/weigh-households.ts';
import { date } from '../../../src/kernel/date.ts';
import type { HouseholdId } from '../../../src/kernel/ids.ts';
import { TERMS } from '../../support/share-terms.ts';

const household = (id: number): HouseholdId => BigInt(id) as HouseholdId;
const candidate = (id: number, changes: Partial<Candidate> = {}): Candidate => ({
  ...{ id: household(id), household_no: `H${id}`, head_name: `户主${id}` },
  ...{ status: 'registered_poor', member_count: 1, ...changes },
});
const holds = (id: number | null, units: number, weight: string | null = null) => ({
  household_id: id === null ? null : household(id),
  share_class: id === null ? ('ordinary' as const) : ('preferred' as const),
  units: BigInt(units),
  weight,
});
const change = (
  kind: ListedChange['kind'],
  id: number,
  changes: Partial<ListedChange> = {},
): ListedChange => ({
  ...{ kind, household_id: household(id), to_household_id: null, units: null, weight: null, ...changes },
});
const after = (input: Partial<ReviewInput> & Pick<ReviewInput, 'holdings' | 'changes'>) =>
  Object.fromEntries(
    reviewHoldings({ terms: TERMS, candidates: [1, 2, 3].map((id) => candidate(id)), ...input }).map(
      (line) => [
        `${line.household_id ?? '村'}${line.share_class === 'ordinary' && line.household_id !== null ? '普通' : ''}`,
        Number(line.units_after),
      ],
    ),
  );
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return null;
};
const gone = [candidate(1, { status: 'exited_with_policy' }), candidate(2), candidate(3)];

describe('a household leaves poverty', () => {
  const holdings = [holds(1, 10), holds(2, 10), holds(3, 10), holds(null, 5)];
  const changes = [change('exit', 1)];
  const by = (exit_rule: ShareTerms['exit_rule']) =>
    after({ terms: { ...TERMS, exit_rule }, holdings, changes, candidates: gone });

  it('unless it has fallen back since: then the change is wrong', () => {
    expect(codeOf(() => after({ holdings, changes }))).toBe('share.still-poor');
  });

  it('and its shares go where the terms say', () => {
    expect(by('redistribute')).toEqual({ 1: 0, 2: 15, 3: 15, 村: 5 });
    expect(by('to_village')).toEqual({ 1: 0, 2: 10, 3: 10, 村: 15 });
    expect(by('convert')).toEqual({ 1: 0, '1普通': 10, 2: 10, 3: 10, 村: 5 });
    expect(by('keep')).toEqual({ 1: 10, 2: 10, 3: 10, 村: 5 });
  });

  it("as the last one, and they are the village's", () => {
    const alone = { holdings: [holds(1, 10)], changes, candidates: [candidate(1, { status: 'struck_off' })] };
    expect(after(alone)).toEqual({ 1: 0, 村: 10 });
  });

  it('while one in its support time keeps its shares untouched', () => {
    const candidates = [
      gone[0] ?? candidate(1),
      candidate(2, { status: 'exited_with_policy' }),
      candidate(3),
    ];
    expect(after({ holdings, changes, candidates })).toEqual({ 1: 0, 2: 10, 3: 20, 村: 5 });
  });
});

describe('births, deaths and those who come in', () => {
  it('weigh by person what is there to share', () => {
    const candidates = [candidate(1, { member_count: 4 }), candidate(2, { member_count: 1 })];
    const terms = { ...TERMS, allot_key: 'person' as const };
    const holdings = [holds(1, 60), holds(2, 40)];
    expect(after({ terms, holdings, candidates, changes: [change('birth', 1)] })).toEqual({ 1: 80, 2: 20 });
  });

  it('by points as the list weighs them; without a weight there is no part', () => {
    const terms = { ...TERMS, allot_key: 'points' as const };
    const holdings = [holds(1, 60, '6'), holds(2, 40, '4')];
    const entering = (weight: string | null) => [change('new_poor', 3, { weight })];
    expect(after({ terms, holdings, changes: entering('10') })).toEqual({ 1: 30, 2: 20, 3: 50 });
    expect(codeOf(() => after({ terms, holdings, changes: entering(null) }))).toBe(
      'share.entrant-weight-wanted',
    );
  });

  it('must be poor', () => {
    const input = { holdings: [holds(2, 10)], changes: [change('relapse', 1)], candidates: gone };
    expect(codeOf(() => after(input))).toBe('share.not-poor');
  });
});

describe('moves by agreement', () => {
  it('come before the division: split with its weight, merge, transfer', () => {
    const terms = { ...TERMS, allot_key: 'points' as const };
    const split = change('split_household', 1, { to_household_id: household(3), units: 4n, weight: '2' });
    const lines = reviewHoldings({
      ...{ terms, holdings: [holds(1, 10, '5'), holds(2, 10, '5')], changes: [split] },
      candidates: [1, 2, 3].map((id) => candidate(id)),
    });
    expect(lines.map((line) => [line.household_id, line.units_after, line.weight, line.reason])).toEqual([
      [1n, 6n, '3', 'household_split'],
      [2n, 10n, '5', 'reviewed'],
      [3n, 4n, '2', 'household_split'],
    ]);
    const merge = change('merge', 1, { to_household_id: household(2) });
    expect(after({ holdings: [holds(1, 10), holds(2, 10)], changes: [merge] })).toEqual({ 1: 0, 2: 20 });
  });

  it('never move more than is held', () => {
    const split = change('split_household', 1, { to_household_id: household(2), units: 11n });
    expect(codeOf(() => after({ holdings: [holds(1, 10)], changes: [split] }))).toBe('share.more-than-held');
  });
});

describe('a static policy', () => {
  it('refuses what follows poverty', () => {
    const terms = { ...TERMS, policy: 'static' as const };
    for (const kind of ['exit', 'relapse', 'new_poor', 'birth', 'death'] as const)
      expect(codeOf(() => after({ terms, holdings: [holds(1, 10)], changes: [change(kind, 1)] }))).toBe(
        'share.static-keeps',
      );
  });
});

it('whatever changes, the total stays and nobody holds less than nothing', () => {
  const kinds = fc.constantFrom('exit', 'move', 'birth', 'transfer_to_village', 'merge', 'new_poor');
  const rules = fc.constantFrom('redistribute', 'to_village', 'convert', 'keep');
  const units = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 6, maxLength: 6 });
  const events = fc.array(fc.tuple(kinds, fc.integer({ min: 1, max: 6 })), { maxLength: 8 });
  fc.assert(
    fc.property(units, events, rules, (held, drawn, exit_rule) => {
      const holdings = held
        .map((amount, index) => holds(index + 1, amount))
        .filter(({ units: own }) => own > 0n);
      const changes = drawn
        .filter(([kind, id]) => kind === 'new_poor' || (held[id - 1] ?? 0) > 0)
        .filter(([, id], index, all) => all.findIndex(([, other]) => other === id) === index)
        .map(([kind, id]) =>
          change(kind, id, kind === 'merge' ? { to_household_id: household((id % 6) + 1) } : {}),
        )
        .filter(
          ({ kind }, _index, all) =>
            kind !== 'transfer_to_village' || all.every((other) => other.kind !== 'merge'),
        );
      const leaves = (id: number) =>
        changes.some(({ kind, household_id: own }) => kind === 'exit' && own === BigInt(id));
      const lines = reviewHoldings({
        ...{ terms: { ...TERMS, exit_rule }, holdings, changes },
        candidates: held.map((_, index) =>
          candidate(index + 1, leaves(index + 1) ? { status: 'struck_off' } : {}),
        ),
      });
      const total = holdings.reduce((sum, { units: own }) => sum + own, 0n);
      expect(lines.reduce((sum, line) => sum + line.units_after, 0n)).toBe(total);
      expect(lines.every((line) => line.units_after >= 0n)).toBe(true);
    }),
  );
});

describe('the lots that follow', () => {
  const line = (id: number, before: bigint, now: bigint) => ({
    ...{ household_id: household(id), share_class: 'preferred' as const, weight: null },
    ...{ units_before: before, units_after: now, reason: 'reviewed' as const },
  });
  const last = (id: number, units: bigint) => ({
    ...{
      lot_id: BigInt(id * 100),
      household_id: household(id),
      share_class: 'preferred' as const,
      seq: 2,
      units,
    },
  });
  const succession = { issueNo: 'GQ', written: 7, from: date('2017-01-01') };

  it('close the lot before, number on, and leave alone what stays', () => {
    const lots = nextLots(
      [line(1, 5n, 0n), line(2, 5n, 5n), line(3, 0n, 5n)],
      [last(1, 5n), last(2, 5n), last(3, 0n)],
      succession,
    );
    expect(
      lots?.map((lot) => [lot.household_id, lot.seq, lot.units, lot.certificate_no, lot.replaces_id]),
    ).toEqual([
      [1n, 3, 0n, null, 100n],
      [3n, 3, 5n, 'GQ-00008', 300n],
    ]);
  });

  it('are none when the register has moved on', () => {
    expect(nextLots([line(1, 5n, 0n)], [last(1, 4n)], succession)).toBeNull();
  });
});

describe('proposing a change', () => {
  const ground = {
    ...{
      terms: TERMS,
      today: date('2016-10-10'),
      candidates: [candidate(1), candidate(2), gone[0] ?? candidate(1)],
    },
    held: new Map([[1n, 10n]]),
    weights: new Map([[1n, '20']]),
  };
  const proposed = (
    kind: ListedChange['kind'],
    changes: Partial<ListedChange> = {},
    causeOn = '2016-10-01',
  ) => checkChange({ ...change(kind, 1, changes), cause_on: date(causeOn) }, ground)?.code ?? null;

  it('says what is missing or too much', () => {
    expect(proposed('exit')).toBe('share.still-poor');
    expect(proposed('birth')).toBeNull();
    expect(proposed('exit', {}, '2016-10-11')).toBe('share.cause-ahead');
    expect(proposed('new_poor')).toBe('share.holds-already');
    expect(proposed('new_poor', { household_id: household(9) })).toBe('share.not-of-village');
    expect(proposed('death', { household_id: household(2) })).toBe('share.holds-nothing');
    expect(proposed('merge', { to_household_id: household(9) })).toBe('share.not-of-village');
    expect(proposed('move', { units: 1n })).toBe('share.shares-wanted');
    expect(proposed('transfer_to_village', { units: 11n })).toBe('share.more-than-held');
    const split = { to_household_id: household(2), units: 5n };
    expect(proposed('split_household', { ...split, weight: '20.0001' })).toBe('share.weight-above-held');
    expect(proposed('split_household', { ...split, weight: '20' })).toBeNull();
  });

  it('and its list are shown in shares', () => {
    expect(reviewLineReply({ units_before: 1934n, units_after: 0n }, 3)).toMatchObject({
      shares_before: '1.934',
      shares_after: '0.000',
    });
    const row = { ...change('transfer_to_village', 1, { units: 15n }), id: 1n } as Parameters<
      typeof changeReply
    >[0];
    expect(changeReply(row, 1).shares).toBe('1.5');
  });
});
