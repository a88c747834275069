import { formatYuan } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { accrueLoan, type AccrualInput, type AccrualLine, type LoanEvent } from '../../subsidy/index.ts';
import { readCase } from '../read-case.schema.ts';
import { subsidyCase, type SubsidyCase } from '../subsidy-case.schema.ts';
import { replyTo, type Reply } from './reply.ts';

function eventOf(event: SubsidyCase['events'][number]): LoanEvent {
  if (event.kind === 'rate_changed') {
    return { on: event.on, kind: event.kind, annualPercent: event.annual_percent };
  }
  if (event.kind === 'studies_moved') {
    return { on: event.on, kind: event.kind, studiesEndOn: event.studies_end_on };
  }
  if (event.kind === 'called_due') {
    return { on: event.on, kind: event.kind, maturesOn: event.matures_on };
  }
  if (event.kind === 'extended') {
    const { on, kind, matures_on: maturesOn, relief } = event;
    return { on, kind, maturesOn, ...(relief ? { relief } : {}) };
  }
  return event;
}

function studiesOf({ studies }: SubsidyCase['terms']): Pick<AccrualInput['terms'], 'studies'> {
  if (!studies) return {};
  const { ends_on: endsOn, grace_months: graceMonths, percent_after: percentAfter } = studies;
  return { studies: { endsOn, graceMonths, percentAfter } };
}

function inputOf(asked: SubsidyCase): AccrualInput {
  const { loan, terms } = asked;
  return {
    loan: {
      principal: loan.principal,
      annualPercent: loan.annual_percent,
      disbursedOn: loan.disbursed_on,
      maturesOn: loan.matures_on,
    },
    terms: {
      dayCount: terms.day_count,
      settlement: terms.settlement,
      settlementDayInclusive: terms.settlement_day_inclusive,
      subsidisedPrincipalCap: terms.subsidised_principal_cap,
      subsidyTermMonths: terms.subsidy_term_months,
      subsidyRateRule: terms.subsidy_rate_rule,
      ceilingAnnualPercent: terms.ceiling_annual_percent,
      fixedAnnualPercent: terms.fixed_annual_percent,
      ratio: terms.ratio,
      ...studiesOf(terms),
      overdueRule: terms.overdue_rule,
      penaltyMultiplier: terms.penalty_multiplier,
      basis: terms.basis,
      timeUnit: terms.time_unit,
    },
    events: asked.events.map(eventOf),
    window: { from: asked.from, to: asked.to },
  };
}

function lineReply(line: AccrualLine): Reply {
  return {
    from: line.from,
    to: line.to,
    days: line.days,
    interest: formatYuan(line.interest),
    penalty: formatYuan(line.penalty),
    subsidy: formatYuan(line.subsidy),
    borrower_pays: formatYuan(line.borrowerPays),
    slices: line.slices.map((slice) => ({
      from: slice.from,
      to: slice.to,
      days: slice.days,
      principal: formatYuan(slice.principal),
      subsidised_principal: formatYuan(slice.subsidisedPrincipal),
      annual_percent: formatPercent(slice.annualPercent),
      subsidy_annual_percent: formatPercent(slice.subsidyAnnualPercent),
      ratio_percent: formatPercent(slice.ratioPercent),
      excluded: slice.excluded,
    })),
  };
}

/** Interest and subsidy lines of one loan (贴息试算). */
export function answerSubsidy(json: unknown): Reply {
  const asked = readCase(subsidyCase, json);
  const result = accrueLoan(inputOf(asked));
  return replyTo(asked.id, {
    lines: result.lines.map(lineReply),
    total_interest: formatYuan(result.totalInterest),
    total_penalty: formatYuan(result.totalPenalty),
    total_subsidy: formatYuan(result.totalSubsidy),
  });
}
