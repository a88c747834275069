import { conflict, forbidden, invalid, missing, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import type { ClawbackState } from './clawback.ts';

const STATES: Readonly<Record<ClawbackState, string>> = {
  proposed: '待确认',
  confirmed: '已确认、待归还',
  refused: '已退回',
  settled: '已还清',
};

const onField = (code: string, pointer: string, detail: string) => ({
  code,
  detail,
  errors: [{ code, pointer, detail }],
});

export const clawbackMissing = (): Failure =>
  missing({ code: 'clawback.not-found', detail: '没有找到这份追缴通知，或不在您的管辖范围内。' });

export const loanUnknown = (): Failure =>
  missing({ code: 'clawback.loan-not-found', detail: '没有找到这笔贷款，或不在您的管辖范围内。' });

export const nothingOverpaid = (): Failure =>
  refused({ code: 'clawback.nothing-overpaid', detail: '该笔贷款没有多付的贴息，无需追缴。' });

export const stillCounting = (): Failure =>
  conflict({
    code: 'clawback.counting',
    detail: '该笔贷款刚有变动，系统正在重算多付金额，请稍候再办理。',
  });

export const offsetFirst = (): Failure =>
  refused({
    code: 'clawback.offset-first',
    detail: '该户后续仍有贴息，多付部分按政策先从后续贴息中抵扣，不足部分再追缴。',
  });

export const notByOrder = (): Failure =>
  refused({ code: 'clawback.not-by-order', detail: '该笔贷款适用的政策不以追缴通知追回贴息。' });

export const clawbackWaiting = (): Failure =>
  conflict({
    code: 'clawback.waiting',
    detail: '该笔贷款已有一份追缴通知待确认，请先确认或退回。',
  });

export const dueTooSoon = (): Failure =>
  invalid(onField('clawback.due-too-soon', '/due_on', '归还期限应晚于今天。'));

export const clawbackDecided = (state: ClawbackState): Failure =>
  conflict({
    code: 'clawback.wrong-state',
    detail: `该追缴通知${STATES[state]}，不能这样办理；请刷新后核对。`,
    facts: { state },
  });

export const ownClawback = (): Failure =>
  forbidden({
    code: 'clawback.same-person',
    detail: '提出与确认追缴不能是同一个人，请由另一位同事确认。',
  });

export const clawbackOutdated = (): Failure =>
  conflict({
    code: 'clawback.outdated',
    detail: '提出之后多付金额已有变化，请退回后按现状重新提出。',
  });

export const repaidTooMuch = (open: Fen): Failure =>
  refused({
    ...onField(
      'clawback.over-amount',
      '/amount',
      `归还金额超过尚未归还的 ${formatYuanGrouped(open)} 元，请核对。`,
    ),
    facts: { open_fen: String(open) },
  });

export const repaidInFuture = (): Failure =>
  invalid(onField('clawback.future-date', '/paid_on', '归还日期不能晚于今天。'));

export const serialKnown = (): Failure =>
  conflict(onField('clawback.serial-recorded', '/bank_serial', '该流水号已经登记过，没有重复入账。'));
