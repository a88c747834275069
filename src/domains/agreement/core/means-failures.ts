import { conflict, refused, type Failure } from '../../../kernel/failure.ts';

export const limitsReached = (): Failure =>
  refused({
    code: 'agreement.enterprise-limits',
    detail: '该经营主体承接的户数或资金已到政策版本规定的上限，不能再签协议。',
  });

export const standingLost = (): Failure =>
  refused({
    code: 'agreement.enterprise-standing',
    detail: '经营主体已被暂停或取消资格，协议不能生效；请先恢复其资格，或作废协议。',
  });

export const meansTwice = (): Failure =>
  conflict({ code: 'agreement.means-twice', detail: '该日的净资产已经登记；请按新的报表日登记。' });

export const meansAhead = (): Failure =>
  refused({ code: 'agreement.means-ahead', detail: '报表日不能晚于今天。' });
