import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { addFen, formatYuanGrouped, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { SheetRow } from '../../../kernel/sheet.ts';
import { nameOfPayout, SOURCE_NAMES, type PayoutState, type ReceiptSource } from './payout-row.ts';
import { stampFields, type Stamp } from './statement-sheet.ts';

/** What stands above and below the lines of a payout list (保底分红兑付清单). */
export interface PayoutListFacts {
  readonly payoutNo: string;
  readonly county: string;
  readonly enterprise: string;
  readonly bank: string;
  readonly draftedOn: PlainDate;
  /** First and last day of the posting; null before it. */
  readonly publicity: { readonly from: PlainDate; readonly through: PlainDate } | null;
  readonly memo: string;
  /** Of a dividend by shares, its project and year; null: what agreements owe. */
  readonly shares: string | null;
  /** Held back by objections. */
  readonly excluded: { readonly count: number; readonly gross: Fen };
  readonly lineCount: number;
  readonly gross: Fen;
  readonly withheld: Fen;
  readonly net: Fen;
  readonly state: PayoutState;
  readonly decisions: readonly { readonly act: string; readonly person: string; readonly on: PlainDate }[];
}

export interface PayoutListLine {
  readonly head_name: string;
  readonly village_name: string;
  readonly source_no: string;
  readonly due_on: PlainDate;
  readonly component: ReceiptSource;
  readonly gross_fen: Fen;
  readonly withheld_fen: Fen;
  readonly net_fen: Fen;
  readonly payee_name: string;
  readonly account_last4: string;
}

function decidedBy(facts: PayoutListFacts, act: string): string {
  const found = facts.decisions.find((decision) => decision.act === act);
  return found ? `${found.person}　${formatDateZh(found.on)}` : '（待办）';
}

/** What the list is called, by what it pays. */
export const listName = (facts: Pick<PayoutListFacts, 'shares'>): string =>
  facts.shares === null ? '保底分红兑付清单' : '股份分红兑付清单';

/** Final strings of the list, by the names of `templates/dividend/payout-list`. */
export function payoutListFields(facts: PayoutListFacts, stamp: Stamp) {
  const { publicity } = facts;
  return {
    ...stampFields(stamp),
    list_name: listName(facts),
    project: facts.shares ?? '协议保底分红',
    has_excluded: facts.excluded.count > 0 ? 'yes' : 'no',
    excluded: `${String(facts.excluded.count)}笔、¥${formatYuanGrouped(facts.excluded.gross)}`,
    payout_no: facts.payoutNo,
    county: facts.county,
    enterprise: facts.enterprise,
    bank: facts.bank,
    drafted_on: formatDateZh(facts.draftedOn),
    publicity:
      publicity === null ? '尚未公示' : `${formatDateZh(publicity.from)}至${formatDateZh(publicity.through)}`,
    memo: facts.memo,
    line_count: String(facts.lineCount),
    gross_digits: formatYuanGrouped(facts.gross),
    withheld_digits: formatYuanGrouped(facts.withheld),
    net_digits: formatYuanGrouped(facts.net),
    net_words: amountInWords(facts.net),
    drafted_by: decidedBy(facts, 'draft'),
    approved_by: decidedBy(facts, 'approve'),
    instructed_by: decidedBy(facts, 'instruct'),
    state: nameOfPayout(facts.state),
    lines: { count: facts.lineCount },
  };
}

interface Sums {
  readonly lines: number;
  readonly gross: Fen;
  readonly withheld: Fen;
  readonly net: Fen;
}

const NOTHING: Sums = { lines: 0, gross: ZERO_FEN, withheld: ZERO_FEN, net: ZERO_FEN };

const added = (sums: Sums, line: PayoutListLine): Sums => ({
  lines: sums.lines + 1,
  gross: addFen(sums.gross, line.gross_fen),
  withheld: addFen(sums.withheld, line.withheld_fen),
  net: addFen(sums.net, line.net_fen),
});

const lineRow = (line: PayoutListLine, number: number): SheetRow => ({
  kind: 'line',
  cells: [
    String(number),
    line.head_name,
    line.village_name,
    line.source_no,
    line.due_on,
    SOURCE_NAMES[line.component],
    formatYuanGrouped(line.gross_fen),
    formatYuanGrouped(line.withheld_fen),
    formatYuanGrouped(line.net_fen),
    line.payee_name,
    `****${line.account_last4}`,
  ],
});

const sumRow = (kind: 'subtotal' | 'total', label: string, sums: Sums): SheetRow => ({
  kind,
  cells: [
    ...[label, '', '', '', '', ''],
    formatYuanGrouped(sums.gross),
    formatYuanGrouped(sums.withheld),
    formatYuanGrouped(sums.net),
    ...[`${String(sums.lines)}笔`, ''],
  ],
});

/** Rows of the list with each page's subtotal and the total. `pageRows`: lines on each page. */
export function* payoutListRows(
  facts: PayoutListFacts,
  lines: readonly PayoutListLine[],
  pageRows: readonly number[],
): Generator<SheetRow> {
  let [page, onPage, all] = [0, NOTHING, NOTHING];
  for (const line of lines) {
    [all, onPage] = [added(all, line), added(onPage, line)];
    yield lineRow(line, all.lines);
    if (onPage.lines !== pageRows[page]) continue;
    yield sumRow('subtotal', '本页合计', onPage);
    [page, onPage] = [page + 1, NOTHING];
  }
  invariant(all.lines === facts.lineCount && all.net === facts.net, 'a payout list sums to its head');
  yield sumRow('total', '全部合计', all);
}
