import type { Period, PlainDate } from '../../../kernel/date.ts';
import { ZERO_FEN, addFen, fen, minFen, type Fen } from '../../../kernel/money.ts';
import { subsidyLinesOf, type LoanToAccrue, type SubsidyLine } from './subsidy-line.ts';

/** A line that is paid, or on its way: it stays as it is, whatever becomes known later. */
export interface PaidLine {
  readonly batchId: bigint;
  readonly period: Period;
  /** End of its batch, up to which the loan was looked at when the line was drawn up. */
  readonly drawnTo: PlainDate;
  /** An upheld objection excluded it: nothing is due, whatever the facts. */
  readonly objected: boolean;
  /** The line and all that has adjusted it so far. */
  readonly settled: Fen;
}

/** One paid line held against all that is known now. */
export interface Difference {
  readonly loanId: bigint;
  readonly periodTo: PlainDate;
  readonly interest: Fen;
  readonly due: Fen;
  readonly settled: Fen;
}

/** Lines of one batch, in the order given. */
function byBatch(lines: readonly PaidLine[]): PaidLine[][] {
  const batches = new Map<bigint, PaidLine[]>();
  for (const line of lines) {
    const known = batches.get(line.batchId);
    if (known) known.push(line);
    else batches.set(line.batchId, [line]);
  }
  return [...batches.values()];
}

/**
 * What paid lines of a loan are worth by all that is known now: each batch is drawn up again as far as it
 * went, and what falls on the days of a line is that line's. Days that a full repayment took away are worth
 * nothing; where one that ended a line early was reversed, the days after the line are those of the next.
 * Lines in the order of their days; those before a day that nothing touched may be left out.
 */
export function dueOfPaidLines(loan: LoanToAccrue, paid: readonly PaidLine[]): Difference[] {
  return byBatch(paid).flatMap((lines) => {
    const [first] = lines;
    if (!first) return [];
    const drawn = drawnTo(loan, first, first.drawnTo);
    return lines.map((line) => {
      const all = linesOn(line.period, drawn);
      const longer = all.some(({ periodTo }) => periodTo > line.period.to);
      const own = longer ? linesOn(line.period, drawnTo(loan, first, line.period.to)) : all;
      return {
        loanId: loan.loanId,
        periodTo: line.period.to,
        interest: addFen(...own.map(({ interest }) => interest)),
        due: line.objected ? ZERO_FEN : addFen(...own.map(({ subsidy }) => subsidy)),
        settled: line.settled,
      };
    });
  });
}

const drawnTo = (loan: LoanToAccrue, first: PaidLine, to: PlainDate): SubsidyLine[] =>
  subsidyLinesOf({ ...loan, previousTo: first.period.from }, to);

const linesOn = ({ from, to }: Period, drawn: readonly SubsidyLine[]): SubsidyLine[] =>
  drawn.filter(({ periodFrom }) => periodFrom >= from && periodFrom < to);

/** A batch that is not being paid, and what the household's own lines get there. */
export interface Host {
  readonly batchId: bigint;
  readonly room: Fen;
}

/** A difference as it is spread: `withheld` by an upheld objection, so that it is named and pays nothing. */
export interface OpenDifference extends Difference {
  readonly withheld?: boolean;
}

/** An adjusting line: 补差 above zero, 扣回 below. */
export interface Adjustment extends OpenDifference {
  readonly batchId: bigint;
  readonly amount: Fen;
}

export interface Spread {
  readonly adjustments: readonly Adjustment[];
  /** What is still due beyond all lines, by loan; below zero: still to be recovered. */
  readonly rests: ReadonlyMap<bigint, Fen>;
}

/**
 * Puts the differences of one household into the batches that are not being paid, the earliest first (补差、
 * 扣回). What is owed goes whole into the first; what was overpaid is taken from what the household gets in
 * each, never more (净额), the oldest first. `offsets`: whether the terms of the loan take it from later lines
 * at all. What finds no room stays a difference.
 */
export function spreadDifferences(
  differences: readonly OpenDifference[],
  hosts: readonly Host[],
  offsets: (loanId: bigint) => boolean,
): Spread {
  const rooms = hosts.map(({ room }) => room);
  const adjustments: Adjustment[] = [];
  const rests = new Map<bigint, Fen>();
  const leave = (loanId: bigint, rest: bigint) => {
    rests.set(loanId, fen((rests.get(loanId) ?? 0n) + rest));
  };
  const [first] = hosts;
  for (const difference of differences) {
    const owed = difference.due - difference.settled;
    if (owed <= 0n) continue;
    if (first) {
      adjustments.push({ ...difference, batchId: first.batchId, amount: fen(owed) });
      if (difference.withheld !== true) rooms[0] = fen((rooms[0] ?? 0n) + owed);
    } else leave(difference.loanId, owed);
  }
  const overpaid = differences.filter(({ due, settled }) => settled > due);
  for (const difference of [...overpaid].sort(oldestFirst)) {
    let { settled } = difference;
    for (const [at, host] of offsets(difference.loanId) ? hosts.entries() : []) {
      const taken = minFen(fen(settled - difference.due), rooms[at] ?? ZERO_FEN);
      if (taken <= 0n) continue;
      adjustments.push({ ...difference, settled, batchId: host.batchId, amount: fen(-taken) });
      rooms[at] = fen((rooms[at] ?? 0n) - taken);
      settled = fen(settled - taken);
    }
    if (settled > difference.due) leave(difference.loanId, difference.due - settled);
  }
  return { adjustments, rests };
}

const oldestFirst = (a: Difference, b: Difference): number =>
  a.periodTo === b.periodTo ? (a.loanId < b.loanId ? -1 : 1) : a.periodTo < b.periodTo ? -1 : 1;

/** What pays in a batch: an ordinary line, or an adjusting line above zero. */
export interface PayingItem {
  readonly kind: 'line' | 'adjustment';
  readonly loanId: bigint;
  readonly periodTo: PlainDate;
  readonly amount: Fen;
}

export interface OffsetItem extends PayingItem {
  /** Kept back of the amount. */
  readonly offset: Fen;
}

/** Keeps back what is recovered from what a household gets in one batch, item by item until it is whole. */
export function keepBack(items: readonly PayingItem[], recovered: Fen): OffsetItem[] {
  let open = recovered;
  return items.map((item) => {
    const offset = minFen(open, item.amount);
    open = fen(open - offset);
    return { ...item, offset };
  });
}
