import { Decimal } from 'decimal.js';
import { addDays, addMonths, daysBetween, type PlainDate } from '../../../src/kernel/date.ts';
import type { AccrualInput, LoanEvent } from '../../../src/domains/subsidy/index.ts';

/**
 * A second, slow reading of the subsidy rules that shares nothing with the product: it looks at every
 * single day by
 * itself, groups equal days into slices, and multiplies in decimal.js.
 */
const Precise = Decimal.clone({ precision: 60 });

interface Day {
  readonly on: PlainDate;
  readonly balance: bigint;
  readonly rate: number;
  readonly maturesOn: PlainDate;
  readonly eligible: boolean;
  readonly covered: bigint | null;
  readonly share: bigint | null;
  readonly ratio: number;
  readonly pastTerm: boolean;
}

export interface ReferenceLine {
  readonly from: string;
  readonly to: string;
  readonly interest: string;
  readonly penalty: string;
  readonly subsidy: string;
}

function upTo(events: readonly LoanEvent[], day: PlainDate): LoanEvent[] {
  return events.filter((event) => event.on <= day);
}

/** The last word on cover and on the share of the household's cap; null where there is none. */
function limitsOn(events: readonly LoanEvent[], day: PlainDate): Pick<Day, 'covered' | 'share'> {
  const last = (kind: 'cover_measured' | 'cap_shared') =>
    upTo(events, day).findLast((event) => event.kind === kind);
  const [cover, share] = [last('cover_measured'), last('cap_shared')];
  return {
    covered: cover && 'amount' in cover ? cover.amount : null,
    share: share && 'amount' in share ? share.amount : null,
  };
}

/** First day past the subsidy term: relief orders carry it on, or end it where the days they gain begin. */
function termEndOf({ loan, terms, events }: AccrualInput): PlainDate {
  let termEnd = addMonths(loan.disbursedOn, terms.subsidyTermMonths);
  let maturesOn = loan.maturesOn;
  for (const event of events) {
    if (!('maturesOn' in event)) continue;
    const relief = 'relief' in event ? event.relief : undefined;
    if (relief === 'unsubsidised' && maturesOn < termEnd) termEnd = maturesOn;
    if (relief === 'subsidised' && maturesOn <= termEnd && event.maturesOn > termEnd)
      termEnd = event.maturesOn;
    maturesOn = event.maturesOn;
  }
  return termEnd;
}

function dayOf(input: AccrualInput, events: readonly LoanEvent[], on: PlainDate): Day {
  const { loan, terms } = input;
  let [balance, rate, maturesOn, eligible] = [
    loan.principal as bigint,
    loan.annualPercent,
    loan.maturesOn,
    true,
  ];
  let studiesEndOn = terms.studies?.endsOn;
  for (const event of upTo(events, on)) {
    if (event.kind === 'studies_moved') studiesEndOn = event.studiesEndOn;
    if (event.kind === 'principal_repaid') balance -= event.amount;
    if (event.kind === 'rate_changed') rate = event.annualPercent;
    if ('maturesOn' in event) maturesOn = event.maturesOn;
    if (event.kind === 'eligibility_lost') eligible = false;
    if (event.kind === 'eligibility_restored') eligible = true;
  }
  const { studies } = terms;
  const over = studies && studiesEndOn && on >= addMonths(studiesEndOn, studies.graceMonths);
  const ratio = over
    ? studies.percentAfter
    : (terms.ratio.filter((row) => row.from <= on).at(-1)?.percent ?? 0);
  const pastTerm = on >= termEndOf(input);
  return { on, balance, rate, maturesOn, eligible, ...limitsOn(events, on), ratio, pastTerm };
}

const QUARTER = /^(03|06|09|12)$/;
/** Months that settle, and whether they do on their last day rather than on the 20th. */
const SETTLES = {
  ...({ monthly_20: [/./, false], quarterly_20: [QUARTER, false], annual_1220: [/^12$/, false] } as const),
  ...({ monthly_end: [/./, true], quarterly_end: [QUARTER, true], annual_1231: [/^12$/, true] } as const),
} as const;

function startsLine(day: Day, input: AccrualInput): boolean {
  const { settlement, settlementDayInclusive } = input.terms;
  if (settlement === 'at_maturity') return day.on === day.maturesOn;
  const [months, atMonthEnd] = SETTLES[settlement];
  const settledOn = settlementDayInclusive ? addDays(day.on, -1) : day.on;
  const last = addDays(settledOn, 1).slice(8) === '01';
  return (atMonthEnd ? last : settledOn.slice(8) === '20') && months.test(settledOn.slice(5, 7));
}

function sliceKey(day: Day): string {
  const overdue = day.on >= day.maturesOn;
  const { balance, rate, maturesOn, eligible, covered, share, ratio, pastTerm, on } = day;
  return [balance, rate, maturesOn, eligible, covered, share, ratio, pastTerm, overdue, on.slice(0, 4)].join(
    '|',
  );
}

/** Runs of days, a new one wherever `startsNew` says so. */
function runs(days: readonly Day[], startsNew: (day: Day, previous: Day) => boolean): Day[][] {
  const groups: Day[][] = [];
  days.forEach((day, index) => {
    const previous = days[index - 1];
    if (previous === undefined || startsNew(day, previous)) groups.push([day]);
    else groups.at(-1)?.push(day);
  });
  return groups;
}

/** 对年对月对日 by counting: step months while they fit, then single days. */
function lengthOf(from: PlainDate, to: PlainDate, dayCount: string): number {
  if (dayCount !== '30_360') return daysBetween(from, to);
  let months = 0;
  while (addMonths(from, months + 1) <= to) months += 1;
  return months * 30 + daysBetween(addMonths(from, months), to);
}

interface Sums {
  interest: Decimal;
  penalty: Decimal;
  subsidy: Decimal;
}

function subsidyRate(rate: number, input: AccrualInput): number {
  const { subsidyRateRule, ceilingAnnualPercent, fixedAnnualPercent } = input.terms;
  if (subsidyRateRule === 'contract') return rate;
  return Math.min(rate, (subsidyRateRule === 'ceiling' ? ceilingAnnualPercent : fixedAnnualPercent) ?? NaN);
}

function addSlice(sums: Sums, slice: readonly Day[], input: AccrualInput, forfeited: boolean): void {
  const { terms } = input;
  const [first, last] = [slice[0]!, slice.at(-1)!];
  const years = new Precise(lengthOf(first.on, addDays(last.on, 1), terms.dayCount)).div(
    terms.dayCount === 'act_365' ? 365 : 360,
  );
  const at = (principal: bigint, units: number) =>
    new Precise(principal.toString()).mul(units).div(1_000_000).mul(years);
  if (first.on >= first.maturesOn) {
    sums.penalty = sums.penalty.plus(at(first.balance, first.rate).mul(terms.penaltyMultiplier).div(10_000));
    return;
  }
  sums.interest = sums.interest.plus(at(first.balance, first.rate));
  if (!first.eligible || first.pastTerm || forfeited) return;
  const most = [terms.subsidisedPrincipalCap as bigint, first.share ?? terms.subsidisedPrincipalCap].reduce(
    (a, b) => (a < b ? a : b),
  );
  const cap = first.covered !== null && first.covered < most ? first.covered : most;
  const principal = first.balance < cap ? first.balance : cap;
  sums.subsidy = sums.subsidy.plus(
    at(principal, subsidyRate(first.rate, input)).mul(first.ratio).div(1_000_000),
  );
}

/** Half-up at a fen; 40 decimals first, so that a repeating day fraction cannot spoil an exact half. */
function toFen(exact: Decimal): Decimal {
  return exact.toDecimalPlaces(40, Decimal.ROUND_HALF_UP).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
}

function lineOf(days: readonly Day[], input: AccrualInput, forfeited: boolean): ReferenceLine {
  const sums: Sums = { interest: new Precise(0), penalty: new Precise(0), subsidy: new Precise(0) };
  for (const slice of runs(days, (day, previous) => sliceKey(day) !== sliceKey(previous))) {
    addSlice(sums, slice, input, forfeited);
  }
  const from = days[0]!.on;
  const to = addDays(days.at(-1)!.on, 1);
  const paid = input.events
    .filter((event) => event.kind === 'interest_paid' && event.on > from && event.on <= to)
    .reduce((sum, event) => sum.plus('amount' in event ? event.amount.toString() : 0), new Precise(0));
  const accrued = toFen(sums.subsidy);
  const subsidy = input.terms.basis === 'paid' ? Precise.min(accrued, paid) : accrued;
  const yuan = (fen: Decimal): string => fen.div(100).toFixed(2);
  return {
    from,
    to,
    interest: yuan(toFen(sums.interest)),
    penalty: yuan(toFen(sums.penalty)),
    subsidy: yuan(subsidy),
  };
}

/** The settlement lines of a loan, day by day. Events must be ascending. */
export function referenceLines(input: AccrualInput): ReferenceLine[] {
  const life: Day[] = [];
  for (let on = input.loan.disbursedOn; on < input.window.to; on = addDays(on, 1)) {
    const day = dayOf(input, input.events, on);
    if (day.balance > 0n) life.push(day);
  }
  const forfeited = input.terms.overdueRule === 'forfeit_all' && life.some((day) => day.on >= day.maturesOn);
  const asked = life.filter((day) => day.on >= input.window.from);
  return runs(asked, (day) => startsLine(day, input)).map((days) => lineOf(days, input, forfeited));
}
