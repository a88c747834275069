import fc from 'fast-check';
import { addDays, addMonths, date, type PlainDate } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { DAY_COUNTS } from '../../../src/kernel/rate.ts';
import {
  OVERDUE_RULES,
  SETTLEMENTS,
  SUBSIDY_BASES,
  SUBSIDY_RATE_RULES,
  type AccrualInput,
  type AccrualTerms,
  type LoanEvent,
} from '../../../src/domains/subsidy/index.ts';
import { RELIEF_DAYS, type StudyTime } from '../../../src/domains/subsidy/core/accrual-input.ts';

const rate = fc.integer({ min: 0, max: 200_000 });
const dayIn = (from: PlainDate, days: number) =>
  fc.integer({ min: 0, max: days }).map((offset) => addDays(from, offset));
const amount = (max: number) => fc.integer({ min: 1, max }).map((value) => fen(value));

const ratio = fc
  .uniqueArray(
    fc.record({ from: dayIn(date('2014-06-01'), 2_500), percent: fc.integer({ min: 0, max: 1_000_000 }) }),
    { maxLength: 4, selector: (row) => row.from },
  )
  .map((rows) => rows.sort((a, b) => (a.from < b.from ? -1 : 1)));

const terms: fc.Arbitrary<AccrualTerms> = fc.record({
  dayCount: fc.constantFrom(...DAY_COUNTS),
  settlement: fc.constantFrom(...SETTLEMENTS),
  settlementDayInclusive: fc.boolean(),
  subsidisedPrincipalCap: amount(8_000_000),
  subsidyTermMonths: fc.integer({ min: 0, max: 40 }),
  subsidyRateRule: fc.constantFrom(...SUBSIDY_RATE_RULES),
  ceilingAnnualPercent: rate,
  fixedAnnualPercent: rate,
  ratio,
  overdueRule: fc.constantFrom(...OVERDUE_RULES),
  penaltyMultiplier: fc.integer({ min: 10_000, max: 25_000 }),
  basis: fc.constantFrom(...SUBSIDY_BASES),
});

/** 在读期: whatever an end, a grace and a ratio afterwards. */
const studiesFrom = (disbursedOn: PlainDate): fc.Arbitrary<StudyTime> =>
  fc.record({
    endsOn: dayIn(disbursedOn, 900),
    graceMonths: fc.integer({ min: 0, max: 6 }),
    percentAfter: fc.constantFrom(0, 500_000),
  });

const eventsFrom = (disbursedOn: PlainDate): fc.Arbitrary<LoanEvent> => {
  const on = dayIn(disbursedOn, 1_000);
  return fc.oneof(
    fc.record({ on, kind: fc.constant('principal_repaid' as const), amount: amount(3_000_000) }),
    fc.record({ on, kind: fc.constant('interest_paid' as const), amount: amount(200_000) }),
    fc.record({ on, kind: fc.constant('rate_changed' as const), annualPercent: rate }),
    fc.record({ on, kind: fc.constant('eligibility_lost' as const) }),
    fc.record({ on, kind: fc.constant('eligibility_restored' as const) }),
    fc.record({ on, kind: fc.constant('cover_measured' as const), amount: amount(6_000_000) }),
    fc.record({ on, kind: fc.constant('cap_shared' as const), amount: amount(6_000_000) }),
    fc.record({ on, kind: fc.constant('extended' as const), maturesOn: dayIn(disbursedOn, 1_200) }),
    fc.record({
      ...{ on, kind: fc.constant('extended' as const), maturesOn: dayIn(disbursedOn, 1_200) },
      relief: fc.constantFrom(...RELIEF_DAYS),
    }),
    on.map((day) => ({ on: day, kind: 'called_due' as const, maturesOn: day })),
    fc.record({ on, kind: fc.constant('studies_moved' as const), studiesEndOn: dayIn(disbursedOn, 1_200) }),
  );
};

/** Drops what no bank would book: repayments above the balance, extensions that shorten, late calls. */
export function plausible(
  events: readonly LoanEvent[],
  principal: bigint,
  maturesOn: PlainDate,
): LoanEvent[] {
  let balance = principal;
  let maturity = maturesOn;
  let called = false;
  return [...events]
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .filter((event) => {
      if (event.kind === 'principal_repaid') {
        if (event.amount > balance) return false;
        balance -= event.amount;
      }
      if (event.kind === 'called_due') {
        if (called || event.on >= maturity) return false;
        called = true;
        maturity = event.maturesOn;
      }
      if (event.kind === 'extended') {
        if (called || event.maturesOn <= maturity) return false;
        maturity = event.maturesOn;
      }
      return true;
    });
}

/**
 * Loans of all calendars and rules with whatever may happen to them, and a window somewhere over their
 * life.
 */
export const arbitraryAccrual: fc.Arbitrary<AccrualInput> = fc
  .record({ disbursedOn: dayIn(date('2015-06-01'), 700), months: fc.integer({ min: 1, max: 36 }) })
  .chain(({ disbursedOn, months }) =>
    fc.record({
      principal: fc.oneof(fc.constant(fen(5_000_000)), amount(10_000_000)),
      annualPercent: rate,
      terms,
      studies: fc.option(studiesFrom(disbursedOn), { nil: undefined, freq: 2 }),
      events: fc.array(eventsFrom(disbursedOn), { maxLength: 6 }),
      windowFrom: dayIn(addDays(disbursedOn, -40), 600),
      windowDays: fc.integer({ min: 1, max: 900 }),
      disbursedOn: fc.constant(disbursedOn),
      maturesOn: fc.constant(addMonths(disbursedOn, months)),
    }),
  )
  .map((made) => ({
    loan: {
      principal: made.principal,
      annualPercent: made.annualPercent,
      disbursedOn: made.disbursedOn,
      maturesOn: made.maturesOn,
    },
    terms: made.studies ? { ...made.terms, studies: made.studies } : made.terms,
    events: plausible(made.events, made.principal, made.maturesOn).filter(
      (event) => made.studies !== undefined || event.kind !== 'studies_moved',
    ),
    window: { from: made.windowFrom, to: addDays(made.windowFrom, made.windowDays) },
  }));

/** How late each event is learnt: whoever calls a loan due knows its extensions, and learns them in time. */
export function learntLate(events: readonly LoanEvent[], delays: readonly number[]): number[] {
  const called = events.some(({ kind }) => kind === 'called_due');
  return events.map(({ kind }, at) => (called && kind === 'extended' ? 0 : (delays[at] ?? 0)));
}
