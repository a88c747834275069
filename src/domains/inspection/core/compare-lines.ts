import type { PlainDate } from '../../../kernel/date.ts';

/**
 * The figures of a subsidy line, stored or recomputed; percentages in units of 0.0001 %. The chain of a
 * loan's lines is looked at by itself.
 */
export interface LineFigures {
  readonly periodFrom: PlainDate;
  readonly periodTo: PlainDate;
  readonly days: number;
  readonly principal: bigint;
  readonly subsidisedPrincipal: bigint;
  readonly annualPercent: number;
  readonly subsidyPercent: number;
  readonly ratioPercent: number;
  readonly interest: bigint;
  readonly penalty: bigint;
  readonly subsidy: bigint;
  readonly excluded: string | null;
  /** Spans of equal days, when the line has more than one. */
  readonly slices: readonly SliceFigures[] | null;
}

export interface SliceFigures {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly days: number;
  readonly subsidisedPrincipal: bigint | string;
  readonly excluded: string | null;
}

/** `days`: other days are subsidised than should be. `amounts`: the right days, but other money. */
export type LineFault = 'days' | 'amounts';

const slicesText = (slices: readonly SliceFigures[] | null): string =>
  slices === null
    ? 'one'
    : slices
        .map(({ from, to, days, subsidisedPrincipal, excluded }) =>
          [from, to, days, String(subsidisedPrincipal), excluded ?? ''].join('|'),
        )
        .join('\n');

/** An upheld objection takes the money of a line that would pay, and nothing else. */
function afterObjection(expected: LineFigures, stored: LineFigures): LineFigures {
  const objected = stored.excluded === 'objection' && expected.excluded === null;
  return objected ? { ...expected, subsidy: 0n, excluded: 'objection' } : expected;
}

/** How a stored line differs from the recomputed one; null when it is right to the fen. */
export function faultOfLine(stored: LineFigures, recomputed: LineFigures): LineFault | null {
  const expected = afterObjection(recomputed, stored);
  const sameDays =
    stored.periodFrom === expected.periodFrom &&
    stored.periodTo === expected.periodTo &&
    stored.days === expected.days &&
    stored.excluded === expected.excluded &&
    stored.subsidisedPrincipal === expected.subsidisedPrincipal &&
    slicesText(stored.slices) === slicesText(expected.slices);
  if (!sameDays) return 'days';
  const sameAmounts =
    stored.principal === expected.principal &&
    stored.annualPercent === expected.annualPercent &&
    stored.subsidyPercent === expected.subsidyPercent &&
    stored.ratioPercent === expected.ratioPercent &&
    stored.interest === expected.interest &&
    stored.penalty === expected.penalty &&
    stored.subsidy === expected.subsidy;
  return sameAmounts ? null : 'amounts';
}
