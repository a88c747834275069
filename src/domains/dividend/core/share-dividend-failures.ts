import {
  conflict,
  forbidden,
  invalid,
  missing,
  pointed,
  refused,
  type Failure,
} from '../../../kernel/failure.ts';

export const shareDividendMissing = (): Failure =>
  missing({ code: 'dividend.share-dividend-not-found', detail: '没有找到这份股份分红，或不在您的辖区内。' });

export const declaredAlready = (): Failure =>
  pointed(conflict, '/year', 'dividend.declared', '该项目该年度的股份分红已经提出，不能重复。');

export const paidByAgreement = (): Failure =>
  refused({
    code: 'dividend.paid-by-agreement',
    detail: '这个折股项目的资金该年度按协议保底分红，不能再按股份宣告分红。',
  });

export const samePerson = (): Failure =>
  forbidden({
    code: 'dividend.share-same-person',
    detail: '提出分红的人不能自己确认，请由另一位工作人员办理。',
  });

export const decidedAlready = (): Failure =>
  conflict({ code: 'dividend.share-decided', detail: '这份股份分红已有处理结论，不能重复处理。' });

export const payerIsOperator = (): Failure =>
  pointed(invalid, '/payer_id', 'dividend.payer-is-operator', '资金由经营主体使用的，分红由该经营主体支付。');

export const payerMissing = (): Failure =>
  pointed(
    invalid,
    '/payer_id',
    'dividend.payer-missing',
    '村集体资产的分红须写明由哪个单位支付，且须是本县登记的单位。',
  );

export const payDayPast = (): Failure =>
  pointed(invalid, '/pay_by', 'dividend.pay-day-past', '支付期限不能早于今天。');

export const otherDividend = (): Failure =>
  pointed(
    refused,
    '/share_dividend_id',
    'dividend.other-dividend',
    '这笔款与所写的股份分红不符：须是已确认、由该单位支付的分红，且只由支付单位本身支付。',
  );

export const ratiosOver = (): Failure =>
  refused({
    code: 'dividend.ratios-over',
    detail: '按公布的（四舍五入）比例分配会超过可分配金额，请改用精确比例或先调整公布比例。',
  });
