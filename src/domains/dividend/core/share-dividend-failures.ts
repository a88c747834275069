import { conflict, forbidden, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

export const shareDividendMissing = (): Failure =>
  missing({ code: 'dividend.share-dividend-not-found', detail: '没有找到这份股份分红，或不在您的辖区内。' });

export const declaredAlready = (): Failure =>
  pointed(conflict, '/year', 'dividend.declared', '该项目该年度的股份分红已经提出，不能重复。');

export const samePerson = (): Failure =>
  forbidden({
    code: 'dividend.share-same-person',
    detail: '提出分红的人不能自己确认，请由另一位工作人员办理。',
  });

export const decidedAlready = (): Failure =>
  conflict({ code: 'dividend.share-decided', detail: '这份股份分红已有处理结论，不能重复处理。' });

export const ratiosOver = (): Failure =>
  refused({
    code: 'dividend.ratios-over',
    detail: '按公布的（四舍五入）比例分配会超过可分配金额，请改用精确比例或先调整公布比例。',
  });
