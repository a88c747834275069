import type { PlainDate } from '../../../../kernel/date.ts';
import { formatPercent } from '../../../../kernel/rate.ts';
import { compactText, type LedgerCell } from './ledger-cell.ts';
import { parseDay } from './parse-day.ts';
import { parseRate } from './parse-rate.ts';

/** 展期: from a day on the loan is due on another. */
export interface LedgerExtension {
  readonly on: PlainDate;
  readonly maturesOn: PlainDate;
}

/** 利率调整: the rate from a day on, units of 0.0001 %. */
export interface LedgerRateChange {
  readonly on: PlainDate;
  readonly annualPercent: number;
}

/** What moved a loan since it was lent, each in the order of its days. */
export interface LoanMoves {
  /** The maturity of the contract where an extension or a call has moved it. */
  readonly contractMaturesOn: PlainDate | null;
  readonly extensions: readonly LedgerExtension[];
  /** 提前到期: the day on which the bank called the whole debt due. */
  readonly calledOn: PlainDate | null;
  readonly rateChanges: readonly LedgerRateChange[];
}

/** The maturity that was agreed last, whether or not the loan was called due before it. */
export const agreedMaturity = ({ contractMaturesOn, extensions }: LoanMoves): PlainDate | null =>
  extensions.at(-1)?.maturesOn ?? contractMaturesOn;

const AND = '、';

/** `2018-12-01起至2019-10-01`, several with `、`. */
export const extensionWords = (moves: readonly LedgerExtension[]): string =>
  moves.map(({ on, maturesOn }) => `${on}起至${maturesOn}`).join(AND);

/** `2017-04-01起4.35%`, several with `、`. */
export const rateWords = (moves: readonly LedgerRateChange[]): string =>
  moves.map(({ on, annualPercent }) => `${on}起${formatPercent(annualPercent)}%`).join(AND);

/** Parts in the order of their days; null where one cannot be read or they are out of order. */
function parseMoves<Move extends { readonly on: PlainDate }>(
  cell: LedgerCell,
  moveOf: (on: PlainDate, told: string) => Move | null,
): readonly Move[] | null {
  const moves: Move[] = [];
  for (const part of compactText(cell).split(AND)) {
    const [from, told = ''] = part.split('起');
    const on = parseDay(from ?? '');
    const move = on && moveOf(on, told);
    if (!move || (moves.at(-1)?.on ?? '') > move.on) return null;
    moves.push(move);
  }
  return moves;
}

export const parseExtensions = (cell: LedgerCell): readonly LedgerExtension[] | null =>
  parseMoves(cell, (on, told) => {
    const maturesOn = parseDay(told.replace(/^至/, ''));
    return maturesOn && { on, maturesOn };
  });

export const parseRateChanges = (cell: LedgerCell): readonly LedgerRateChange[] | null =>
  parseMoves(cell, (on, told) => {
    const rate = parseRate(told);
    return rate && { on, annualPercent: rate.units };
  });
