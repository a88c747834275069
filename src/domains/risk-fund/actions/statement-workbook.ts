import { toExact } from '../../../kernel/money.ts';
import type { WrittenCell, WrittenSheet } from '../../../platform/spreadsheet/spreadsheet.ts';
import {
  accountSections,
  statementTotals,
  type AccountSection,
  type Totals,
} from '../core/statement-figures.ts';
import { STATEMENT_OFFICES, type StatementFacts } from '../core/statement-sheet.ts';

const COLUMNS = [
  { width: 7 },
  { width: 13, look: 'date' },
  { width: 34, look: 'text' },
  { width: 26, look: 'text' },
  { width: 18, look: 'money' },
  { width: 18, look: 'money' },
  { width: 18, look: 'money' },
] as const;

const HEADINGS = ['序号', '日期', '摘要', '凭证号', '收入（元）', '支出（元）', '余额（元）'];

/** Yuan as the number a sheet counts with: exact to the fen for every amount there is. */
const yuan = (amount: bigint): number => toExact(amount).div(100).toNumber();

const headed = (names: readonly string[]): WrittenCell[] =>
  names.map((value) => ({ value, look: 'header' as const }));

const money = (amount: bigint): WrittenCell => ({ value: yuan(amount), look: 'money' });

/** A row that closes what stands above it: its totals and what lies there on the last day of the year. */
const closed = (year: number, label: string, { received, paid }: Totals, closing: bigint): WrittenCell[] => [
  ...[null, { date: `${String(year)}-12-31` }, label, null],
  ...[money(received), money(paid), money(closing)],
];

/** The movements of an account between its opening and its closing. */
function section(year: number, several: boolean, { account, rows, totals }: AccountSection): WrittenCell[][] {
  const label = several ? `${account.bank_name}：年初余额` : '年初余额';
  const opening = [null, { date: `${String(year)}-01-01` }, label, null, null, null];
  const lines = rows.map((row): WrittenCell[] => [
    ...[row.no, { date: row.onDate }, row.summary, row.proofNo],
    ...[row.received, row.paid, row.balance].map((amount) => (amount === null ? null : yuan(amount))),
  ]);
  const end = several ? [closed(year, '本户合计', totals, account.closing_fen)] : [];
  return [[...opening, money(account.opening_fen)], ...lines, ...end];
}

/** The statement as a workbook: a frozen heading, numbers as numbers, and totals that are values. */
export function statementWorkbook(facts: Omit<StatementFacts, 'stamp'>): WrittenSheet {
  const { figures, year } = facts;
  const sections = accountSections(figures, facts.accounts, facts.lines);
  const several = sections.length > 1;
  const whole = several ? '各户合计（不含户间划转）' : '本年合计';
  return {
    name: `${String(year)}年度对账单`,
    columns: COLUMNS,
    merges: ['A1:G1', 'A2:G2'],
    frozenRows: 3,
    rows: [
      [{ value: `${facts.fundName}${String(year)}年度对账单`, look: 'title' }],
      [{ value: `编号：${facts.statementNo}`, look: 'text' }],
      headed(HEADINGS),
      ...sections.flatMap((own) => section(year, several, own)),
      closed(year, whole, statementTotals(figures), figures.closing_fen),
      [],
      ...summary(facts),
      [],
      ...confirmations(facts),
    ],
  };
}

function summary({ figures, unreturned }: Omit<StatementFacts, 'stamp'>): WrittenCell[][] {
  const items: readonly (readonly [string, bigint])[] = [
    ['年初余额', figures.opening_fen],
    ['加：本年拨入', figures.injections_fen],
    ['加：账户利息', figures.interest_fen],
    ['加：追回', figures.recoveries_fen],
    ['减：代偿', figures.compensation_fen],
    ['减：退回', figures.returned_fen],
    ['年末余额', figures.closing_fen],
    ['另：代偿后还款未上缴', unreturned.whole],
    ['其中：补偿金应得', unreturned.fund],
  ];
  return items.map(([label, amount]) => [null, null, label, null, null, null, money(amount)]);
}

function confirmations(facts: Omit<StatementFacts, 'stamp'>): WrittenCell[][] {
  const offices = STATEMENT_OFFICES.map((office) => ({
    name: facts.institutions[office],
    said: facts.said[office] ?? null,
  }));
  const rows = [...offices, ...facts.banks].map(({ name, said }): WrittenCell[] => {
    if (!said) return [null, null, name, '尚未确认'];
    const own = [null, { date: said.on }, said.organisation, said.person];
    return [...own, money(said.closing), money(said.difference), { value: said.reason, look: 'text' }];
  });
  return [headed(['', '确认日期', '单位', '确认人', '本单位账面（元）', '差额（元）', '差异原因']), ...rows];
}
