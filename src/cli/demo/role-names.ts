import type { Role } from '../../domains/identity/index.ts';

/** Posts as the list of logins names them. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  bank_officer: '银行客户经理',
  bank_reviewer: '银行审批',
  county_office: '县扶贫办',
  finance_reviewer: '财政局审核',
  finance_approver: '财政局审批',
  finance_payer: '财政局拨付',
  township_clerk: '乡镇经办',
  enterprise_clerk: '合作社',
  society_chair: '互助社理事长',
  society_accountant: '互助社会计',
  society_cashier: '互助社出纳',
  insurer_clerk: '承保机构',
  province_supervisor: '省级督导',
  auditor: '审计',
  system_admin: '系统管理员',
  security_admin: '安全管理员',
};
