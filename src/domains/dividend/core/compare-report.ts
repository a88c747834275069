import { daysBetween } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import {
  addFen,
  allocate,
  fen,
  formatYuanGrouped,
  maxFen,
  minFen,
  toExact,
  ZERO_FEN,
  type Fen,
} from '../../../kernel/money.ts';
import type { DueId, DueRow, StoredSlice } from './due-row.ts';
import { entitleAbove } from './entitlement.ts';

/** One line of a cooperative's report: what it says it pays in cash and what it leaves in the project. */
export interface ReportedLine {
  readonly dueId: DueId;
  readonly amount: Fen;
  readonly reinvested: Fen;
}

export interface ReportHead {
  /** Profit of the project, for payments within a year that of the year so far; a loss is negative. */
  readonly profit: bigint;
  /** The whole capital that profit was made with, the households' part included. */
  readonly capital: Fen;
  readonly total: Fen;
  readonly reinvested: Fen;
}

/** The due as a report is compared with it. */
export type ReportedDue = Pick<
  DueRow,
  | 'id'
  | 'agreement_id'
  | 'year_no'
  | 'part_no'
  | 'invested_fen'
  | 'slices'
  | 'floor_fen'
  | 'profit_share_percent'
  | 'floor_counts_reinvested'
  | 'reinvest_percent'
  | 'received_fen'
> & {
  /**
   * Of its year what was to be paid before the days of the report: capital day by day, and what it owes, fen.
   */
  readonly before_slices: readonly StoredSlice[];
  readonly before_fen: bigint;
};

export interface ComparedLine {
  readonly due_id: DueId;
  readonly profit_fen: bigint;
  /** What the payments of the year before this one owe. */
  readonly earlier_fen: Fen;
  readonly profit_share_fen: Fen;
  readonly due_fen: Fen;
  /** What counts as reinvested: no more than was agreed, and never at the cost of the floor. */
  readonly reinvested_fen: Fen;
  /** What is owed in cash. */
  readonly cash_fen: Fen;
  readonly amount_fen: Fen;
  readonly short_fen: Fen;
  /** Whether the cash and the part that counts reach the floor as reported. */
  readonly meets_floor: boolean;
}

const fault = (pointer: string, code: string, detail: string): FieldError => ({
  pointer,
  code: `dividend.${code}`,
  detail,
});

/** Faults of a report as a whole; `dues` are all the enterprise owes for the year. */
export function reportFaults(
  head: ReportHead,
  lines: readonly ReportedLine[],
  dues: readonly ReportedDue[],
): FieldError[] {
  const known = new Set(dues.map((due) => due.id));
  const seen = new Set<DueId>();
  const faults: FieldError[] = [];
  lines.forEach((line, index) => {
    const pointer = `/lines/${String(index)}/due_id`;
    if (!known.has(line.dueId))
      faults.push(fault(pointer, 'not-own-due', `第 ${String(index + 1)} 行不是本单位当年应付的协议分红。`));
    if (seen.has(line.dueId)) faults.push(fault(pointer, 'line-twice', `第 ${String(index + 1)} 行重复。`));
    seen.add(line.dueId);
  });
  const absent = dues.filter((due) => !seen.has(due.id)).length;
  if (absent > 0)
    faults.push(
      fault('/lines', 'line-missing', `还有 ${String(absent)} 户没有列出；没有付的也要列出，金额写 0.00。`),
    );
  return faults.length > 0 ? faults : sumFaults(head, lines, dues);
}

/** What agreements placed: once each, also where two years of one fall due in the year of the report. */
function placedCapital(dues: readonly ReportedDue[]): Fen {
  const most = new Map<ReportedDue['agreement_id'], Fen>();
  for (const { agreement_id: id, invested_fen: sum } of dues) most.set(id, maxFen(sum, most.get(id) ?? sum));
  return addFen(...most.values());
}

function sumFaults(
  head: ReportHead,
  lines: readonly ReportedLine[],
  dues: readonly ReportedDue[],
): FieldError[] {
  const faults: FieldError[] = [];
  const total = addFen(...lines.map((line) => line.amount));
  if (total !== head.total)
    faults.push(fault('/total', 'total-differs', `明细合计 ${formatYuanGrouped(total)} 元，与表头不一致。`));
  const reinvested = addFen(...lines.map((line) => line.reinvested));
  if (reinvested !== head.reinvested)
    faults.push(
      fault(
        '/reinvested',
        'reinvested-differs',
        `转投合计 ${formatYuanGrouped(reinvested)} 元，与表头不一致。`,
      ),
    );
  const invested = placedCapital(dues);
  if (invested > head.capital)
    faults.push(
      fault(
        '/capital',
        'capital-small',
        `农户资金共 ${formatYuanGrouped(invested)} 元，项目总资本不能更少。`,
      ),
    );
  return faults;
}

const yearKey = (due: Pick<ReportedDue, 'agreement_id' | 'year_no'>): string =>
  `${String(due.agreement_id)}/${String(due.year_no)}`;

/** Of each agreement year the last payment reported: it settles what the profit of the year so far gives. */
function lastOfYears(dues: readonly ReportedDue[]): ReadonlySet<DueId> {
  const last = new Map<string, ReportedDue>();
  for (const due of dues)
    if ((last.get(yearKey(due))?.part_no ?? 0) < due.part_no) last.set(yearKey(due), due);
  return new Set([...last.values()].map(({ id }) => id));
}

/** Capital in the project day by day, fen × days, of a due and of whatever ran through the longest of all. */
function capitalDays(dues: readonly ReportedDue[], capital: Fen) {
  const settling = lastOfYears(dues);
  const spans = dues.map((due) =>
    (settling.has(due.id) ? [...due.before_slices, ...due.slices] : []).map(({ from, to, invested_fen }) => ({
      days: BigInt(daysBetween(from, to)),
      invested: BigInt(invested_fen),
    })),
  );
  const longest = spans
    .map((slices) => slices.reduce((days, slice) => days + slice.days, 0n))
    .reduce((most, days) => (days > most ? days : most), 0n);
  const own = spans.map((slices) => slices.reduce((sum, { days, invested }) => sum + days * invested, 0n));
  const others = capital * longest - own.reduce((sum, each) => sum + each, 0n);
  return { own, others: others > 0n ? others : 0n };
}

/**
 * Each household's part of the profit by its capital and the days it worked in the project, exact to the fen,
 * ties by position: money that came back, or an agreement that ended, has a part of its days only. The
 * cooperative's own capital works as long as the longest year reported.
 */
function profitParts(head: ReportHead, dues: readonly ReportedDue[]): Fen[] {
  const { own, others } = capitalDays(dues, head.capital);
  return allocate(head.profit, [...own.map(toExact), toExact(others)]);
}

const WHOLE = 1_000_000n;

/**
 * Of `amount`, no more than `percent` (units of 0.0001 %), cut to the fen: an agreed most is not rounded up.
 */
function atMost(amount: Fen, percent: number): Fen {
  const [part = ZERO_FEN] = allocate(amount, [toExact(BigInt(percent)), toExact(WHOLE - BigInt(percent))]);
  return part * WHOLE > amount * BigInt(percent) ? fen(part - 1n) : part;
}

/**
 * Owed, reported, short, line by line in the order of `dues`, in which payments of one year follow each
 * other. Reporting less than the floor makes a shortfall, never a smaller debt; a loss pays the floor
 * (负赢不负亏).
 */
export function compareReport(
  head: ReportHead,
  lines: readonly ReportedLine[],
  dues: readonly ReportedDue[],
): ComparedLine[] {
  const reported = new Map(lines.map((line) => [line.dueId, line]));
  const profits = profitParts(head, dues);
  const owedBefore = new Map<string, Fen>();
  return dues.map((due, index) => {
    const line = reported.get(due.id) ?? { amount: ZERO_FEN, reinvested: ZERO_FEN };
    const earlier = owedBefore.get(yearKey(due)) ?? fen(due.before_fen);
    const common = {
      invested: due.invested_fen,
      profit: profits[index] ?? ZERO_FEN,
      earlier,
      profitSharePercent: due.profit_share_percent,
      floorCountsReinvested: due.floor_counts_reinvested,
      paid: line.amount,
    };
    const gross = entitleAbove(due.floor_fen, { ...common, reinvested: ZERO_FEN });
    const room = due.floor_counts_reinvested ? gross.due : fen(gross.due - due.floor_fen);
    const reinvested = minFen(line.reinvested, minFen(room, atMost(gross.due, due.reinvest_percent)));
    const owed = entitleAbove(due.floor_fen, { ...common, reinvested });
    owedBefore.set(yearKey(due), addFen(earlier, owed.due));
    const counted = due.floor_counts_reinvested ? addFen(line.amount, reinvested) : line.amount;
    return {
      due_id: due.id,
      profit_fen: common.profit,
      earlier_fen: earlier,
      profit_share_fen: owed.profitShare,
      due_fen: owed.due,
      reinvested_fen: reinvested,
      cash_fen: owed.cashDue,
      amount_fen: line.amount,
      short_fen: maxFen(ZERO_FEN, owed.shortfall),
      meets_floor: counted >= due.floor_fen,
    };
  });
}
