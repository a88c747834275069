import { SUPERVISION_LINE } from '../../../kernel/supervision-line.ts';
import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { conflict, invalid, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { addFen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';

/** What a household reads on its dunning notice (逾期贷款催收通知书): in plain words, on one page. */
export interface DunningNoticeFacts {
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
  readonly noticeNo: string;
  /** From 1. */
  readonly no: number;
  /** Who owes: the borrower, or who took the debt over. */
  readonly debtor: string;
  readonly borrower: string;
  /** 共同借款人, who owes the same beside the debtor; null where nobody signed with the borrower. */
  readonly coBorrower: string | null;
  /** The Chinese name of the product, as 生源地信用助学贷款. */
  readonly product: string;
  readonly village: string;
  readonly contractNo: string;
  readonly principal: Fen;
  /** Units of 0.0001 %. */
  readonly annualPercent: number;
  readonly disbursedOn: PlainDate;
  /** The oldest day on which something unpaid was due. */
  readonly dueOn: PlainDate;
  readonly daysPastDue: number;
  readonly overdue: Fen;
  /** Contract interest past due that the household itself owes. */
  readonly interest: Fen;
  readonly penalty: Fen;
  readonly compound: Fen;
  /** Whether the state pays its part of the interest to the bank, so that it is left out of what is owed. */
  readonly statePaysBank: boolean;
  /** Whether the contract charges compound interest. */
  readonly compounds: boolean;
  /** Of the loan, overdue or not. */
  readonly outstanding: Fen;
  readonly payBy: PlainDate;
  readonly bank: string;
  readonly bankAddress: string;
  readonly bankPhone: string;
  readonly officer: string;
}

export type DunningNoticeFields = Readonly<Record<string, string>>;

// The supervision line named by the provincial opinion of 2016, item 17.

const yuan = (amount: Fen): string => `${formatYuanGrouped(amount)}元`;

/** Final strings of the notice, by the names of `templates/loan/dunning-notice`. */
export function dunningNoticeFields(facts: DunningNoticeFacts): DunningNoticeFields {
  const total = addFen(facts.overdue, facts.interest, facts.penalty, facts.compound);
  return {
    issued_on: facts.issuedOn,
    issued_on_zh: formatDateZh(facts.issuedOn),
    print_id: facts.printId,
    verify_url: facts.verifyUrl,
    verify_code: facts.verifyCode,
    notice_no: facts.noticeNo,
    no: String(facts.no),
    debtor: facts.debtor,
    borrower: facts.borrower,
    inherited: facts.debtor === facts.borrower ? 'no' : 'yes',
    co_borrower: facts.coBorrower ?? '',
    product: facts.product,
    village: facts.village,
    contract_no: facts.contractNo,
    principal: yuan(facts.principal),
    rate: `${formatPercent(facts.annualPercent)}%`,
    disbursed_on: formatDateZh(facts.disbursedOn),
    due_on: formatDateZh(facts.dueOn),
    days: String(facts.daysPastDue),
    overdue: yuan(facts.overdue),
    interest: yuan(facts.interest),
    penalty: yuan(facts.penalty),
    compound: yuan(facts.compound),
    interest_note: facts.statePaysBank
      ? '财政贴息的利息没有算在里面。'
      : '利息按合同全额计算，财政贴息另行发放。',
    growing: facts.compounds ? '罚息、复利' : '罚息',
    total: yuan(total),
    total_words: amountInWords(total),
    later: facts.outstanding > facts.overdue ? yuan(addFen(facts.outstanding, -facts.overdue)) : '',
    pay_by: formatDateZh(facts.payBy),
    bank: facts.bank,
    bank_address: facts.bankAddress,
    bank_phone: facts.bankPhone,
    officer: facts.officer,
    hotline: SUPERVISION_LINE,
  };
}

/** A notice without an address or a telephone helps nobody. */
export const bankUnreachable = (): Failure =>
  refused({
    code: 'loan.bank-unreachable',
    detail: '贵行尚未登记地址或联系电话，农户不知道找谁、到哪里还款；请先补登记再出具催收通知书。',
  });

export const nothingOverdue = (): Failure =>
  conflict({ code: 'loan.nothing-overdue', detail: '该笔贷款没有逾期，不能出具催收通知书。' });

export const payByPast = (): Failure =>
  pointed(invalid, '/pay_by', 'loan.pay-by-past', '还款期限应晚于今天。');

export const interestAboveOwed = (most: Fen): Failure =>
  pointed(
    refused,
    '/interest',
    'loan.interest-above-owed',
    `利息超过按合同计算的农户自付未还利息${yuan(most)}；财政已贴息或将贴息的部分不向农户催收。`,
  );

export const noticeOfOtherLoan = (): Failure =>
  pointed(refused, '/notice_id', 'loan.notice-not-found', '这笔贷款没有这份催收通知书，请核对编号。');

export const servedBeforeNotice = (): Failure =>
  pointed(refused, '/dunned_on', 'loan.served-before-notice', '送达日期早于通知书的出具日期，请核对。');
