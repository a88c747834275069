import { SUPERVISION_LINE } from '../../../kernel/supervision-line.ts';
import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { addFen, fen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { ENTRY_KINDS, type EntryKindName } from './entry-kinds.ts';
import type { SocietyRatios, Warning } from './society-ratios.ts';

/** What every paper gets from the register. */
export interface Stamp {
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
}

export interface StatementLine {
  readonly onDate: PlainDate;
  readonly kind: EntryKindName;
  readonly amount: Fen;
  /** Of a repayment, the usage fee; of running cost, what staff got. */
  readonly fee: Fen;
  readonly staff: Fen;
  readonly memberName: string | null;
  readonly proofNo: string;
}

export interface StatementLoan {
  readonly loanNo: string;
  readonly memberName: string;
  readonly amount: Fen;
  readonly disbursedOn: PlainDate;
  readonly dueOn: PlainDate;
  readonly outstanding: Fen;
  readonly extended: boolean;
}

export type Pockets = Readonly<Record<string, Fen>>;

export interface StatementFacts {
  readonly stamp: Stamp;
  readonly statementNo: string;
  readonly societyName: string;
  readonly place: string;
  readonly depositBank: string;
  /** `2015-03`. */
  readonly month: string;
  readonly lastDay: PlainDate;
  readonly memberCount: number;
  /** Who confirmed the month, and who drew it up. */
  readonly chair: string;
  readonly accountant: string;
  /** Units of 0.0001 per mille a month. */
  readonly feeUnits: number;
  /** What of a loan bears none, by the terms of the day. */
  readonly exempt: { readonly own: boolean; readonly base: boolean };
  readonly phone: string | null;
  readonly opening: Pockets;
  readonly closing: Pockets;
  readonly lines: readonly StatementLine[];
  readonly loans: readonly StatementLoan[];
  readonly ratios: SocietyRatios;
}

export const ASSETS = ['cash', 'pledged', 'loans', 'advances'];
export const FUNDS = [
  'own',
  'base',
  'grant',
  'gift',
  'fees',
  'reserve',
  'welfare',
  'running',
  'dividend',
  'risk',
];

export const totalOf = (pockets: Pockets, names: readonly string[]): Fen =>
  addFen(...names.map((name) => pockets[name] ?? 0n));

const grouped = (amount: bigint): string => formatYuanGrouped(amount);

const WARNING_WORDS: Readonly<Record<Warning, string>> = {
  lending_low: '放贷率低于预警线',
  bad_loans_stop: '逾期超过停放线，暂停发放新借款',
  idle: '一年内没有发放借款，资金闲置',
};

function summaryOf(line: StatementLine): string {
  const { zh } = ENTRY_KINDS[line.kind];
  if (line.kind === 'repayment' && line.fee > 0n) return `${zh}，其中占用费 ${grouped(line.fee)}`;
  if (line.staff > 0n) return `${zh}，其中人员补贴 ${grouped(line.staff)}`;
  return ENTRY_KINDS[line.kind].movesCash ? zh : `${zh} ${grouped(line.amount)}（账内划转）`;
}

/** A movement as the paper and the workbook list it. */
export interface Movement {
  readonly no: number;
  readonly onDate: PlainDate;
  readonly summary: string;
  readonly memberName: string;
  readonly proofNo: string;
  readonly received: Fen | null;
  readonly paid: Fen | null;
  readonly balance: Fen;
}

/** Movements with the cash after each; they must lead from the opening to the closing. */
export function statementMovements(
  facts: Pick<StatementFacts, 'opening' | 'closing' | 'lines'>,
): readonly Movement[] {
  let cash = fen(facts.opening['cash'] ?? 0n);
  const movements = facts.lines.map((line, index): Movement => {
    const kind = ENTRY_KINDS[line.kind];
    const received = kind.debit === 'cash';
    if (kind.movesCash) cash = addFen(cash, received ? line.amount : -line.amount);
    return {
      no: index + 1,
      onDate: line.onDate,
      summary: summaryOf(line),
      memberName: line.memberName ?? '',
      proofNo: line.proofNo,
      received: kind.movesCash && received ? line.amount : null,
      paid: kind.movesCash && !received ? line.amount : null,
      balance: cash,
    };
  });
  invariant(cash === (facts.closing['cash'] ?? 0n), 'a statement leads from its opening to its closing');
  return movements;
}

const sumOrNone = (amount: Fen | null): string => (amount === null ? '' : grouped(amount));

export const statementLines = (facts: Pick<StatementFacts, 'opening' | 'closing' | 'lines'>): string[][] =>
  statementMovements(facts).map((row) => [
    ...[String(row.no), row.onDate, row.summary, row.memberName, row.proofNo],
    ...[sumOrNone(row.received), sumOrNone(row.paid), grouped(row.balance)],
  ]);

/** What is said of a loan at the end of a period. */
export const loanStanding = (loan: StatementLoan, lastDay: PlainDate): string =>
  loan.dueOn < lastDay ? '逾期' : loan.extended ? '展期' : '正常';

function loanRows(facts: StatementFacts): string[][] {
  if (facts.loans.length === 0) return [['', '本月末没有未还的借款', '', '', '', '', '']];
  return facts.loans.map((loan) => [
    loan.loanNo,
    loan.memberName,
    grouped(loan.amount),
    loan.disbursedOn,
    loan.dueOn,
    grouped(loan.outstanding),
    loanStanding(loan, facts.lastDay),
  ]);
}

/** What is lent and kept must be what was put in; answers both, which are one sum. */
export function balancedTotal(closing: Pockets): Fen {
  const total = totalOf(closing, ASSETS);
  invariant(total === totalOf(closing, FUNDS), 'cash and loans are what was put in and kept');
  return total;
}

export const feeWords = (feeUnits: number): string => `月${formatPercent(feeUnits)}‰`;

/** Of what of a loan the fee is asked, as the terms exempt it. */
export function feeBearing({ own, base }: StatementFacts['exempt']): string {
  if (!own && !base) return '对借款全额计收';
  const exempt = [...(own ? ['本人互助金'] : []), ...(base ? ['财政配股'] : [])].join('和');
  return `只对超过${exempt}的部分计收`;
}

export const warningWords = ({ warnings }: SocietyRatios): string =>
  warnings.map((warning) => WARNING_WORDS[warning]).join('；') || '无';

/** Two decimals are enough on a board. */
export const percentOf = (units: number | null): string =>
  units === null ? '—' : `${formatPercent(Math.round(units / 100) * 100)}%`;

/** Final strings of the monthly statement, by the names of `templates/mutual-aid/monthly-statement`. */
export function statementFields(facts: StatementFacts): Readonly<Record<string, string | string[][]>> {
  const { closing, opening, month } = facts;
  const total = balancedTotal(closing);
  const [year = '', number = ''] = month.split('-');
  const balances = Object.fromEntries(
    [...ASSETS, ...FUNDS].map((name) => [`${name}_at_end`, `¥${grouped(closing[name] ?? 0n)}`] as const),
  );
  const opened = ['', `${month}-01`, '上月结存', '', '', '', '', grouped(opening['cash'] ?? 0n)];
  return {
    issued_on: facts.stamp.issuedOn,
    print_id: facts.stamp.printId,
    verify_url: facts.stamp.verifyUrl,
    verify_code: facts.stamp.verifyCode,
    statement_no: facts.statementNo,
    society_name: facts.societyName,
    place: facts.place,
    deposit_bank: facts.depositBank,
    month: `${year}年${String(Number(number))}月`,
    last_day: formatDateZh(facts.lastDay),
    chair: facts.chair,
    accountant: facts.accountant,
    member_count: `${facts.memberCount}户`,
    fee_rate: feeWords(facts.feeUnits),
    fee_bearing: feeBearing(facts.exempt),
    ...balances,
    total: `¥${grouped(total)}`,
    total_words: sumInWords(total),
    lending_ratio: percentOf(facts.ratios.lendingUnits),
    bad_ratio: percentOf(facts.ratios.badUnits),
    warnings: warningWords(facts.ratios),
    phones:
      facts.phone === null ? SUPERVISION_LINE : `${facts.phone}（互助社）、${SUPERVISION_LINE}（扶贫监督）`,
    lines: [opened, ...statementLines(facts)],
    loans: loanRows(facts),
  };
}
