import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

export const yearMissing = (): Failure =>
  missing({ code: 'risk-fund.year-not-found', detail: '没有找到这份年度清算，或不在您的辖区内。' });

export const yearNotOver = (): Failure =>
  pointed(refused, '/year', 'risk-fund.year-not-over', '年度尚未结束，次年起才能清算。');

export const nothingLent = (): Failure =>
  pointed(refused, '/year', 'risk-fund.nothing-lent', '该行该年度没有按放款额计提补偿金的贷款，无需清算。');

export const yearSettled = (): Failure =>
  pointed(conflict, '/year', 'risk-fund.year-settled', '该行该年度已登记清算，不能重复登记。');

export const settledByYear = (): Failure =>
  refused({
    code: 'risk-fund.by-year',
    detail: '这类贷款按当年放款额计提补偿金、按年度清算，不逐笔申请代偿。',
  });
