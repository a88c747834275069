import { formatYuan } from '../../../kernel/money.ts';
import { ANSWER_HEADINGS } from './bank-answer.ts';

/** One payment as the bank needs it; the account is in full here and nowhere else. */
export interface BankFileLine {
  readonly lineNo: number;
  readonly payeeName: string;
  readonly payeeAccount: string;
  readonly payeeBankName: string;
  readonly amountFen: bigint;
  readonly bookingRef: string;
}

export const BANK_FILE_HEADINGS: readonly string[] = [
  ANSWER_HEADINGS.orderNo,
  ANSWER_HEADINGS.lineNo,
  '收款户名',
  '收款账号',
  '收款银行',
  ANSWER_HEADINGS.amount,
  '记账依据',
  '附言',
  ANSWER_HEADINGS.outcome,
  ANSWER_HEADINGS.bankSerial,
  ANSWER_HEADINGS.answeredOn,
  ANSWER_HEADINGS.returnReason,
];

/** The cells of one payment; the last four columns are left for the bank's answer. */
export function bankFileRow(orderNo: string, memo: string, line: BankFileLine): string[] {
  return [
    orderNo,
    String(line.lineNo),
    line.payeeName,
    line.payeeAccount,
    line.payeeBankName,
    formatYuan(line.amountFen),
    line.bookingRef,
    memo,
    '',
    '',
    '',
    '',
  ];
}
