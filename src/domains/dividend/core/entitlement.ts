import {
  addMonths,
  dateFromParts,
  dateParts,
  daysBetween,
  isLeapYear,
  minDate,
} from '../../../kernel/date.ts';
import type { Period } from '../../../kernel/date.ts';
import { invalid, type Failure } from '../../../kernel/failure.ts';
import { unreachable } from '../../../kernel/invariant.ts';
import { addFen, divideHalfUp, fen, maxFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';

export const DIVIDEND_DAY_COUNTS = ['act_365', 'act_360', 'act_act', 'whole_years'] as const;
export type DividendDayCount = (typeof DIVIDEND_DAY_COUNTS)[number];

export interface EntitlementInput {
  readonly invested: Fen;
  /** Guaranteed return (保底) a year, units of 0.0001 %. */
  readonly floorAnnualPercent: number;
  readonly period: Period;
  readonly dayCount: DividendDayCount;
  /** The household's profit before the split; null when none is reported; a loss is negative. */
  readonly profit: Fen | null;
  /** Units of 0.0001 %. */
  readonly profitSharePercent: number;
  /** What earlier payments of the same year owe already: it counts against the profit share of the year. */
  readonly earlier?: Fen;
  /** Part of the entitlement left in the project as capital. */
  readonly reinvested: Fen;
  readonly floorCountsReinvested: boolean;
  readonly paid: Fen;
}

export interface Entitlement {
  readonly floor: Fen;
  readonly profitShare: Fen;
  readonly due: Fen;
  readonly cashDue: Fen;
  /** Whether what counts (all that is due, or its cash part only) reaches the floor. */
  readonly meetsFloor: boolean;
  readonly paid: Fen;
  readonly shortfall: Fen;
  readonly nextInvested: Fen;
}

function disputed(pointer: string, detail: string): Failure {
  const code = 'dividend.not-computable';
  return invalid({ code, detail, errors: [{ pointer, code, detail }] });
}

/** A number of years as an exact fraction, so that the floor is divided and rounded once. */
interface Years {
  readonly numerator: number;
  readonly denominator: number;
}

/** Days of each calendar year over that year's own length. */
function actualActualYears(period: Period): Years {
  let inLeapYears = 0;
  let from = period.from;
  while (from < period.to) {
    const { year } = dateParts(from);
    const to = minDate(dateFromParts(year + 1, 1, 1), period.to);
    if (isLeapYear(year)) inLeapYears += daysBetween(from, to);
    from = to;
  }
  const inOtherYears = daysBetween(period.from, period.to) - inLeapYears;
  return { numerator: inLeapYears * 365 + inOtherYears * 366, denominator: 365 * 366 };
}

function wholeYears(period: Period): Years {
  const years = dateParts(period.to).year - dateParts(period.from).year;
  if (years < 1 || addMonths(period.from, years * 12) !== period.to) {
    throw disputed('/to', '按整年计算时，起止日期须正好相隔整年；不足整年请改用按天数计算');
  }
  return { numerator: years, denominator: 1 };
}

function yearsOf(period: Period, dayCount: DividendDayCount): Years {
  switch (dayCount) {
    case 'act_365':
      return { numerator: daysBetween(period.from, period.to), denominator: 365 };
    case 'act_360':
      return { numerator: daysBetween(period.from, period.to), denominator: 360 };
    case 'act_act':
      return actualActualYears(period);
    case 'whole_years':
      return wholeYears(period);
    default:
      return unreachable(dayCount);
  }
}

/** 100 % in units of 0.0001 %. */
const WHOLE = 1_000_000n;

type FloorInput = Pick<EntitlementInput, 'floorAnnualPercent' | 'period' | 'dayCount'>;

function floorOf(input: EntitlementInput): Fen {
  const years = yearsOf(input.period, input.dayCount);
  const exact = input.invested * BigInt(input.floorAnnualPercent) * BigInt(years.numerator);
  return fen(divideHalfUp(exact, BigInt(years.denominator) * WHOLE));
}

/**
 * A household's part of its year's profit (fen; a loss is negative), before what earlier payments owe counts
 * against it. It shares gains only (负赢不负亏): a loss gives a share of nothing, and takes nothing back.
 */
export function shareOfProfit(profit: bigint, profitSharePercent: number): Fen {
  return profit <= 0n ? ZERO_FEN : fen(divideHalfUp(profit * BigInt(profitSharePercent), WHOLE));
}

function profitShareOf(input: Pick<EntitlementInput, 'profit' | 'earlier' | 'profitSharePercent'>): Fen {
  const ofTheYear = shareOfProfit(input.profit ?? ZERO_FEN, input.profitSharePercent);
  return maxFen(ZERO_FEN, ofTheYear - (input.earlier ?? ZERO_FEN));
}

/**
 * What one household is entitled to for a period (保底+分红): the greater of floor and profit share.
 * Throws `dividend.not-computable` with a pointer for a period or a reinvestment that cannot be.
 */
export function entitle(input: EntitlementInput): Entitlement {
  if (input.period.to <= input.period.from) throw disputed('/to', '止日须晚于起日');
  return entitleAbove(floorOf(input), input);
}

/** The same above a floor (fen) that is known already: the one the signed agreement promises for its year. */
export function entitleAbove(floor: Fen, input: Omit<EntitlementInput, keyof FloorInput>): Entitlement {
  const profitShare = profitShareOf(input);
  const due = maxFen(floor, profitShare);
  if (input.reinvested > due) throw disputed('/reinvested', '转投金额不得超过应得金额');
  const cashDue = fen(due - input.reinvested);
  return {
    floor,
    profitShare,
    due,
    cashDue,
    meetsFloor: (input.floorCountsReinvested ? due : cashDue) >= floor,
    paid: input.paid,
    shortfall: maxFen(ZERO_FEN, cashDue - input.paid),
    nextInvested: addFen(input.invested, input.reinvested),
  };
}
