import {
  conflict,
  invalid,
  missing,
  refused,
  type Failure,
  type FieldError,
} from '../../../kernel/failure.ts';

export const orderMissing = (): Failure =>
  missing({ code: 'payment.order-not-found', detail: '没有找到这份拨付指令，或不在您的辖区内。' });

export const lineMissing = (): Failure =>
  missing({ code: 'payment.line-not-found', detail: '没有找到这笔付款，或不在您的辖区内。' });

export const lineNotReturned = (): Failure =>
  conflict({ code: 'payment.line-not-returned', detail: '只有银行退回且尚未更正的付款才能更正。' });

export const linePaidAlready = (): Failure =>
  conflict({ code: 'payment.already-live', detail: '名单中有已付或在途的款项，不能重复付款。' });

export const answerForOtherOrder = (): Failure =>
  refused({ code: 'payment.other-order', detail: '回单不属于这份拨付指令，请核对指令编号后重新上传。' });

export const correctorPays = (): Failure =>
  refused({
    code: 'payment.same-person',
    detail: '更正付款的人不能重新拨付同一笔款项（换账号也不行），请由另一位工作人员拨付。',
  });

export const answerOtherAmount = (lineNo: number): Failure =>
  refused({
    code: 'payment.other-amount',
    detail: `回单第 ${lineNo} 号的金额与指令不一致，整份未入账，请与银行核对。`,
    facts: { line_no: lineNo },
  });

export const answerBadDay = (lineNo: number): Failure =>
  refused({
    code: 'payment.answer-day',
    detail: `回单第 ${lineNo} 号的处理日期早于拨付或晚于今天，整份未入账，请核对日期。`,
    facts: { line_no: lineNo },
  });

export const answerContradicts = (lineNo: number): Failure =>
  conflict({
    code: 'payment.answer-contradicts',
    detail: `回单第 ${lineNo} 号的结果与此前回单不一致，请与银行核对，未作任何更改。`,
    facts: { line_no: lineNo },
  });

export const answerUnreadable = (errors: readonly FieldError[]): Failure =>
  invalid({
    code: 'payment.answer-unreadable',
    detail: `回单有 ${errors.length} 处无法读取，整份未入账；请按标注逐行改正后再传。`,
    errors: errors.slice(0, 100),
  });

export const serialUsed = (): Failure =>
  refused({
    code: 'payment.serial-used',
    detail: '回单中的银行流水号已用于另一笔付款，整份未入账，请与银行核对。',
  });

export const bankFileNotReady = (): Failure =>
  conflict({ code: 'payment.file-not-ready', detail: '银行文件正在生成，请稍候再下载。' });
