import type { PlainDate } from '../../../../kernel/date.ts';
import { dayCell, yuanCell, type FormCell } from '../../../../kernel/form-cell.ts';
import { toExact, type Fen } from '../../../../kernel/money.ts';
import { formatPercent } from '../../../../kernel/rate.ts';
import type { FundingSource, SecurityKind } from '../loan-kind.ts';
import { LEDGER_COLUMNS, type LedgerGroup } from './ledger-columns.ts';
import { groupOfProduct } from './ledger-group.ts';
import { remarksOf } from './ledger-remarks.ts';
import type { LoanMoves } from './loan-moves.ts';

/** A household as the county ledger tells it; numbers as whoever asks may see them. */
export interface LedgerHome {
  readonly township_name: string;
  readonly village_name: string;
  readonly group_no: string | null;
  readonly head_name: string;
  readonly head_id_no: string;
  readonly member_count: number;
  readonly status: string | null;
  readonly credit: LedgerCredit | null;
}

/** A lent loan as the county ledger tells it. */
export interface LedgerLine extends LedgerHome, LoanMoves {
  readonly id: bigint;
  readonly product_code: string;
  readonly borrower_name: string;
  readonly borrower_id_no: string;
  readonly relation: string;
  readonly principal_fen: Fen;
  readonly term_months: number;
  readonly disbursed_on: PlainDate;
  readonly matures_on: PlainDate;
  readonly annual_percent: number;
  readonly bank_name: string;
  readonly repaid_fen: Fen;
  readonly repaid_on: PlainDate | null;
  readonly outstanding_fen: Fen;
  readonly overdue_fen: Fen | null;
  readonly overdue_since: PlainDate | null;
  readonly purpose_text: string;
  readonly funding_source: FundingSource;
  readonly security: SecurityKind;
  readonly bridge: boolean;
  /** 应贷未贷, of the household; see the database's `should_have_loan`. */
  readonly should_have: boolean;
  /** Interest the household has not paid, and since when; null when nothing is behind. */
  readonly unpaid_fen: Fen | null;
  readonly unpaid_since: PlainDate | null;
  /** By what is known today. */
  readonly studies_end_on: PlainDate | null;
}

/** 评级授信 and 原贷款情况, as the bank gave them last. */
export interface LedgerCredit {
  readonly grade: string;
  readonly line_fen: Fen;
  readonly bank_name: string;
  readonly granted_on: PlainDate;
  readonly earlier_balance_fen: Fen | null;
  readonly earlier_overdue_fen: Fen | null;
  readonly earlier_overdue_on: PlainDate | null;
  readonly earlier_interest_fen: Fen | null;
  readonly earlier_interest_on: PlainDate | null;
}

const GROUP_HEADS: Readonly<Record<LedgerGroup, string>> = {
  basic: '基本情况',
  earlier: '原贷款情况',
  microloan: '扶贫小额信贷',
  startup: '创业贷款',
  student: '生源地贷款',
  other: '其他类型贷款',
};

const STATUS_WORDS: Readonly<Record<string, string>> = {
  registered_poor: '未脱贫',
  exited_with_policy: '已脱贫(享受政策)',
  exited_without_policy: '已脱贫(不享受政策)',
  relapsed: '返贫',
  monitored: '监测对象',
  struck_off: '清退',
  moved_away: '户籍迁出',
};

const RELATION_WORDS: Readonly<Record<string, string>> = {
  householder: '户主',
  spouse: '配偶',
  child: '子女',
  child_in_law: '子女配偶',
  parent: '父母',
  grandchild: '孙子女',
  sibling: '兄弟姐妹',
  other: '其他',
};

/** Group row and heading row of the 76 columns, as the ledger has them. */
export const ledgerHeads = (): [groups: string[], headings: string[]] => [
  LEDGER_COLUMNS.map(({ group }, at) => (LEDGER_COLUMNS[at - 1]?.group === group ? '' : GROUP_HEADS[group])),
  LEDGER_COLUMNS.map(({ heading }) => heading),
];

const wanYuan = (amount: Fen): number => toExact(amount).div(1_000_000).toNumber();

/** Values of the groups that tell a loan, by the name of the column without its group. */
const loanCells = (line: LedgerLine): Readonly<Record<string, FormCell>> => ({
  loan_amount: yuanCell(line.principal_fen),
  loan_term: line.term_months,
  drawdown_date: dayCell(line.disbursed_on),
  maturity_date: dayCell(line.matures_on),
  loan_rate: Number(formatPercent(line.annual_percent)),
  repaid_amount: yuanCell(line.repaid_fen),
  repaid_on: dayCell(line.repaid_on),
  loan_balance: wanYuan(line.outstanding_fen),
  overdue_amount: yuanCell(line.overdue_fen),
  overdue_since: dayCell(line.overdue_since),
  unpaid_interest: yuanCell(line.unpaid_fen),
  unpaid_interest_since: dayCell(line.unpaid_since),
  loan_purpose: line.purpose_text,
});

/** Columns of the group 原贷款情况. */
const earlierCells = ({ credit }: LedgerHome): Readonly<Record<string, FormCell>> =>
  credit === null || credit.earlier_balance_fen === null
    ? {}
    : {
        earlier_balance: yuanCell(credit.earlier_balance_fen),
        earlier_is_overdue: yesNo((credit.earlier_overdue_fen ?? 0n) > 0n),
        earlier_overdue_amount: yuanCell(credit.earlier_overdue_fen),
        earlier_overdue_date: dayCell(credit.earlier_overdue_on),
        earlier_unpaid_interest: yuanCell(credit.earlier_interest_fen),
        earlier_unpaid_interest_date: dayCell(credit.earlier_interest_on),
      };

const creditCells = ({ credit }: LedgerHome): Readonly<Record<string, FormCell>> =>
  credit === null
    ? {}
    : {
        credit_grade: credit.grade,
        credit_line: yuanCell(credit.line_fen),
        credit_granting_bank: credit.bank_name,
        credit_granted_on: dayCell(credit.granted_on),
      };

const homeCells = (home: LedgerHome, no: number): Readonly<Record<string, FormCell>> => ({
  row_no: no,
  township: home.township_name,
  village: home.village_name,
  group_no: home.group_no,
  householder_name: home.head_name,
  householder_id_no: home.head_id_no,
  member_count: home.member_count,
  poverty_status: home.status === null ? null : (STATUS_WORDS[home.status] ?? home.status),
});

const yesNo = (said: boolean): string => (said ? '是' : '否');

const nameWithin = (group: LedgerGroup, name: string): string =>
  group === 'microloan' ? name : name.replace(`${group}_`, '').replace(/^(?=balance$)/, 'loan_');

/**
 * One row of the 76 columns: the loan's facts stand in the group of its product and nowhere else. Rating
 * and line are those the bank gave last; a household that was never rated has none.
 */
export function ledgerRow(line: LedgerLine, no: number, paidSubsidy: Fen): FormCell[] {
  const group = groupOfProduct(line.product_code);
  const remarks = remarksOf({
    contractMaturesOn: line.contractMaturesOn,
    extensions: line.extensions,
    calledOn: line.calledOn,
    rateChanges: line.rateChanges,
    bank: group === 'microloan' ? null : line.bank_name,
    studiesEndOn: line.studies_end_on,
    bridge: line.bridge,
    fundingSource: line.funding_source,
    security: line.security,
  });
  const basic: Readonly<Record<string, FormCell>> = {
    ...homeCells(line, no),
    borrower_name: line.borrower_name,
    borrower_id_no: line.borrower_id_no,
    relation_to_householder: RELATION_WORDS[line.relation] ?? line.relation,
  };
  const earlier = earlierCells(line);
  const own: Readonly<Record<string, FormCell>> = {
    ...loanCells(line),
    ...creditCells(line),
    lending_bank: line.bank_name,
    cumulative_subsidy: yuanCell(paidSubsidy),
    should_have_loan_flag: yesNo(line.should_have),
  };
  return LEDGER_COLUMNS.map((column) => {
    if (column.group === 'basic') return basic[column.name] ?? null;
    if (column.group === 'earlier') return earlier[column.name] ?? null;
    if (column.name === 'remarks') return remarks;
    return column.group === group ? (own[nameWithin(group, column.name)] ?? null) : null;
  });
}

/** A household that should have a microloan and has none (应贷未贷): who it is, its rating, no loan. */
export function unlentRow(home: LedgerHome, no: number): FormCell[] {
  const cells: Readonly<Record<string, FormCell>> = {
    ...homeCells(home, no),
    ...earlierCells(home),
    ...creditCells(home),
    should_have_loan_flag: yesNo(true),
  };
  return LEDGER_COLUMNS.map(({ name }) => cells[name] ?? null);
}
