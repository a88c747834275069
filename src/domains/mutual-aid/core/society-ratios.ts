import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import { divideHalfUp } from '../../../kernel/money.ts';

/** What a society's rules are asked by, in fen. */
export interface SocietyStanding {
  /** Contributions, grants, gifts and retained fees. */
  readonly fund_fen: bigint;
  readonly outstanding_fen: bigint;
  readonly overdue_fen: bigint;
  readonly last_lent_on: PlainDate | null;
}

export interface RatioTerms {
  /** Units of 0.0001 %. */
  readonly lending_warn_percent: number;
  readonly bad_stop_percent: number;
}

export const WARNINGS = ['lending_low', 'bad_loans_stop', 'idle'] as const;
export type Warning = (typeof WARNINGS)[number];

const WHOLE = 1_000_000n;

/** A share in units of 0.0001 %, half-up; null of nothing. */
const share = (part: bigint, whole: bigint): number | null =>
  whole === 0n ? null : Number(divideHalfUp(part * WHOLE, whole));

export interface SocietyRatios {
  /** 放贷率: lent of the fund; units of 0.0001 %. */
  readonly lendingUnits: number | null;
  /** 不良率: overdue of what is lent. */
  readonly badUnits: number | null;
  readonly warnings: readonly Warning[];
}

/**
 * Lending ratio and bad-loan ratio with what follows from them, as the audit of 宁陕 asks: lending below
 * the level warns, overdue above the level stops new loans (compared exactly, not as rounded), and a fund
 * that has lent nothing for a year is idle and may be taken back.
 */
export function societyRatios(standing: SocietyStanding, terms: RatioTerms, on: PlainDate): SocietyRatios {
  const { fund_fen: fund, outstanding_fen: lent, overdue_fen: overdue } = standing;
  const warnings: Warning[] = [];
  if (fund > 0n && lent * WHOLE < fund * BigInt(terms.lending_warn_percent)) warnings.push('lending_low');
  if (overdue * WHOLE > lent * BigInt(terms.bad_stop_percent)) warnings.push('bad_loans_stop');
  if (fund > 0n && (standing.last_lent_on === null || addMonths(standing.last_lent_on, 12) < on))
    warnings.push('idle');
  return { lendingUnits: share(lent, fund), badUnits: share(overdue, lent), warnings };
}
