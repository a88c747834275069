import {
  conflict,
  forbidden,
  invalid,
  missing,
  refused,
  type Failure,
  type FailureParts,
} from '../../../kernel/failure.ts';
import { IDENTIFIER_FAULTS, type IdentifierFault } from '../../../kernel/identifiers.ts';
import type { Standing } from './kinds.ts';

const at = (pointer: string, code: string, detail: string): FailureParts => ({
  code,
  detail,
  errors: [{ pointer, code, detail }],
});

export const organisationNotFound = (): Failure =>
  missing({ code: 'organisation.not-found', detail: '没有找到这个单位。' });

export const identifierRefused = (pointer: string, fault: IdentifierFault): Failure =>
  invalid(at(pointer, `organisation.${fault}`, IDENTIFIER_FAULTS[fault]));

export const usccRequired = (): Failure =>
  invalid(at('/uscc', 'organisation.uscc-required', '企业、合作社和互助社须填写统一社会信用代码。'));

export const societyUscc = (): Failure =>
  invalid(
    at('/uscc', 'organisation.society-uscc', '互助社是民政部门登记的社会团体，统一社会信用代码以 51 开头。'),
  );

export const usccTaken = (): Failure =>
  conflict(at('/uscc', 'organisation.uscc-taken', '该统一社会信用代码已登记过单位，请先查询。'));

export const parentRequired = (): Failure =>
  invalid(at('/parent_id', 'organisation.parent-required', '银行网点须填写上级银行。'));

export const parentNotFound = (): Failure =>
  invalid(at('/parent_id', 'organisation.parent-not-found', '没有找到上级单位；网点的上级应为银行。'));

export const regionNotFound = (): Failure =>
  invalid(
    at('/region_code', 'organisation.region-not-found', '区划代码不存在或在今天已停用，请从目录中选取。'),
  );

export const countyOutOfScope = (): Failure =>
  forbidden({ code: 'organisation.county-out-of-scope', detail: '您只能办理本县（本辖区）的业务。' });

const STANDING_NAMES: Readonly<Record<Standing, string>> = {
  good: '正常',
  suspended: '已暂停',
  revoked: '已取消资格',
};

export const notInGoodStanding = (name: string, standing: Standing): Failure =>
  refused({
    code: 'organisation.not-in-good-standing',
    detail: `${name}当前状态为“${STANDING_NAMES[standing]}”，不能办理新业务；请先由县级主管部门恢复其资格。`,
    facts: { standing },
  });

export const wrongKind = (name: string): Failure =>
  refused({ code: 'organisation.wrong-kind', detail: `${name}不是办理此事所需类型的单位，请重新选择。` });

export const standingUnchanged = (): Failure =>
  conflict({
    code: 'organisation.standing-unchanged',
    detail: '该单位已处于此状态，或刚被他人更改，请刷新后再办。',
  });
