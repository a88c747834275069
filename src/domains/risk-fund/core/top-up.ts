import { addDays, addMonths, date, dateFromParts, dateParts, type PlainDate } from '../../../kernel/date.ts';
import { invariant, unreachable } from '../../../kernel/invariant.ts';
import { allocate, Exact, maxFen, roundHalfUp, toExact, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

/** Who may pay into a fund (资金来源). */
export const FUND_SOURCES = [
  'province',
  'prefecture',
  'county',
  'township',
  'village',
  'bank',
  'other',
] as const;
export type FundSource = (typeof FUND_SOURCES)[number];

/** One payer's part in the proportion 1:1:1 (出资比例). */
export interface FundingPart {
  readonly source: FundSource;
  readonly weight: number;
}

/**
 * Splits what is to be paid in among the payers by their proportion (甘政办发〔2016〕205号: province, county and
 * bank 1:1:1), to the fen by largest remainder, ties in the order of the terms.
 */
export function splitFunding(
  due: Fen,
  parts: readonly FundingPart[],
): { readonly source: FundSource; readonly amount_fen: Fen }[] {
  const amounts = allocate(
    due,
    parts.map((part) => new Exact(part.weight)),
  );
  return parts.map(({ source }, index) => ({ source, amount_fen: amounts[index] ?? ZERO_FEN }));
}

/** How a county keeps its fund filled (补充方式). */
export const TOP_UP_MODES = ['quarterly_percent', 'fixed_floor', 'demand'] as const;
export type TopUpMode = (typeof TOP_UP_MODES)[number];

export type TopUpRule =
  /** A percentage (units of 0.0001 %) of the loans outstanding at each quarter's start (定巩固振兴办〔2021〕3号). */
  | { readonly mode: 'quarterly_percent'; readonly percent: number }
  /** A balance below the floor at the year's end is refilled by that day (`MM-DD`) of the next year. */
  | { readonly mode: 'fixed_floor'; readonly floor: Fen; readonly refillBy: string }
  /** By the year's demand (南澳县): no sum follows from the rule. */
  | { readonly mode: 'demand' };

export interface TopUpFacts {
  /** Any day: the duty is that of the quarter, or of the year's end, it lies in. */
  readonly on: PlainDate;
  /** Loans outstanding at {@link measuredOn}, before that day's business. */
  readonly outstanding: Fen;
  /** Balance of the fund at the same moment. */
  readonly balance: Fen;
}

export interface TopUpDuty {
  readonly measuredOn: PlainDate;
  readonly due: Fen;
  readonly by: PlainDate;
}

/** The day at whose start loans and balance are measured; null where the rule measures nothing. */
export function measuredOn(mode: TopUpMode, on: PlainDate): PlainDate | null {
  const { year, month } = dateParts(on);
  switch (mode) {
    case 'quarterly_percent':
      return dateFromParts(year, month - ((month - 1) % 3), 1);
    case 'fixed_floor':
      return dateFromParts(year, 1, 1);
    case 'demand':
      return null;
    default:
      return unreachable(mode);
  }
}

/**
 * What the county still has to pay in (应补充), fen, never negative: 定远 10 % of the loans outstanding at the
 * quarter's start less the fund's balance, by the quarter's last day; or the floor less the balance at the
 * year's end. Half a fen is rounded up. Null where the rule is by demand.
 */
export function topUpDuty(rule: TopUpRule, facts: TopUpFacts): TopUpDuty | null {
  const day = measuredOn(rule.mode, facts.on);
  switch (rule.mode) {
    case 'quarterly_percent': {
      invariant(day, 'a quarter has a first day');
      const wanted = roundHalfUp(toExact(facts.outstanding).mul(rule.percent).div(1_000_000));
      const due = maxFen(ZERO_FEN, wanted - facts.balance);
      return { measuredOn: day, due, by: addDays(addMonths(day, 3), -1) };
    }
    case 'fixed_floor': {
      invariant(day, 'a year has a first day');
      const due = maxFen(ZERO_FEN, rule.floor - facts.balance);
      return { measuredOn: day, due, by: date(`${String(dateParts(day).year)}-${rule.refillBy}`) };
    }
    case 'demand':
      return null;
    default:
      return unreachable(rule);
  }
}
