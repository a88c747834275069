import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

export const returnTwice = (): Failure =>
  conflict({ code: 'agreement.return-twice', detail: '这个银行流水号已经登记过一笔归还本金。' });

export const dayAhead = (): Failure => refused({ code: 'agreement.day-ahead', detail: '日期不能晚于今天。' });

export const returnBeforeArrival = (): Failure =>
  refused({
    code: 'agreement.return-early',
    detail: '只有生效并且资金已到账的协议，才能在到账日之后归还本金。',
  });

export const returnOver = (): Failure =>
  refused({ code: 'agreement.return-over', detail: '归还的本金合计不能超过协议资金。' });

export const yearSettled = (): Failure =>
  refused({
    code: 'agreement.return-year-settled',
    detail: '该日所在年度的分红已经结算或已有到账，归还日不能早于该年度应付日。',
  });

export const returnMissing = (): Failure =>
  missing({
    code: 'agreement.return-not-found',
    detail: '没有找到这笔归还的本金，或不在您的管辖范围内；直接归还的和专户转付的在各自的入口撤销。',
  });

export const returnUndone = (): Failure =>
  conflict({ code: 'agreement.return-undone', detail: '这笔归还的本金已经撤销，不能再次撤销。' });

export const undoneSettled = (): Failure =>
  refused({
    code: 'agreement.return-undone-settled',
    detail: '归还日所在年度的分红已按减少后的本金填报、到账或结算，不能再撤销；少分的部分请由各方另行补足。',
  });

export const undoneArchived = (): Failure =>
  refused({ code: 'agreement.return-undone-archived', detail: '协议已归档，归还的本金不能再撤销。' });

export const payeeWrong = (isLoan: boolean): Failure =>
  pointed(
    refused,
    '/paid_to',
    'agreement.principal-payee',
    isLoan
      ? '这份协议的资金是小额贷款，逾期本金只能转付银行还贷，贷款已还清的转付农户。'
      : '这份协议的资金不是贷款，逾期本金只能转付折股资金原渠道。',
  );

export const loanFirst = (): Failure =>
  pointed(
    refused,
    '/paid_to',
    'agreement.return-loan-first',
    '贷款还有余额，到账的本金应先转付银行还贷，还清后的余款才能转付农户。',
  );

export const sentToBank = (): Failure =>
  conflict({
    code: 'agreement.return-sent-to-bank',
    detail: '到账的本金已登记转付银行，待另一人复核；请先复核或退回这一笔，再转付农户。',
  });

export const aboveReceived = (): Failure =>
  pointed(
    refused,
    '/amount',
    'agreement.return-above-received',
    '转付的本金不能多于截至该日到账而尚未转付的金额。',
  );

export const serviceTwice = (): Failure =>
  conflict({ code: 'agreement.service-twice', detail: '同一人同一天的这项培训或务工已经登记过。' });

export const trainingPaid = (): Failure =>
  refused({ code: 'agreement.training-paid', detail: '培训没有工资；务工才登记工资。' });

export const serviceOutside = (): Failure =>
  refused({ code: 'agreement.service-outside', detail: '协议生效之后的培训和务工才能登记在协议名下。' });

export const memberMissing = (): Failure =>
  missing({ code: 'agreement.member-not-found', detail: '没有找到这位成员，或不是本户现有成员。' });
