import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DebtEvent, DebtFacts, PenaltyTerms } from '../../../src/domains/loan/core/debt.ts';
import { debtStanding, penaltyPercent } from '../../../src/domains/loan/core/debt-standing.ts';
import { duesOf, payablePenalty } from '../../../src/domains/loan/core/dues.ts';
import * as no from '../../../src/domains/loan/core/dues-failures.ts';
import { addDays, date, daysBetween, type PlainDate } from '../../../src/kernel/date.ts';
import { Exact, fen, formatYuan, parseYuan, roundHalfUp, toExact } from '../../../src/kernel/money.ts';

const yuan = (text: string) => parseYuan(text) ?? fen(-1n);
const MATURITY = date('2019-04-01');
const TERMS: PenaltyTerms = {
  ...{ overdueUplift: 500_000, misuseUplift: 1_000_000, compound: 'penalty_rate', dayCount: 'act_360' },
};

/** 50,000 yuan at 4.75 % for three years, due on 1 April 2019 in one sum. */
const debt = (changes: Partial<DebtFacts> = {}): DebtFacts => ({
  principal: yuan('50000.00'),
  annualPercent: 47_500,
  from: date('2016-04-01'),
  maturesOn: MATURITY,
  principalDue: [{ on: MATURITY, upto: yuan('50000.00') }],
  interestDue: [],
  events: [],
  terms: TERMS,
  ...changes,
});
const owed = (facts: DebtFacts, on: string) => {
  const { principal, interest, penalty, compound, total } = duesOf(facts, date(on));
  return [principal, interest, penalty.owed, compound.owed, total].map(formatYuan);
};

describe('penalty on overdue principal', () => {
  it('is the contract rate by half as much again, from the due date on, the due date being day 0', () => {
    expect(owed(debt(), '2019-04-01')).toEqual(['0.00', '0.00', '0.00', '0.00', '0.00']);
    // 50,000 × 4.75 % × 1.5 × 19 / 360 = 188.0208
    expect(owed(debt(), '2019-04-20')).toEqual(['50000.00', '0.00', '188.02', '0.00', '50188.02']);
    expect(duesOf(debt(), date('2019-04-20')).principalSince).toBe('2019-04-01');
  });

  it('is by thirty percent where the contract says so (助学贷款 1.3 倍)', () => {
    const facts = debt({ terms: { ...TERMS, overdueUplift: 300_000 } });
    // × 1.3: 162.9514
    expect(owed(facts, '2019-04-20')[2]).toBe('162.95');
  });

  it('falls with what is repaid, and what arose stays until it is paid', () => {
    const repaid = { kind: 'principal_repaid', on: date('2019-04-11'), amount: yuan('50000.00') } as const;
    // ten days: 98.9583
    expect(owed(debt({ events: [repaid] }), '2019-06-01')).toEqual([
      '0.00',
      '0.00',
      '98.96',
      '0.00',
      '98.96',
    ]);
    const paid = { kind: 'penalty_paid', on: date('2019-05-01'), amount: yuan('98.96') } as const;
    expect(owed(debt({ events: [repaid, paid] }), '2019-06-01').at(-1)).toBe('0.00');
  });

  it('follows the rate of each day', () => {
    const reset = { kind: 'rate_changed', on: date('2019-04-11'), annualPercent: 43_500 } as const;
    // 10 days at 7.125 %, 9 at 6.525 %: 98.9583 + 81.5625
    expect(owed(debt({ events: [reset] }), '2019-04-20')[2]).toBe('180.52');
  });

  it('is added to the contract rate on an instalment past due, and whole after the maturity', () => {
    const parts = [
      ['2017-04-01', '10000.00'],
      ['2018-04-01', '20000.00'],
      ['2019-04-01', '50000.00'],
    ].map(([on = '', upto = '']) => ({ on: date(on), upto: yuan(upto) }));
    const facts = debt({ principalDue: parts });
    // 10,000 × 4.75 % × 0.5 × 90 / 360 = 59.375, a half fen rounded up
    expect(owed(facts, '2017-06-30')).toEqual(['10000.00', '0.00', '59.38', '0.00', '10059.38']);
    const repaid = { kind: 'principal_repaid', on: date('2017-06-30'), amount: yuan('10000.00') } as const;
    expect(owed(debt({ principalDue: parts, events: [repaid] }), '2018-04-01')[0]).toBe('0.00');
  });
});

describe('penalty after misuse', () => {
  const misuse = { kind: 'misused', on: date('2018-10-03'), amount: yuan('20000.00') } as const;

  it('is charged on what was misused from its day on; the heavier of the two, never both', () => {
    // 180 days in the term, on top: 475.00; then 19 days of 20,000 at 9.5 % and of 30,000 at 7.125 %
    expect(owed(debt({ events: [misuse] }), '2019-04-01')[2]).toBe('475.00');
    expect(owed(debt({ events: [misuse] }), '2019-04-20')[2]).toBe('688.09');
    const { slices } = duesOf(debt({ events: [misuse] }), date('2019-04-20'));
    expect(
      slices.map((slice) => [slice.cause, slice.days, penaltyPercent(slice.annualPercent, slice.fold)]),
    ).toEqual([
      ['misuse', 180, '4.75'],
      ['misuse', 19, '9.5'],
      ['overdue', 19, '7.125'],
    ]);
  });

  it('is all that is owed where no amount is named, and what is repaid is held against it first', () => {
    const whole = { ...misuse, amount: null };
    // 50,000 × 4.75 % × 180 / 360
    expect(owed(debt({ events: [whole] }), '2019-04-01')[2]).toBe('1187.50');
    const back = { kind: 'principal_repaid', on: date('2018-10-03'), amount: yuan('20000.00') } as const;
    expect(owed(debt({ events: [misuse, back] }), '2019-04-01')[2]).toBe('475.00');
    const later = { ...back, on: date('2018-10-13') };
    // ten days of 20,000
    expect(owed(debt({ events: [misuse, later] }), '2019-04-01')[2]).toBe('26.39');
  });
});

describe('compound interest', () => {
  const interestDue = [{ on: date('2019-03-21'), amount: yuan('593.75') }];
  const under = (compound: PenaltyTerms['compound'], on = '2019-04-20') =>
    owed(debt({ interestDue, terms: { ...TERMS, compound } }), on);

  it('runs on unpaid contract interest by the rule of the contract, or not at all', () => {
    // 30 days at 7.125 %: 3.5254; 11 at 4.75 % and 19 at 7.125 %: 3.0945
    expect(under('penalty_rate')).toEqual(['50000.00', '593.75', '188.02', '3.53', '50785.30']);
    expect(under('contract_then_penalty')[3]).toBe('3.09');
    expect(under('none')[3]).toBe('0.00');
    expect(under('penalty_rate', '2019-03-21').slice(1, 4)).toEqual(['0.00', '0.00', '0.00']);
  });

  it('stops where the interest is paid; the oldest is settled first', () => {
    const events: DebtEvent[] = [
      { kind: 'interest_paid', on: date('2019-03-31'), amount: yuan('600.00') },
      { kind: 'interest_paid', on: date('2016-04-01'), amount: yuan('600.00') },
    ];
    const two = [...interestDue, { on: MATURITY, amount: yuan('72.57') }];
    const dues = duesOf(debt({ interestDue: two, events }), date('2019-04-20'));
    // ten days of 593.75; then 19 of what 600 leave of 666.32, what was paid before the first day left out
    expect([dues.interest, dues.compound.owed].map(formatYuan)).toEqual(['66.32', '1.42']);
    expect(dues.interestSince).toBe('2019-04-01');
  });
});

describe('what a payment of penalty may settle', () => {
  it('is what was owed on its day, less what later payments settled', () => {
    const paid = { kind: 'penalty_paid', on: date('2019-04-20'), amount: yuan('150.00') } as const;
    expect(formatYuan(payablePenalty(debt(), date('2019-04-11')).penalty)).toBe('98.96');
    const after = debt({ events: [paid] });
    expect(formatYuan(payablePenalty(after, date('2019-04-11')).penalty)).toBe('38.02');
    expect(formatYuan(payablePenalty(after, date('2019-04-20')).penalty)).toBe('38.02');
    expect(formatYuan(payablePenalty(after, date('2019-04-02')).penalty)).toBe('9.90');
  });

  it.each([
    [no.nothingPaid(), 'loan.nothing-repaid', '/penalty'],
    [no.penaltyAboveOwed(fen(1n)), 'loan.penalty-above-owed', '/penalty'],
    [no.compoundAboveOwed(fen(1n)), 'loan.compound-above-owed', '/compound'],
    [no.penaltyBeyondReason(), 'loan.penalty-above-owed', '/penalty'],
    [no.duesTooFar(MATURITY), 'loan.dues-too-far', '/on'],
  ])('is refused with a reason: %o', (failure, code, pointer) => {
    expect([failure.code, failure.errors[0]?.pointer]).toEqual([code, pointer]);
    expect(failure.detail).toMatch(/。$/);
  });
});

const START = date('2016-04-01');
const LAST = 1_600;
const day = fc.integer({ min: 0, max: LAST }).map((days) => addDays(START, days));
const amount = fc.bigInt({ min: 1n, max: 60_000_00n }).map(fen);
const PAYING = ['interest_paid', 'penalty_paid', 'compound_paid'] as const;
const changes = fc.oneof(
  fc.record({ kind: fc.constant('principal_repaid' as const), on: day, amount }),
  fc.record({ kind: fc.constant('misused' as const), on: day, amount: fc.option(amount) }),
  fc.record({
    ...{ kind: fc.constant('rate_changed' as const), on: day },
    annualPercent: fc.integer({ min: 0, max: 120_000 }),
  }),
);
const payments = fc.record({ kind: fc.constantFrom(...PAYING), on: day, amount });
const factsOf = (events: fc.Arbitrary<DebtEvent>): fc.Arbitrary<DebtFacts> =>
  fc
    .record({
      events: fc.array(events, { maxLength: 6 }),
      interestDue: fc.array(fc.record({ on: day, amount }), { maxLength: 5 }),
      parts: fc.array(fc.tuple(day, amount), { maxLength: 3 }),
      terms: fc.record({
        overdueUplift: fc.integer({ min: 300_000, max: 500_000 }),
        misuseUplift: fc.integer({ min: 500_000, max: 1_000_000 }),
        compound: fc.constantFrom('none' as const, 'penalty_rate' as const, 'contract_then_penalty' as const),
        dayCount: fc.constantFrom('act_360' as const, 'act_365' as const),
      }),
    })
    .map(({ events: all, interestDue, parts, terms }) => {
      const days = [...parts.map(([on]) => on).filter((on) => on < MATURITY), MATURITY].sort();
      const principalDue = days.map((on, at) => ({
        ...{ on, upto: fen((yuan('50000.00') * BigInt(at + 1)) / BigInt(days.length)) },
      }));
      const byDay = [...interestDue].sort((a, b) => (a.on < b.on ? -1 : 1));
      return debt({ events: all, interestDue: byDay, principalDue, terms });
    });

/** Day by day, in decimals, sharing nothing with what it checks but the facts. */
function byDays(facts: DebtFacts, until: PlainDate) {
  let [penalty, compound] = [new Exact(0), new Exact(0)];
  let [balance, misused, rate, due, paid] = [facts.principal as bigint, 0n, facts.annualPercent, 0n, 0n];
  const least = (...all: bigint[]) => all.reduce((a, b) => (a < b ? a : b));
  const none = (value: bigint) => (value < 0n ? 0n : value);
  for (let at = 0; at < daysBetween(facts.from, until); at += 1) {
    const today = addDays(facts.from, at);
    const events = facts.events.filter(({ on }) => on === today);
    const of = <Kind extends DebtEvent['kind']>(kind: Kind) =>
      events.filter((event): event is Extract<DebtEvent, { kind: Kind }> => event.kind === kind);
    for (const { annualPercent } of of('rate_changed')) rate = annualPercent;
    for (const event of of('principal_repaid')) {
      balance = none(balance - event.amount);
      misused = least(balance, none(misused - event.amount));
    }
    for (const event of of('misused')) misused = least(balance, misused + (event.amount ?? balance));
    if (at > 0) for (const event of of('interest_paid')) paid += event.amount;
    for (const row of facts.interestDue) if (row.on === today) due += row.amount;
    const matured = today >= facts.maturesOn;
    const upto = facts.principalDue.reduce((sum, row) => (row.on <= today ? (row.upto as bigint) : sum), 0n);
    const overdue = none(upto + balance - facts.principal);
    const plain = new Exact(rate).div(1_000_000).div(facts.terms.dayCount === 'act_360' ? 360 : 365);
    const up = new Exact(facts.terms.overdueUplift).div(1_000_000);
    const heavy = new Exact(facts.terms.misuseUplift).div(1_000_000);
    const base = matured ? 1 : 0;
    penalty = penalty
      .plus(plain.mul(toExact(misused)).mul(heavy.plus(base)))
      .plus(plain.mul(toExact(none(overdue - misused))).mul(up.plus(base)));
    const folds = {
      none: new Exact(0),
      penalty_rate: up.plus(1),
      contract_then_penalty: matured ? up.plus(1) : 1,
    };
    compound = compound.plus(plain.mul(toExact(none(due - paid))).mul(folds[facts.terms.compound]));
  }
  return [roundHalfUp(penalty.toDecimalPlaces(20)), roundHalfUp(compound.toDecimalPlaces(20))];
}

describe('dues of any history', () => {
  it('are the same from any day as from the first, and splitting a span changes nothing', () => {
    fc.assert(
      fc.property(factsOf(fc.oneof(changes, payments)), day, day, (facts, one, other) => {
        const [between, until] = one < other ? [one, other] : [other, one];
        const whole = debtStanding(facts, until);
        expect({ ...debtStanding(facts, until, debtStanding(facts, between)), slices: [] }).toEqual({
          ...whole,
          slices: [],
        });
      }),
    );
  });

  it('are what counting day by day gives', () => {
    fc.assert(
      fc.property(factsOf(fc.oneof(changes, payments)), day, (facts, on) => {
        const { penalty, compound } = duesOf(facts, on);
        expect([penalty.arisen, compound.arisen]).toEqual(byDays(facts, on));
      }),
      { numRuns: 60 },
    );
  });

  it('are never negative, and what was paid is never owed again', () => {
    fc.assert(
      fc.property(factsOf(fc.oneof(changes, payments)), day, (facts, on) => {
        const { principal, interest, penalty, compound, total } = duesOf(facts, on);
        for (const sum of [principal, interest, penalty.owed, compound.owed]) expect(sum >= 0n).toBe(true);
        expect(total).toBe(principal + interest + penalty.owed + compound.owed);
        expect(penalty.owed + penalty.paid >= penalty.arisen).toBe(true);
      }),
    );
  });

  it('only grow while nothing is paid', () => {
    fc.assert(
      fc.property(factsOf(changes), day, day, (facts, one, other) => {
        const [before, later] = one < other ? [one, other] : [other, one];
        const [then, now] = [duesOf(facts, before), duesOf(facts, later)];
        expect(now.penalty.owed >= then.penalty.owed).toBe(true);
        expect(now.compound.owed >= then.compound.owed).toBe(true);
        expect(now.interest >= then.interest).toBe(true);
      }),
    );
  });

  it('leave room for no more than is owed', () => {
    fc.assert(
      fc.property(factsOf(fc.oneof(changes, payments)), day, (facts, on) => {
        const most = payablePenalty(facts, on);
        const { penalty, compound } = duesOf(facts, on);
        expect(most.penalty <= penalty.owed && most.compound <= compound.owed).toBe(true);
      }),
    );
  });
});
