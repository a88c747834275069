import { conflict, pointed, refused, type Failure } from '../../../kernel/failure.ts';

export const appliedAlready = (): Failure =>
  conflict({
    code: 'subsidy.applied-already',
    detail: '该户这笔贷款已有一份尚未结算的贴息申请，不必重复登记。',
  });

export const notByApplication = (): Failure =>
  refused({
    code: 'subsidy.not-by-application',
    detail: '这笔贷款的贴息按政策版本不由农户申请，无需登记申请。',
  });

export const papersMissing = (names: readonly string[]): Failure =>
  pointed(refused, '/papers', 'subsidy.papers-missing', `申请材料不齐，还缺：${names.join('、')}。`);

export const applicationDay = (detail: string): Failure =>
  pointed(refused, '/applied_on', 'subsidy.application-day', detail);

export const notLent = (): Failure =>
  conflict({ code: 'subsidy.not-lent', detail: '这笔贷款尚未放款，不能申请贴息。' });

export const applicationForeign = (): Failure =>
  conflict({ code: 'subsidy.application-outdated', detail: '贷款刚有变动，未登记；请刷新后重新登记。' });
