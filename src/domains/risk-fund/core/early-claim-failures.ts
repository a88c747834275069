import { refused, type Failure } from '../../../kernel/failure.ts';

export const notCalledDue = (): Failure =>
  refused({
    code: 'risk-fund.not-called-due',
    detail: '贷款尚未到期，银行须先宣布提前到期（贷款变更），才能就全部本金申报代偿。',
  });

export const householdCovered = (): Failure =>
  refused({
    code: 'risk-fund.above-cover-cap',
    detail: '该户此前的贷款已占满管理办法规定的补偿本金上限，追加部分不在补偿范围内。',
  });
