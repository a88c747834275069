import type { Period, PlainDate } from '../../../kernel/date.ts';
import { formatYuan, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { unreachable } from '../../../kernel/invariant.ts';
import type { AccrualTerms, LoanEvent } from './accrual-input.ts';
import { withHolidays } from './holiday-shift.ts';

/** A stored line with every fact it was computed from. */
export interface LineWithFacts {
  readonly loanId: bigint;
  readonly batchNo: string;
  readonly period: Period;
  readonly principal: Fen;
  readonly annualPercent: number;
  readonly disbursedOn: PlainDate;
  readonly maturesOn: PlainDate;
  readonly terms: AccrualTerms;
  readonly events: readonly LoanEvent[];
  readonly days: number;
  readonly interest: Fen;
  readonly penalty: Fen;
  readonly subsidy: Fen;
  readonly excluded: string | null;
}

/** A multiplier of 1 in units of 0.0001. */
const ONE_FOLD = 10_000;

function eventJson(event: LoanEvent): Record<string, string> {
  switch (event.kind) {
    case 'principal_repaid':
    case 'interest_paid':
    case 'cover_measured':
    case 'cap_shared':
      return { on: event.on, kind: event.kind, amount: formatYuan(event.amount) };
    case 'rate_changed':
      return { on: event.on, kind: event.kind, annual_percent: formatPercent(event.annualPercent) };
    case 'extended':
      return {
        on: event.on,
        kind: event.kind,
        matures_on: event.maturesOn,
        ...(event.relief ? { relief: event.relief } : {}),
      };
    case 'called_due':
      return { on: event.on, kind: event.kind, matures_on: event.maturesOn };
    case 'studies_moved':
      return { on: event.on, kind: event.kind, studies_end_on: event.studiesEndOn };
    case 'eligibility_lost':
    case 'eligibility_restored':
      return { on: event.on, kind: event.kind };
    default:
      return unreachable(event);
  }
}

const percentOrNull = (units: number | null): string | null => (units === null ? null : formatPercent(units));

function studiesJson({ studies }: AccrualTerms): Record<string, unknown> {
  if (!studies) return {};
  const { endsOn, graceMonths, percentAfter } = studies;
  return {
    studies: { ends_on: endsOn, grace_months: graceMonths, percent_after: formatPercent(percentAfter) },
  };
}

function termsJson(terms: AccrualTerms): Record<string, unknown> {
  return {
    day_count: terms.dayCount,
    settlement: terms.settlement,
    settlement_day_inclusive: terms.settlementDayInclusive,
    subsidised_principal_cap: formatYuan(terms.subsidisedPrincipalCap),
    subsidy_term_months: terms.subsidyTermMonths,
    subsidy_rate_rule: terms.subsidyRateRule,
    ceiling_annual_percent: percentOrNull(terms.ceilingAnnualPercent),
    fixed_annual_percent: percentOrNull(terms.fixedAnnualPercent),
    ratio: terms.ratio.map((row) => ({ from: row.from, percent: formatPercent(row.percent) })),
    ...studiesJson(terms),
    overdue_rule: terms.overdueRule,
    penalty_multiplier: String(terms.penaltyMultiplier / ONE_FOLD),
    basis: terms.basis,
    ...(terms.timeUnit ? { time_unit: terms.timeUnit } : {}),
  };
}

/**
 * A line as the `subsidy` calculator takes it, beside the amounts stored: anyone can recompute every fen. An
 * upheld objection takes the line's days out of the subsidy, which is said as an event of its first day.
 */
export function recomputableLine(line: LineWithFacts): Record<string, unknown> {
  const objected =
    line.excluded === 'objection'
      ? [{ on: line.period.from, kind: 'eligibility_lost', reason: '公示异议成立' }]
      : [];
  const id = `${line.loanId}/${line.period.to}`;
  return {
    input: {
      id,
      loan: {
        principal: formatYuan(line.principal),
        annual_percent: formatPercent(line.annualPercent),
        disbursed_on: line.disbursedOn,
        matures_on: line.maturesOn,
      },
      terms: termsJson(line.terms),
      // a holiday is told as the move it makes: whoever recomputes needs no calendar
      events: [...withHolidays(line.maturesOn, line.events, line.terms.holidays).map(eventJson), ...objected],
      from: line.period.from,
      to: line.period.to,
    },
    stored: {
      batch_no: line.batchNo,
      from: line.period.from,
      to: line.period.to,
      days: line.days,
      interest: formatYuan(line.interest),
      penalty: formatYuan(line.penalty),
      subsidy: formatYuan(line.subsidy),
      excluded: line.excluded,
    },
  };
}
