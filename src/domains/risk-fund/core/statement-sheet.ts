import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { addFen, formatYuanGrouped, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { stampFields, type PaperFields, type Stamp } from './approval-sheet.ts';
import {
  accountSections,
  statementTotals,
  type AccountSection,
  type StatementAccount,
  type StatementFigures,
  type StatementLine,
  type StatementParty,
  type StatementRowFacts,
} from './statement-figures.ts';

/** What a party said of its own books; null while it has not. */
export interface PartySaid {
  readonly organisation: string;
  readonly person: string;
  readonly on: PlainDate;
  readonly closing: Fen;
  readonly difference: Fen;
  readonly reason: string | null;
}

/** The two offices that confirm beside the banks. */
export const STATEMENT_OFFICES = ['finance', 'office'] as const satisfies readonly StatementParty[];
type Office = (typeof STATEMENT_OFFICES)[number];

/** A bank that keeps an account of the fund. */
export interface StatementBank {
  readonly name: string;
  readonly said: PartySaid | null;
}

export interface StatementFacts {
  readonly stamp: Stamp;
  readonly statementNo: string;
  readonly fundName: string;
  readonly year: number;
  readonly figures: StatementFigures;
  readonly accounts: readonly StatementAccount[];
  readonly lines: readonly StatementLine[];
  /** Repayments after compensation that banks had not returned, and the fund's part of them. */
  readonly unreturned: { readonly whole: Fen; readonly fund: Fen };
  readonly drawnOn: PlainDate;
  readonly institutions: Readonly<Record<Office, string>>;
  readonly said: Readonly<Partial<Record<Office, PartySaid>>>;
  readonly banks: readonly StatementBank[];
  readonly confirmedOn: PlainDate | null;
}

const BLANK_DATE = '　　年　月　日';

const yuan = (amount: bigint): string => `¥${formatYuanGrouped(amount)}`;

const saidFields = (said: PartySaid | null | undefined): readonly [string, string, string] =>
  said ? [yuan(said.closing), said.person, formatDateZh(said.on)] : ['', '', BLANK_DATE];

function officeFields(facts: StatementFacts, office: Office): Record<string, string> {
  const [closing, person, on] = saidFields(facts.said[office]);
  return {
    [office]: facts.institutions[office],
    [`${office}_closing`]: closing,
    [`${office}_person`]: person,
    [`${office}_on`]: on,
  };
}

/** Differences in words, an institution a paragraph; empty when there is none. */
function differences({ said, banks }: StatementFacts): string {
  return [said.finance, said.office, ...banks.map((bank) => bank.said)]
    .flatMap((own) => {
      if (!own || own.difference === 0n) return [];
      return [
        `${own.organisation}账面为${yuan(own.closing)}，相差${formatYuanGrouped(own.difference)}元：${own.reason ?? ''}`,
      ];
    })
    .join('；');
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

/**
 * The movements as the paper lists them: account by account where there are several, and the whole at the
 * end.
 */
function lineRows(facts: StatementFacts, sections: readonly AccountSection[]): string[][] {
  const { figures, year } = facts;
  const [first, last] = [`${String(year)}-01-01`, `${String(year)}-12-31`];
  const several = sections.length > 1;
  const listed = sections.flatMap(({ account, rows, totals }) => {
    const opening = ['', first, several ? `${account.bank_name}：年初余额` : '年初余额', '', '', ''];
    const closing = ['', last, '本户合计', '', ...[totals.received, totals.paid].map(formatYuanGrouped)];
    return [
      [...opening, formatYuanGrouped(account.opening_fen)],
      ...rows.map(cells),
      ...(several ? [[...closing, formatYuanGrouped(account.closing_fen)]] : []),
    ];
  });
  const totals = statementTotals(figures);
  const total = [totals.received, totals.paid, figures.closing_fen].map(formatYuanGrouped);
  return [...listed, ['', last, several ? '各户合计（不含户间划转）' : '本年合计', '', ...total]];
}

const ACCOUNT_COLUMNS = [
  'opening_fen',
  'injections_fen',
  'interest_fen',
  'recoveries_fen',
  'received_fen',
  'compensation_fen',
  'returned_fen',
  'sent_fen',
  'closing_fen',
] as const satisfies readonly (keyof StatementAccount)[];

/** What each account says of the year, and all together; nothing where there is one. */
function accountRows({ accounts }: StatementFacts): string[][] {
  if (accounts.length < 2) return [];
  const total = ACCOUNT_COLUMNS.map((name) => addFen(ZERO_FEN, ...accounts.map((account) => account[name])));
  return [
    ...accounts.map((account) => [
      account.account_no === null ? account.bank_name : `${account.bank_name}（${account.account_no}）`,
      ...ACCOUNT_COLUMNS.map((name) => formatYuanGrouped(account[name])),
    ]),
    ['合计', ...total.map(formatYuanGrouped)],
  ];
}

/** Final strings of the statement (年度对账单), by the names of `templates/risk-fund/year-statement`. */
export function statementFields(facts: StatementFacts): PaperFields {
  const { figures, year } = facts;
  const sections = accountSections(figures, facts.accounts, facts.lines);
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
    line_count: String(facts.lines.length),
    // finance, the office and one bank are three; with more banks more
    parties: facts.banks.length === 1 ? '三方' : '各方',
    own_books: facts.banks.length === 1 ? '' : '（存放银行核对本行账户）',
    deposit_banks: facts.banks.map(({ name }) => name).join('、'),
    accounts: accountRows(facts),
    lines: lineRows(facts, sections),
    unreturned: unreturnedInWords(facts),
    ...officeFields(facts, 'finance'),
    ...officeFields(facts, 'office'),
    banks: facts.banks.map(({ name, said }) => [name, ...saidFields(said)]),
    differences: differences(facts),
    confirmed_on: facts.confirmedOn === null ? '' : formatDateZh(facts.confirmedOn),
  };
}
