import { missing, refused, type Failure } from '../../../kernel/failure.ts';

export const agreementUnknown = (): Failure =>
  missing({ code: 'dividend.agreement-not-found', detail: '没有找到这份四方协议，或不在您的管辖范围内。' });

export const notTerminated = (): Failure =>
  refused({
    code: 'dividend.not-terminated',
    detail: '这份协议没有经确认的终止，不能出具终止通知书。',
  });
