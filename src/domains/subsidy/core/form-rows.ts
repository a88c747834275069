import { dayCell, yuanCell, type FormCell } from '../../../kernel/form-cell.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import { Exact, fen, toExact, type Fen } from '../../../kernel/money.ts';
import { EXCLUSION_NAMES } from './failures.ts';
import { lastDayCell, percentCell } from './form-cells.ts';

export interface DetailFacts {
  readonly county: string;
  readonly township_name: string;
  readonly village_name: string;
  readonly household_no: string;
  readonly head_name: string;
  readonly borrower_name: string;
  readonly id_no_masked: string;
  readonly bank_name: string;
  readonly contract_no: string;
  readonly voucher_no: string;
  readonly loan_fen: Fen;
  readonly subsidised_principal_fen: Fen;
  readonly disbursed_on: PlainDate;
  readonly matures_on: PlainDate;
  readonly annual_percent: number;
  readonly subsidy_percent: number;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly days: number;
  readonly interest_fen: Fen;
  readonly debited_fen: Fen;
  readonly ratio_percent: number;
  /** Of an adjusting line its difference, below zero where it is taken back. */
  readonly subsidy_fen: Fen;
  readonly due_fen: Fen | null;
  readonly settled_fen: Fen | null;
  readonly payable_fen: Fen;
  readonly adjusts_batch_no: string | null;
  readonly excluded: string | null;
  readonly remark: string | null;
  /** Drawn up before its end (预计). */
  readonly projected: boolean;
  readonly payee_name: string;
  readonly payee_last4: string | null;
  readonly payment_state: string | null;
}

function statusWords(row: DetailFacts): string {
  if (row.excluded !== null) return EXCLUSION_NAMES[row.excluded] ?? row.excluded;
  if (row.payment_state === 'paid') return '已拨付';
  if (row.payment_state === 'sent') return '拨付中';
  if (row.adjusts_batch_no !== null && row.subsidy_fen < 0n) return '扣回';
  return '待拨付';
}

/**
 * One row of the 31 columns. An adjusting line (补差、扣回) says what is due, what was paid before and the
 * difference.
 */
export function detailCells(row: DetailFacts, no: number): FormCell[] {
  const adjusts = row.adjusts_batch_no !== null;
  return [
    no,
    ...[row.county, row.township_name, row.village_name, row.household_no, row.head_name, row.borrower_name],
    ...[row.id_no_masked, row.bank_name, row.contract_no, row.voucher_no],
    ...[yuanCell(row.loan_fen), yuanCell(row.subsidised_principal_fen)],
    ...[dayCell(row.disbursed_on), dayCell(row.matures_on)],
    ...[percentCell(row.annual_percent), percentCell(row.subsidy_percent)],
    ...[dayCell(row.period_from), lastDayCell(row.period_to), row.days],
    ...[yuanCell(row.interest_fen), yuanCell(row.debited_fen), percentCell(row.ratio_percent)],
    yuanCell(adjusts ? row.due_fen : row.subsidy_fen),
    yuanCell(adjusts ? row.settled_fen : fen(0n)),
    yuanCell(adjusts ? row.subsidy_fen : fen(0n)),
    yuanCell(row.payable_fen),
    row.payee_name,
    row.payee_last4 === null ? null : `****${row.payee_last4}`,
    statusWords(row),
    adjusts
      ? `调整批次${row.adjusts_batch_no ?? ''}`
      : (row.remark ?? (row.projected ? '预计，下批次补差' : null)),
  ];
}

export interface SummaryFacts {
  readonly bank_name: string;
  readonly township_name: string;
  readonly households: number;
  readonly loans: number;
  readonly principal_fen: Fen;
  readonly balance_fen: Fen;
  readonly due_fen: Fen;
  readonly payable_fen: Fen;
  readonly quota_fen: Fen | null;
}

/** One row of the 9 columns. */
export const summaryCells = (row: SummaryFacts): FormCell[] => [
  ...[row.bank_name, row.township_name, row.households, row.loans],
  ...[yuanCell(row.principal_fen), yuanCell(row.balance_fen)],
  ...[yuanCell(row.due_fen), yuanCell(row.payable_fen), yuanCell(row.quota_fen)],
];

export interface LedgerSummaryFacts {
  readonly bank_name: string;
  readonly disbursed_fen: Fen;
  readonly new_fen: Fen;
  readonly repaid_fen: Fen;
  readonly balance_fen: Fen;
  readonly year_start_fen: Fen;
  readonly year_ago_fen: Fen;
  readonly loans: number;
  /** Units of 0.0001 %. */
  readonly average_percent: number | null;
  readonly people: number;
  /** Of the households with a line of the bank, lent to or not; null where none has one. */
  readonly average_line_fen: Fen | null;
  readonly average_balance_fen: Fen | null;
  /** Loans with principal past due on the day. */
  readonly overdue: number;
  /** Loans whose household owes interest past due on the day (欠息). */
  readonly unpaid_interest: number;
}

const less = (a: Fen, b: Fen): Fen => fen(a - b);

/** Growth in percent, two decimals half-up; null where there was nothing before. */
const growth = (now: Fen, before: Fen): number | null =>
  before === 0n
    ? null
    : toExact(less(now, before))
        .mul(100)
        .div(toExact(before))
        .toDecimalPlaces(2, Exact.ROUND_HALF_UP)
        .toNumber();

/** One row of the 16 columns. */
export const ledgerSummaryCells = (row: LedgerSummaryFacts, no: number): FormCell[] => [
  no,
  ...[yuanCell(row.disbursed_fen), yuanCell(row.new_fen), yuanCell(less(row.new_fen, row.repaid_fen))],
  ...[yuanCell(less(row.balance_fen, row.year_ago_fen)), growth(row.balance_fen, row.year_ago_fen)],
  ...[yuanCell(less(row.balance_fen, row.year_start_fen)), growth(row.balance_fen, row.year_start_fen)],
  ...[row.loans, percentCell(row.average_percent), row.people],
  ...[yuanCell(row.average_line_fen), yuanCell(row.average_balance_fen)],
  ...[row.overdue, row.unpaid_interest, row.bank_name],
];
