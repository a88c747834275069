import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { stampFields, type DecisionFacts, type PaperFields, type Stamp } from './approval-sheet.ts';

/** A payment voucher (拨付凭证) of one order that pays a claim. */
export interface VoucherFacts {
  readonly stamp: Stamp;
  readonly voucherNo: string;
  readonly orderNo: string;
  readonly instructedOn: PlainDate;
  readonly county: string;
  /** Whose person instructed. */
  readonly payer: string;
  readonly fundName: string;
  readonly depositBank: string;
  readonly payeeName: string;
  readonly payeeBank: string;
  /** Accounts of public institutions: printed whole. */
  readonly payeeAccount: string;
  readonly payerAccount: string;
  readonly amount: Fen;
  readonly claimNo: string;
  readonly measures: string;
  readonly borrower: string;
  readonly contractNo: string;
  readonly loanVoucherNo: string;
  readonly loss: Fen;
  /** Of the amount, what the fund advances for a payer that waits. */
  readonly advance: Fen;
  /** From 1; later ones pay again what the bank returned. */
  readonly round: number;
  /** The bank's answer; null while it is awaited. */
  readonly answer: {
    readonly outcome: 'paid' | 'returned';
    readonly on: PlainDate;
    readonly bankSerial: string | null;
    readonly reason: string | null;
  } | null;
  readonly decisions: readonly DecisionFacts[];
}

function decidedBy(decisions: readonly DecisionFacts[], step: string): string {
  const found = decisions.find(({ act }) => act === step);
  return found ? `${found.person}　${formatDateZh(found.on)}` : '';
}

function answerInWords(answer: VoucherFacts['answer']): string {
  if (!answer) return '待银行回单';
  const on = formatDateZh(answer.on);
  if (answer.outcome === 'paid') return `${on}入账，银行流水号${answer.bankSerial ?? ''}`;
  return `${on}退回${answer.reason === null ? '' : `：${answer.reason}`}`;
}

/** Final strings of the voucher, by the names of `templates/risk-fund/payment-voucher`. */
export function voucherFields(facts: VoucherFacts): PaperFields {
  const own = `代偿借款合同${facts.contractNo}（借款人${facts.borrower}）贷款损失中补偿金承担的部分`;
  const advance = facts.advance === 0n ? '' : `，含为等待赔付的一方垫付¥${formatYuanGrouped(facts.advance)}`;
  return {
    ...stampFields(facts.stamp),
    voucher_no: facts.voucherNo,
    order_no: facts.orderNo,
    instructed_on: formatDateZh(facts.instructedOn),
    county: facts.county,
    payer: facts.payer,
    fund_name: facts.fundName,
    deposit_bank: facts.depositBank,
    payee_name: facts.payeeName,
    payee_bank: facts.payeeBank,
    payee_account: facts.payeeAccount,
    payer_account: facts.payerAccount,
    amount_digits: `¥${formatYuanGrouped(facts.amount)}`,
    amount_words: amountInWords(facts.amount),
    purpose: `${own}${advance}`,
    again: facts.round > 1 ? '上一次拨付被银行退回，更正收款信息后重新拨付' : '',
    round: `第${facts.round}次`,
    claim_no: facts.claimNo,
    measures: facts.measures,
    loan_voucher_no: facts.loanVoucherNo,
    loss_digits: `¥${formatYuanGrouped(facts.loss)}`,
    examined_by: decidedBy(facts.decisions, 'examine'),
    approved_by: decidedBy(facts.decisions, 'approve'),
    instructed_by: decidedBy(facts.decisions, 'instruct'),
    answer: answerInWords(facts.answer),
  };
}
