import { formatDateZh } from '../../../kernel/date.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { addFen, toExact } from '../../../kernel/money.ts';
import type { WrittenCell, WrittenSheet } from '../../../platform/spreadsheet/spreadsheet.ts';
import { ENTRY_KINDS, type EntryKindName } from '../core/entry-kinds.ts';
import type { DistributionRow } from '../core/society-rows.ts';
import {
  balancedTotal,
  feeBearing,
  feeWords,
  loanStanding,
  percentOf,
  statementMovements,
  warningWords,
  type StatementFacts,
} from '../core/statement-sheet.ts';

type PeriodFacts = Omit<StatementFacts, 'stamp' | 'month'>;

/** The words in which a month and a year differ. */
interface Wording {
  readonly name: string;
  readonly title: string;
  readonly opened: string;
  readonly openedOn: string;
  readonly closed: string;
  readonly owed: string;
}

const COLUMNS = [
  ...[{ width: 18 }, { width: 14 }, { width: 36, look: 'text' as const }, { width: 16 }],
  ...[{ width: 26, look: 'text' as const }, { width: 18 }, { width: 18 }, { width: 18 }],
];
const HEADINGS = ['序号', '日期', '摘要', '姓名', '凭证号', '收入（元）', '支出（元）', '余额（元）'];
const OF_LOANS = ['借款编号', '放款日', '到期日', '姓名', '状态', '借款金额（元）', '', '余额（元）'];

/** Pockets in the order and the words of the paper. */
type Named = readonly (readonly [label: string, pocket: string])[];
const USES: Named = [
  ['银行存款', 'cash'],
  ['借款余额', 'loans'],
  ['存出担保金', 'pledged'],
  ['应收代偿款', 'advances'],
];
const SOURCES: Named = [
  ['会员互助金', 'own'],
  ['财政配股', 'base'],
  ['财政资金', 'grant'],
  ['捐赠资金', 'gift'],
  ['占用费', 'fees'],
  ['公积金', 'reserve'],
  ['公益金', 'welfare'],
  ['运行费', 'running'],
  ['风险准备金', 'risk'],
  ['应付分红', 'dividend'],
];

/** Yuan as the number a sheet counts with: exact to the fen for every amount there is. */
const money = (amount: bigint | null): WrittenCell =>
  amount === null ? null : { value: toExact(amount).div(100).toNumber(), look: 'money' };

const text = (value: string): WrittenCell => ({ value, look: 'text' });
const headed = (names: readonly string[]): WrittenCell[] =>
  names.map((value) => ({ value, look: 'header' as const }));

function headRows(facts: PeriodFacts, title: string): WrittenCell[][] {
  return [
    [{ value: title, look: 'title' }],
    [text(`（${facts.societyName}）`)],
    [text('编号'), text(facts.statementNo)],
    [text('村'), text(facts.place), null, text('会员'), text(`${String(facts.memberCount)}户`)],
    [text('开户银行'), text(facts.depositBank)],
    [
      ...[text('占用费率'), text(feeWords(facts.feeUnits)), null],
      ...[text('计收范围'), text(feeBearing(facts.exempt))],
    ],
    [text('截止日期'), text(formatDateZh(facts.lastDay))],
  ];
}

/** A word and an amount, below the movements' columns of words and of balances. */
const figure = (group: string, label: string, last: WrittenCell): WrittenCell[] => [
  ...[group, null, label, null, null, null, null],
  last,
];

function pocketRows(facts: PeriodFacts): WrittenCell[][] {
  const held = (group: string, pockets: Named): WrittenCell[][] =>
    pockets.map(([label, pocket]) => figure(group, label, money(facts.closing[pocket] ?? 0n)));
  const total = balancedTotal(facts.closing);
  const { ratios } = facts;
  return [
    headed(['', '', '项目', '', '', '', '', '金额（元）']),
    ...held('资金占用', USES),
    ...held('资金来源', SOURCES),
    figure('资金总额', '合计', money(total)),
    figure('资金总额', '大写', text(sumInWords(total))),
    figure('指标', '放贷率', text(percentOf(ratios.lendingUnits))),
    figure('指标', '不良率', text(percentOf(ratios.badUnits))),
    figure('指标', '提示', text(warningWords(ratios))),
  ];
}

function movementRows(facts: PeriodFacts, words: Wording): WrittenCell[][] {
  const movements = statementMovements(facts);
  const sum = (side: 'received' | 'paid'): bigint => addFen(...movements.map((row) => row[side] ?? 0n));
  return [
    headed(HEADINGS),
    [
      ...[null, { date: words.openedOn }, words.opened, null, null, null, null],
      money(facts.opening['cash'] ?? 0n),
    ],
    ...movements.map((row): WrittenCell[] => [
      ...[row.no, { date: row.onDate }, row.summary, row.memberName, row.proofNo],
      ...[money(row.received), money(row.paid), money(row.balance)],
    ]),
    [
      ...[null, { date: facts.lastDay }, words.closed, null, null],
      ...[money(sum('received')), money(sum('paid')), money(facts.closing['cash'] ?? 0n)],
    ],
  ];
}

function loanRows(facts: PeriodFacts, words: Wording): WrittenCell[][] {
  const { loans, lastDay } = facts;
  return [
    [text(words.owed)],
    headed(OF_LOANS),
    ...loans.map((loan): WrittenCell[] => [
      ...[
        text(loan.loanNo),
        { date: loan.disbursedOn },
        { value: { date: loan.dueOn }, look: 'date' as const },
      ],
      ...[loan.memberName, loanStanding(loan, lastDay), money(loan.amount), null, money(loan.outstanding)],
    ]),
    [
      ...['合计', null, null, null, `${String(loans.length)}笔`],
      ...[money(addFen(...loans.map(({ amount }) => amount))), null],
      money(addFen(...loans.map(({ outstanding }) => outstanding))),
    ],
  ];
}

const sheetOf = (facts: PeriodFacts, words: Wording, more: WrittenCell[][] = []): WrittenSheet => ({
  name: words.name,
  columns: COLUMNS,
  merges: ['A1:H1', 'A2:H2'],
  rows: [
    ...headRows(facts, words.title),
    [],
    ...pocketRows(facts),
    [],
    ...movementRows(facts, words),
    [],
    ...loanRows(facts, words),
    ...more,
  ],
});

export function monthWorkbook(facts: Omit<StatementFacts, 'stamp'>): WrittenSheet {
  const [year = '', number = ''] = facts.month.split('-');
  const month = `${year}年${String(Number(number))}月`;
  return sheetOf(facts, {
    name: `${month}公示表`,
    title: `村级互助资金${month}收支公示表`,
    opened: '上月结存',
    openedOn: `${facts.month}-01`,
    closed: '本月合计',
    owed: '月末未还的借款：',
  });
}

/** How the fees of the year were split; booked on the day the chair confirmed it. */
function splitRows(split: DistributionRow): WrittenCell[][] {
  const parts: readonly (readonly [EntryKindName, bigint])[] = [
    ['to_reserve', split.reserve_fen],
    ['to_welfare', split.welfare_fen],
    ['to_running', split.running_fen],
    ['to_dividend', split.dividend_fen],
    ['to_risk', split.risk_fen],
  ];
  return [
    [],
    [text('年终占用费分配：')],
    headed(['', '', '项目', '', '', '', '', '金额（元）']),
    ...parts.map(([kind, amount]) => figure('', ENTRY_KINDS[kind].zh, money(amount))),
    figure('', '本年占用费合计', money(split.fees_fen)),
  ];
}

export function yearWorkbook(facts: PeriodFacts, split: DistributionRow): WrittenSheet {
  const year = `${String(split.year)}年度`;
  const words = {
    name: `${year}收支表`,
    title: `村级互助资金${year}收支表`,
    opened: '上年结存',
    openedOn: `${String(split.year)}-01-01`,
    closed: '本年合计',
    owed: '年末未还的借款：',
  };
  return sheetOf(facts, words, splitRows(split));
}
