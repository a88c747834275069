import { conflict, forbidden, invalid, missing, refused, unauthenticated } from '../../../kernel/failure.ts';
import type { Failure } from '../../../kernel/failure.ts';
import type { ScopeFault } from './account-scope.ts';
import { MAX_LENGTH, MIN_LENGTH, type PasswordFault } from './password-rules.ts';

/** One sentence for unknown, disabled, delayed and mistaken alike: it must not tell who has an account. */
export const loginRefused = (): Failure =>
  unauthenticated({
    code: 'session.refused',
    detail: '用户名或密码不正确，或连续输错后需稍候；请核对后过半分钟再试，仍不行请联系管理员。',
  });

export const confirmationRefused = (): Failure =>
  forbidden({ code: 'session.confirmation-refused', detail: '密码不正确，未能确认身份；请核对后再试。' });

export const confirmationRequired = (): Failure =>
  forbidden({
    code: 'session.confirmation-required',
    detail: '办理付款前请再次输入密码确认身份（确认后 10 分钟内有效）。',
  });

const PASSWORD_DETAILS: Readonly<Record<PasswordFault, string>> = {
  'too-short': `密码至少 ${MIN_LENGTH} 个字符，可以是一句话`,
  'too-long': `密码最多 ${MAX_LENGTH} 个字符`,
  'contains-username': '密码不能包含用户名',
  'too-simple': '密码过于简单，请勿用重复或连续的字符',
  'well-known': '这是常见密码，容易被猜中，请换一个',
};

export function passwordRefused(fault: PasswordFault, pointer: string): Failure {
  const detail = PASSWORD_DETAILS[fault];
  return invalid({
    code: `password.${fault}`,
    detail: `${detail}。`,
    errors: [{ pointer, code: fault, detail }],
  });
}

const SCOPE_DETAILS: Readonly<Record<ScopeFault, string>> = {
  'code-length': '范围代码的位数与层级不符：省 2 位、市 4 位、县 6 位、乡镇 9 位',
  'bank-needed': '银行岗位须指明所在银行机构 bank_id',
  'enterprise-needed': '企业岗位须指明所属企业 enterprise_id',
  'township-needed': '乡镇岗位的范围须为本乡镇',
  'not-narrowed': '该岗位不按银行、企业或乡镇限定范围，请去掉多余的限定',
};

export function scopeRefused(fault: ScopeFault): Failure {
  const detail = SCOPE_DETAILS[fault];
  return invalid({
    code: `account.scope-${fault}`,
    detail: `${detail}。`,
    errors: [{ pointer: '/scope', code: fault, detail }],
  });
}

export const beyondOwnScope = (): Failure =>
  forbidden({ code: 'account.beyond-scope', detail: '只能管理本辖区内的账户，请由上级安全管理员办理。' });

export const unknownOrganisation = (pointer: string): Failure =>
  refused({
    code: 'account.organisation-unsuitable',
    detail: '所填机构不存在、不在该账户的辖区内，或类型与岗位不符，请核对机构编号。',
    errors: [{ pointer, code: 'unsuitable', detail: '机构与岗位或辖区不符' }],
  });

export const ownAccount = (): Failure =>
  forbidden({
    code: 'account.own',
    detail: '不能给自己开立账户或改变自己的岗位，请由另一位安全管理员办理。',
  });

export const residentIdRefused = (detail: string): Failure =>
  invalid({
    code: 'account.resident-id',
    detail: `${detail}。`,
    errors: [{ pointer: '/id_no', code: 'resident-id', detail }],
  });

export const otherName = (): Failure =>
  refused({
    code: 'account.other-name',
    detail: '该身份号码已登记为另一姓名的人员，请核对姓名和身份号码。',
  });

export const accountMissing = (): Failure =>
  missing({ code: 'account.not-found', detail: '没有找到这个账户。' });

export const accountNotActive = (): Failure =>
  conflict({ code: 'account.not-active', detail: '该账户已停用，请刷新后查看。' });

export const onePostPerPerson = (): Failure =>
  refused({
    code: 'account.one-post-per-person',
    detail: '互助社的理事长、会计、出纳须由三个人担任、分管印鉴，此人已担任其中一职。',
  });

export const usernameTaken = (): Failure =>
  conflict({ code: 'account.username-taken', detail: '该用户名已被使用，请换一个。' });
