import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { fen, formatYuanGrouped } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { SheetRow } from '../../../kernel/sheet.ts';
import { formatUnits } from '../../../kernel/units.ts';
import { UNIT_WORDS, type InsuredUnit } from './insurance-rows.ts';
import type { Cause, PAYOUT_LINE_STATES } from './loss-rows.ts';
import { stampFields, type Stamp } from './year-table.ts';

const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  ...{ drought: '旱灾', hail: '雹灾', flood: '洪涝', frost: '霜冻', wind: '风灾' },
  ...{ pest: '病虫害', disease: '疫病', fire: '火灾', other: '其他' },
};

/** A household's claim as a board shows it: no card, no identity number. */
export interface PayoutListLine {
  readonly household_no: string;
  readonly head_name: string;
  readonly cause: Cause;
  readonly happened_on: PlainDate;
  readonly stage: string | null;
  readonly affected_units: bigint;
  readonly loss_percent: number;
  readonly amount_fen: bigint;
  readonly state: (typeof PAYOUT_LINE_STATES)[number];
  readonly received_on: PlainDate | null;
}

export interface PayoutListFacts {
  readonly list_no: string;
  readonly policy_no: string;
  readonly place: string;
  readonly insurer_name: string;
  readonly product: string;
  readonly unit: InsuredUnit;
  readonly unit_places: number;
  readonly covers_from: PlainDate;
  readonly covers_to: PlainDate;
  readonly confirmed_on: PlainDate | null;
  readonly pay_by: PlainDate | null;
  readonly line_count: number;
  readonly total_fen: bigint;
  readonly publicity: { readonly from: PlainDate; readonly through: PlainDate } | null;
  readonly lines: readonly PayoutListLine[];
}

const dated = (on: PlainDate | null, else_: string): string => (on === null ? else_ : formatDateZh(on));

/** Final strings of the claim list (赔款公示清单), by the names of `templates/farm-insurance/payout-list`. */
export function payoutListFields(facts: PayoutListFacts, stamp: Stamp) {
  const { publicity } = facts;
  return {
    ...stampFields(stamp),
    ...{ list_no: facts.list_no, policy_no: facts.policy_no, place: facts.place },
    ...{ insurer: facts.insurer_name, product: facts.product },
    covers: `${formatDateZh(facts.covers_from)}至${formatDateZh(facts.covers_to)}`,
    publicity:
      publicity === null ? '尚未公示' : `${formatDateZh(publicity.from)}至${formatDateZh(publicity.through)}`,
    confirmed: dated(facts.confirmed_on, '尚未确认'),
    pay_by: dated(facts.pay_by, '自确认之日起算'),
    line_count: `${facts.line_count}户次`,
    total_digits: formatYuanGrouped(facts.total_fen),
    total_words: amountInWords(fen(facts.total_fen)),
    lines: { count: facts.lines.length },
  };
}

function stateOf({ state, received_on: on }: PayoutListLine): string {
  if (state === 'received' && on !== null) return `${on} 到账`;
  return { pending: '待付', received: '已到账', returned: '银行退回，另行付款', withdrawn: '已撤回' }[state];
}

const sumOf = (lines: readonly PayoutListLine[]): bigint =>
  lines.reduce((sum, line) => sum + line.amount_fen, 0n);

/** The rows of the list: a claim a line, the subtotal of each full page, the total. */
export function* payoutListRows(
  { lines, total_fen, unit, unit_places }: PayoutListFacts,
  pageRows: readonly number[],
): Generator<SheetRow> {
  let [page, from] = [0, 0];
  for (const [index, line] of lines.entries()) {
    yield {
      kind: 'line',
      cells: [
        ...[String(index + 1), line.household_no, line.head_name, CAUSE_WORDS[line.cause], line.happened_on],
        ...[line.stage ?? '—', `${formatUnits(line.affected_units, unit_places)}${UNIT_WORDS[unit]}`],
        ...[`${formatPercent(line.loss_percent)}%`, formatYuanGrouped(line.amount_fen), stateOf(line)],
      ],
    };
    if (index + 1 - from !== pageRows[page]) continue;
    yield sumRow('subtotal', '本页合计', sumOf(lines.slice(from, index + 1)));
    [page, from] = [page + 1, index + 1];
  }
  const total = sumOf(lines);
  invariant(total === total_fen, 'a claim list sums to its head');
  yield sumRow('total', '全部合计', total);
}

const sumRow = (kind: 'subtotal' | 'total', label: string, amount: bigint): SheetRow => ({
  kind,
  cells: [label, '', '', '', '', '', '', '', formatYuanGrouped(amount), ''],
});
