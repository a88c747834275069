import { addDays, addMonths, dateParts, type Period, type PlainDate } from '../../../kernel/date.ts';

/** What a programme version says about claiming a period before it is over (预计贴息). */
export interface ForecastTerms {
  readonly payOrder: 'prefund' | 'ex_post';
  readonly projectionAllowed: boolean;
  /** `MM-DD`: the day by which the money of a yearly period is sent (甘政办发〔2018〕70号: 20 November). */
  readonly prefundDate: string | null;
  /** Days before the end of the period; takes the place of the date. */
  readonly forecastLeadDays: number | null;
}

/**
 * Whether the period that runs today is claimed ahead by now. A date of the year only says so of yearly
 * periods: of shorter ones it is the day of the money, not of the lists.
 */
export function isForecast(terms: ForecastTerms, running: Period, today: PlainDate): boolean {
  if (terms.payOrder !== 'prefund' || !terms.projectionAllowed) return false;
  if (terms.forecastLeadDays !== null) return today >= addDays(running.to, -terms.forecastLeadDays);
  if (terms.prefundDate === null || addMonths(running.from, 12) > running.to) return false;
  const day = `${dateParts(running.to).year}-${terms.prefundDate}`;
  return today >= day && day < running.to;
}
