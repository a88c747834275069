/** The posts of the offices. An account has exactly one. */
export type Role =
  | 'bank_officer'
  | 'bank_reviewer'
  | 'county_office'
  | 'finance_reviewer'
  | 'finance_approver'
  | 'finance_payer'
  | 'township_clerk'
  | 'enterprise_clerk'
  | 'society_chair'
  | 'society_accountant'
  | 'society_cashier'
  | 'insurer_clerk'
  | 'province_supervisor'
  | 'auditor'
  | 'system_admin'
  | 'security_admin';

const BANK_READS = [
  ...['loan.read', 'household.read', 'subsidy.read', 'payment.read', 'agreement.read', 'document.read'],
  ...['terms.read', 'quota.read', 'organisation.read', 'roster.read', 'notice.read', 'risk-fund.read'],
  ...['dividend.read', 'countersign.read'],
];

/** A village society's own desk: its books, nobody's register. */
const SOCIETY_READS = ['mutual-aid.read', 'organisation.read', 'document.read'];

const OFFICE_READS = [
  ...BANK_READS,
  ...['budget.read', 'share.read', 'mutual-aid.read', 'farm-insurance.read'],
];

/** Everything there is to read about the programme; not accounts, not the audit trail, not the system. */
const ALL_READS = [...OFFICE_READS, 'ledger.read', 'inspection.read'];

/** What each post may do. A permission that stands nowhere here can be had by nobody. */
const GRANTS: Readonly<Record<Role, readonly string[]>> = {
  bank_officer: [
    ...BANK_READS,
    ...['loan.register', 'loan.sign', 'loan.disburse', 'loan.record-repayment', 'loan.import', 'loan.close'],
    ...['loan.propose-change', 'loan.grade', 'loan.commit-import'],
    ...['subsidy.submit', 'payment.correct', 'payment.receipt'],
    ...['agreement.draw-up', 'agreement.sign', 'agreement.issue', 'document.print'],
    ...['loan.dun', 'risk-fund.file-claim', 'risk-fund.recover', 'risk-fund.confirm-statement'],
  ],
  bank_reviewer: [
    ...BANK_READS,
    ...[
      'subsidy.review',
      'loan.approve',
      'loan.confirm-change',
      'loan.confirm-receipts',
      'loan.commit-import',
    ],
    ...['agreement.confirm-money', 'countersign.decide'],
  ],
  county_office: [
    ...OFFICE_READS,
    ...['household.register', 'household.reveal', 'roster.propose', 'organisation.register'],
    'roster.approve',
    ...['loan.import', 'loan.commit-import'],
    ...['loan.propose-change', 'loan.confirm-change', 'loan.order-relief'],
    ...[
      'subsidy.submit',
      'subsidy.review',
      'subsidy.return',
      'clawback.propose',
      'subsidy.receive-application',
    ],
    ...[
      'notice.post',
      'notice.object',
      'notice.decide',
      'notice.set-aside',
      'risk-fund.review',
      'risk-fund.return',
    ],
    ...['risk-fund.confirm-statement', 'mutual-aid.set-up', 'mutual-aid.consent', 'countersign.decide'],
    ...['dividend.accept', 'dividend.draft', 'dividend.demand'],
    ...['agreement.sign', 'agreement.draw-up', 'agreement.issue', 'agreement.end', 'document.print'],
    ...['agreement.place-shares', 'agreement.confirm-money'],
    ...['share.propose', 'share.confirm', 'share.list'],
    ...['farm-insurance.confirm', 'farm-insurance.review', 'farm-insurance.print'],
    ...['risk-fund.confirm-terms', 'farm-insurance.confirm-terms'],
  ],
  finance_reviewer: [
    ...OFFICE_READS,
    ...[
      'subsidy.review',
      'budget.grant',
      'clawback.receive',
      'payment.receipt',
      'notice.decide',
      'document.print',
      'ledger.read',
    ],
    ...['risk-fund.enter-money', 'risk-fund.examine', 'risk-fund.return', 'risk-fund.draw-statement'],
    ...['dividend.receive', 'farm-insurance.enter-money', 'farm-insurance.print'],
  ],
  finance_approver: [
    ...OFFICE_READS,
    ...['subsidy.approve', 'subsidy.return', 'clawback.confirm', 'ledger.read'],
    ...['budget.confirm-grant', 'countersign.decide'],
    ...['risk-fund.set-up', 'risk-fund.confirm-money', 'risk-fund.approve', 'risk-fund.return'],
    ...['risk-fund.confirm-statement', 'dividend.confirm', 'dividend.approve', 'dividend.default'],
    ...['farm-insurance.set-terms', 'farm-insurance.confirm-money', 'farm-insurance.approve'],
    ...['risk-fund.confirm-terms', 'farm-insurance.confirm-terms'],
  ],
  finance_payer: [
    ...OFFICE_READS,
    ...[
      'subsidy.instruct',
      'clawback.receive',
      'payment.receipt',
      'payment.download',
      'document.print',
      'ledger.read',
    ],
    ...['risk-fund.pay', 'dividend.pay', 'farm-insurance.pay'],
  ],
  township_clerk: [
    ...[
      'household.read',
      'household.review',
      'subsidy.read',
      'subsidy.submit',
      'subsidy.receive-application',
      'notice.read',
      'notice.object',
      'loan.read',
      'organisation.read',
    ],
    ...['share.read', 'share.list', 'share.pass'],
    ...['mutual-aid.read', 'mutual-aid.co-sign'],
    ...['farm-insurance.read', 'farm-insurance.report'],
  ],
  enterprise_clerk: [
    ...['agreement.read', 'agreement.sign', 'document.read', 'loan.read', 'organisation.read'],
    ...['dividend.read', 'dividend.report', 'agreement.serve'],
  ],
  society_chair: [...SOCIETY_READS, 'mutual-aid.approve', 'mutual-aid.confirm-money'],
  society_accountant: [
    ...SOCIETY_READS,
    ...['mutual-aid.keep-register', 'mutual-aid.approve', 'mutual-aid.confirm-money'],
  ],
  society_cashier: [...SOCIETY_READS, 'mutual-aid.enter-money'],
  /** The insurer that carries out the county's farm insurance (承保机构): its own policies and claims. */
  insurer_clerk: [
    ...['farm-insurance.read', 'farm-insurance.insure', 'farm-insurance.claim', 'farm-insurance.assess'],
    ...['farm-insurance.report', 'organisation.read', 'document.read'],
  ],
  province_supervisor: [
    ...ALL_READS,
    ...['subsidy.review', 'terms.publish', 'quota.allocate', 'roster.approve', 'countersign.decide'],
  ],
  auditor: [...ALL_READS, 'audit.read', 'account.read'],
  system_admin: ['system.read'],
  security_admin: ['account.manage', 'account.read', 'organisation.read'],
};

export const ROLES = Object.keys(GRANTS) as readonly Role[];

const SETS = new Map<string, ReadonlySet<string>>(
  Object.entries(GRANTS).map(([role, granted]) => [role, new Set(granted)]),
);

/** Permissions of a role; none for a word that is no role. */
export function permissionsOf(role: string): ReadonlySet<string> {
  return SETS.get(role) ?? new Set();
}

/** Every permission that somebody can have, sorted. */
export function allPermissions(): readonly string[] {
  return [...new Set(Object.values(GRANTS).flat())].sort();
}

/** The posts of a village society: three seals, three persons. */
const SOCIETY_ROLES: readonly string[] = ['society_chair', 'society_accountant', 'society_cashier'];

export const isSocietyRole = (role: Role): boolean => SOCIETY_ROLES.includes(role);

const BANK_ROLES: readonly string[] = ['bank_officer', 'bank_reviewer'];

/**
 * Roles that see one bank's, enterprise's or township's rows only; the others see all of the region. A
 * village society is an enterprise in this: it sees what is its own, and nothing where nothing is.
 */
export function narrowingOf(role: Role): 'bank' | 'enterprise' | 'township' | null {
  if (BANK_ROLES.includes(role)) return 'bank';
  if (role === 'enterprise_clerk' || role === 'insurer_clerk' || isSocietyRole(role)) return 'enterprise';
  return role === 'township_clerk' ? 'township' : null;
}
