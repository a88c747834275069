import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { addFen, fen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { stampFields, type PaperFields, type Stamp } from './approval-sheet.ts';
import { partyInWords } from './paper-words.ts';

export const STATEMENT_PARTIES = ['finance', 'office', 'bank'] as const;
/** Who confirms a year: the finance bureau, the county office, the bank where the money lies. */
export type StatementParty = (typeof STATEMENT_PARTIES)[number];

export const LINE_KINDS = [
  'injection',
  'interest',
  'recovery',
  'recovery_reversed',
  'compensation',
  'returned',
] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** 年初余额 + 拨入 + 利息 + 追回 − 代偿 − 退回 = 年末余额. */
export interface StatementFigures {
  readonly opening_fen: Fen;
  readonly injections_fen: Fen;
  readonly interest_fen: Fen;
  readonly recoveries_fen: Fen;
  readonly compensation_fen: Fen;
  readonly returned_fen: Fen;
  readonly closing_fen: Fen;
}

export interface StatementLine {
  readonly no: number;
  readonly onDate: PlainDate;
  readonly kind: LineKind;
  readonly amount: Fen;
  readonly proofNo: string;
  /** Source of an injection, number of a claim. */
  readonly detail: string | null;
  /** The day on which the money moved, where that was in a year before; null = in this one. */
  readonly valueOn: PlainDate | null;
}

/** One movement as the paper and the workbook show it. */
export interface StatementRowFacts {
  readonly no: number;
  readonly onDate: PlainDate;
  readonly summary: string;
  readonly proofNo: string;
  readonly received: Fen | null;
  readonly paid: Fen | null;
  readonly balance: Fen;
}

const SUMMARIES: Readonly<Record<LineKind, (detail: string) => string>> = {
  injection: (source) => `${partyInWords(source)}拨入`,
  interest: () => '账户利息',
  recovery: (claimNo) => `追回 ${claimNo}`.trim(),
  recovery_reversed: (claimNo) => `冲正追回 ${claimNo}`.trim(),
  compensation: (claimNo) => (claimNo === '' ? '年度清算代偿' : `代偿 ${claimNo}`),
  returned: () => '退回',
};

/** What a line is; one of a year already closed names itself so, with its day. */
function summaryOf(line: StatementLine): string {
  const own = SUMMARIES[line.kind](line.detail ?? '');
  return line.valueOn === null ? own : `以前年度调整：${own}（${line.valueOn}发生）`;
}

/** Movements with the balance after each; they must lead from the opening to the closing. */
export function statementRows(
  figures: StatementFigures,
  lines: readonly StatementLine[],
): StatementRowFacts[] {
  let balance = figures.opening_fen;
  const rows = lines.map((line): StatementRowFacts => {
    const out = line.kind === 'compensation' || line.kind === 'returned';
    // taken back (红字): less came in
    const amount = line.kind === 'recovery_reversed' ? fen(-line.amount) : line.amount;
    balance = addFen(balance, out ? -amount : amount);
    return {
      no: line.no,
      onDate: line.onDate,
      summary: summaryOf(line),
      proofNo: line.proofNo,
      received: out ? null : amount,
      paid: out ? amount : null,
      balance,
    };
  });
  invariant(balance === figures.closing_fen, 'a statement leads from its opening to its closing');
  return rows;
}

/** What a party said of its own books; null while it has not. */
export interface PartySaid {
  readonly organisation: string;
  readonly person: string;
  readonly on: PlainDate;
  readonly closing: Fen;
  readonly difference: Fen;
  readonly reason: string | null;
}

export interface StatementFacts {
  readonly stamp: Stamp;
  readonly statementNo: string;
  readonly fundName: string;
  readonly year: number;
  readonly figures: StatementFigures;
  readonly lines: readonly StatementLine[];
  /** Repayments after compensation that banks had not returned, and the fund's part of them. */
  readonly unreturned: { readonly whole: Fen; readonly fund: Fen };
  readonly drawnOn: PlainDate;
  readonly institutions: Readonly<Record<StatementParty, string>>;
  readonly said: Readonly<Partial<Record<StatementParty, PartySaid>>>;
  readonly confirmedOn: PlainDate | null;
}

const BLANK_DATE = '　　年　月　日';

const yuan = (amount: bigint): string => `¥${formatYuanGrouped(amount)}`;

function partyFields(facts: StatementFacts, party: StatementParty): Record<string, string> {
  const said = facts.said[party];
  return {
    [party]: facts.institutions[party],
    [`${party}_closing`]: said ? yuan(said.closing) : '',
    [`${party}_person`]: said?.person ?? '',
    [`${party}_on`]: said ? formatDateZh(said.on) : BLANK_DATE,
  };
}

/** Differences in words, a party a paragraph; empty when there is none. */
function differences({ said }: StatementFacts): string {
  return STATEMENT_PARTIES.flatMap((party) => {
    const own = said[party];
    if (!own || own.difference === 0n) return [];
    return [
      `${own.organisation}账面为${yuan(own.closing)}，相差${formatYuanGrouped(own.difference)}元：${own.reason ?? ''}`,
    ];
  }).join('；');
}

/** Money that banks had received after compensation and not handed over (代偿后还款未上缴); empty when none. */
export function unreturnedInWords({ unreturned, drawnOn, year }: Omit<StatementFacts, 'stamp'>): string {
  if (unreturned.whole === 0n) return '';
  const [whole, fund] = [formatYuanGrouped(unreturned.whole), formatYuanGrouped(unreturned.fund)];
  const until = `截至${formatDateZh(drawnOn)}`;
  return `${until}，${String(year)}年末前农户在代偿后的还款尚有${whole}元未由银行上缴，其中补偿金应得${fund}元`;
}

const cells = (row: StatementRowFacts): string[] => [
  String(row.no),
  row.onDate,
  row.summary,
  row.proofNo,
  row.received === null ? '' : formatYuanGrouped(row.received),
  row.paid === null ? '' : formatYuanGrouped(row.paid),
  formatYuanGrouped(row.balance),
];

/** What came in and what went out in the year. */
export const statementTotals = (
  figures: StatementFigures,
): { readonly received: Fen; readonly paid: Fen } => ({
  received: addFen(figures.injections_fen, figures.interest_fen, figures.recoveries_fen),
  paid: addFen(figures.compensation_fen, figures.returned_fen),
});

/** Final strings of the statement (年度对账单), by the names of `templates/risk-fund/year-statement`. */
export function statementFields(facts: StatementFacts): PaperFields {
  const { figures, year } = facts;
  const totals = statementTotals(figures);
  const rows = statementRows(figures, facts.lines).map(cells);
  const [first, last] = [`${String(year)}-01-01`, `${String(year)}-12-31`];
  const total = [formatYuanGrouped(totals.received), formatYuanGrouped(totals.paid)];
  return {
    ...stampFields(facts.stamp),
    statement_no: facts.statementNo,
    fund_name: facts.fundName,
    year: String(year),
    opening: yuan(figures.opening_fen),
    injections: yuan(figures.injections_fen),
    interest: yuan(figures.interest_fen),
    recoveries: yuan(figures.recoveries_fen),
    compensation: yuan(figures.compensation_fen),
    returned: yuan(figures.returned_fen),
    closing: yuan(figures.closing_fen),
    closing_words: sumInWords(figures.closing_fen),
    line_count: String(rows.length),
    lines: [
      ['', first, '年初余额', '', '', '', formatYuanGrouped(figures.opening_fen)],
      ...rows,
      ['', last, '本年合计', '', ...total, formatYuanGrouped(figures.closing_fen)],
    ],
    unreturned: unreturnedInWords(facts),
    ...partyFields(facts, 'finance'),
    ...partyFields(facts, 'office'),
    ...partyFields(facts, 'bank'),
    differences: differences(facts),
    confirmed_on: facts.confirmedOn === null ? '' : formatDateZh(facts.confirmedOn),
  };
}
